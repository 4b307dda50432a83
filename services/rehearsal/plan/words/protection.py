"""What officers write down in the rehearsal before a panel is told."""

WITHOUT_CONSENT = {
    "refused": "They fear what comes of it; the danger to them is greater than that they do not agree.",
    "not_sought": "Asking was not safe: the other person answers the telephone and reads the post.",
}
NECESSITY = {
    "marac": "Without one plan of all agencies serious harm to them is likely.",
    "cmarac": "No service alone can help with all of it, and things are getting worse.",
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
    "cmarac": {
        "afraid_of": ("said", "People who come to the home uninvited."),
        "safe_to_talk_to": ("said", "Their support worker."),
        "not_safe_to_talk_to": ("not_asked", "They were tired, and somebody else was near."),
        "other_marac": ("not_asked", "Not asked at this first talk; it can wait."),
    },
}
CONSIDERED_BY = "The duty social worker, adult social care"
NOT_MET = "Care needs are met for now, and there is no abuse or neglect that they could not protect themselves from."
DUTY_DESK = {
    "children_mash": "The duty social worker, children’s services",
    "adult_safeguarding": "The duty social worker, adult social care",
}
TO_PROTECT = {
    "children_mash": "Children live with what was told to us; somebody must look after them today.",
    "adult_safeguarding": "They need care and support, and cannot keep themselves safe from this alone.",
}
DECIDED_WHY = "Told on the telephone: a worker is named and goes to see them this week."
