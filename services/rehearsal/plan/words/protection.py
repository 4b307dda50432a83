"""What officers write down in the rehearsal before a panel is told."""

WITHOUT_CONSENT = {
    "refused": "They fear what comes of it; the danger to them is greater than that they do not agree.",
    "not_sought": "Asking was not safe: the other person answers the telephone and reads the post.",
}
NECESSITY = {
    "marac": "Without one plan of all agencies serious harm to them is likely.",
    "cmarac": "No service alone can help with all of it, and things are getting worse.",
    "housing_needs": "Only this panel can give the band without which nobody is offered another home in time.",
}
PROPORTIONALITY = "Only what bears on the risk is told, to members who have signed, and no address of a safe place."
POLICE_WHY = "They were not asked yet; their adviser does so when it is safe."
HANDLED = "Done with them on the telephone, at a time they named as safe."
WISHES = {
    "marac": {
        "afraid_of": ("said", "The person named, and somebody of that family."),
        "safe_to_talk_to": ("said", "Their adviser, at the times they gave."),
        "not_safe_to_talk_to": ("said", "Anybody at the shared home."),
        "other_marac": ("not_known", "They are not sure; the coordinator asks elsewhere."),
    },
    "housing_needs": {
        "afraid_of": ("said", "Whoever harms them, and that an offer is sent to the wrong address."),
        "safe_to_talk_to": ("said", "Their adviser, who passes an offer on."),
        "not_safe_to_talk_to": ("said", "Anybody at the home they left."),
        "other_marac": ("not_asked", "It does not bear on a home, so it was not asked."),
    },
    "cmarac": {
        "afraid_of": ("said", "People who come to the home uninvited."),
        "safe_to_talk_to": ("said", "Their support worker."),
        "not_safe_to_talk_to": ("not_asked", "They were tired, and somebody else was near."),
        "other_marac": ("not_asked", "Not asked at this first talk; it can wait."),
    },
}
CONSIDERED_BY = "The duty social worker, adult social care"
NOT_MET = "Care needs are met for now, and there is no abuse or neglect that they could not protect themselves from."
TOLD = {
    "children_mash": "Children live where this happens. What was heard of them; their parent must not be rung at home.",
    "adult_safeguarding": "Somebody with needs for care cannot keep this away alone. What was seen; who is trusted.",
}
TOLD_BECAUSE = {
    "children_mash": "Children’s services decide what the children need; nobody else can.",
    "adult_safeguarding": "Adult safeguarding decides whether there is to be an enquiry.",
}
DECIDED_BY = {
    "children_mash": "The team manager, children’s services",
    "adult_safeguarding": "The safeguarding lead, adult social care",
}
DECIDED_WHY = {
    "children_mash": "They spoke to the school and the health visitor, and gave it a worker or told us why not.",
    "adult_safeguarding": "They spoke to the person and to the general practice, and named who goes on with it.",
}
HATE = "Said to be chosen for what they are. The police have it, and somebody from there stays in touch."
