"""What is written down by coordinators and at meetings: reasons, decisions in words, and what agencies undertake."""

from collections.abc import Mapping, Sequence

LATE_REASONS = (
    "The incident was after the deadline and a release from custody is expected before the next meeting.",
    "The disclosure was made only after the deadline; the agencies can still research in time.",
    "A further assault after the deadline. Waiting three weeks would not be safe.",
)
EMERGENCY_REASONS = (
    "The risk has risen sharply since yesterday and a release from custody is expected. This cannot wait.",
    "A further assault last night. The agencies most concerned can meet today.",
)
DEFERRALS = (
    (
        "The referring officer cannot brief anybody for this meeting and the research is not in.",
        "Staying with relatives; the adviser is in touch every other day and police have a marker on the address.",
    ),
    (
        "In hospital, and wishes to be represented by the adviser once they have been able to speak.",
        "On the ward until then; the safeguarding nurse knows and visitors are restricted.",
    ),
)

# By panel and decision, so that the words say what the decision says.
DECISION_TEXTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "marac": {
        "actions_agreed": (
            "The chair summed up the risks and a plan was agreed, with the actions below.",
            "The adviser spoke for the victim, whose wish to stay in the home was heard. The plan is built on it.",
            "Agencies shared what they know. The adviser will explain the plan when it is safe to.",
            "The victim wants to move. Until then the address is made safer, with the actions below.",
        ),
        "plan_continues": ("The plan in place was gone through and stands. Nothing to add.",),
        "referred_on": ("A specialist service takes over with the victim's agreement. The adviser stays in touch.",),
        "transferred": ("The victim has moved. The coordinator sends the file and the advisers have spoken.",),
        "no_further_action": ("Agencies have no further information and the victim is supported. Nothing to add.",),
    },
    "cmarac": {
        "actions_agreed": (
            "Each agency said what it knows. One plan was agreed, with the actions below.",
            "The group saw the same person in four different files. The plan joins them.",
        ),
        "support": ("A support worker is named and visits from next week. The landlord waits with any notice.",),
        "enforcement": ("Police and landlord act together against those who exploit the flat. Support goes on.",),
        "treatment": ("A treatment place is offered, and somebody the person trusts goes along.",),
        "referred_on": ("Adult social care takes it on under its own duties. The panel closes its part.",),
        "plan_continues": ("Gone through again; the plan stands. Nothing to add.",),
        "no_further_action": ("Contacts have fallen away and no agency has a concern. Nothing to add.",),
    },
}
STANDING_TEXTS = (
    "The plan was gone through and stands. Contacts are down since the last meeting.",
    "Discussed again. Outreach goes on and the treatment place is being held.",
    "Two calls to the ambulance service since the last meeting, against five before. The plan stands.",
    "Was seen on three of four visits and is eating better. The plan stands.",
)

# What agencies undertake: agency, who answers for it, what.
Task = tuple[str, str, str]
MARAC_ACTIONS: Sequence[Task] = (
    ("police", "Duty inspector", "Put a marker on the address and brief the response teams."),
    ("police", "Domestic abuse desk", "Consider a protection notice and say at the next meeting what came of it."),
    ("police", "Offender management sergeant", "Visit the perpetrator about the outstanding matter only."),
    ("idva", "Adviser on the case", "Go through the safety plan with the victim and say what was agreed."),
    ("idva", "Adviser on the case", "Go along to the solicitor about an order."),
    ("housing", "Housing options lead", "Offer sanctuary works and talk through a move, also to another borough."),
    ("housing", "Sanctuary officer", "Change the locks and fit the alarm by the day agreed with the adviser."),
    ("hospital", "Safeguarding nurse", "Flag the record and agree how the ward is to be told."),
    ("mental_health", "Care coordinator", "Offer an appointment within two weeks."),
    ("drugs_and_alcohol", "Team leader", "Make contact about the perpetrator's drinking and report engagement."),
    ("probation", "Offender manager", "Review the licence conditions and tell police of any breach."),
    ("adult_social_care", "Duty senior", "Assess care and support needs."),
    ("refuge", "Duty worker", "Hold a space for a week and say whether it is taken up."),
    ("general_practice", "Safeguarding lead", "Flag the record; no letters to the home."),
    ("victim_support", "Caseworker", "Offer counselling, at a time and place the adviser knows to be safe."),
)
WITH_CHILDREN_ACTIONS: Sequence[Task] = (
    ("childrens_social_care", "Team manager", "Check the children's plan and see the children within the week."),
    ("health", "Named nurse", "See that the health visitor or school nurse knows."),
    ("education", "Designated safeguarding lead", "Tell the school what it needs to know and no more."),
    ("early_help", "Family support lead", "Offer the family a worker once the adviser says that it is safe."),
)
CMARAC_ACTIONS: Sequence[Task] = (
    ("outreach", "Street outreach lead", "Meet at the usual place twice a week and report changes."),
    ("adult_social_care", "Duty senior", "Visit jointly with outreach and reconsider the threshold."),
    ("drugs_and_alcohol", "Team leader", "Offer a detoxification place and go along to the first appointment."),
    ("mental_health", "Care coordinator", "Review with the general practice."),
    ("social_landlords", "Neighbourhood manager", "Secure the door and look into who else uses the flat."),
    ("police", "Neighbourhood sergeant", "Visit weekly and record who is there."),
    ("housing", "Housing options lead", "Look for supported housing and name a date."),
    ("community_safety", "Anti-social behaviour officer", "Keep one record of contacts before and after."),
    ("fire_brigade", "Station officer", "Make a home fire safety visit and fit alarms."),
    ("voluntary_sector", "Forum coordinator", "Offer a place at the day centre and somebody to go along."),
)
FORUMS_ACTION: Task = ("voluntary_sector", "Forum coordinator", "Ask the forum who could go along to appointments.")
NOT_POSSIBLE = "Circumstances changed: the person has moved and another borough has taken over."
NOT_UNDERTAKEN = "The team had no capacity in the time agreed."
