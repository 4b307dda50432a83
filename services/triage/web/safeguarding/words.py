"""Safeguarding in plain words."""

HOWS = {
    "telephone": "By telephone",
    "their_form": "In their own form",
    "message": "By a message to a mailbox of theirs that was made sure of",
}
AGES = {"child": "Under 18, or looks so", "adult": "18 or over", "not_known": "Not known"}
CONSENTS = {
    "given": "Asked, and they agree",
    "refused": "Asked, and they do not agree",
    "not_able": "They cannot decide it",
    "not_asked": "Not asked: it was not safe, or not yet possible",
    "not_needed": "Not needed: they are, or may be, under 18",
}
INTERPRETERS = {
    "professional": "With a professional interpreter",
    "not_needed": "In a language they speak",
    "none_yet": "No interpreter yet",
}
ACCOMMODATION = {
    "arranged": "A safe place is arranged",
    "offered": "A safe place was offered",
    "not_needed": "They are safe where they are",
    "not_asked": "Whether they have a safe place was not asked",
}
WAYS = {
    "nrm": "Refer to the national referral mechanism",
    "duty_to_notify": "Notify the Home Office without their details",
    "nothing_seen": "Nothing was seen that calls for it",
}
PERCEIVED = {
    "victim": "Whoever it was done to",
    "witness": "Somebody who saw or heard it",
    "officer": "An officer",
    "partner": "Another agency",
}
POLICE = {
    "told_by_us": "Told by us",
    "told_by_them": "Told by whoever it was done to",
    "through_third_party": "Told through a third-party reporting centre",
    "not_wanted": "They do not want the police told",
    "not_asked": "Not asked yet",
}
SUPPORT = {
    "accepted": "Offered and accepted",
    "declined": "Offered and declined",
    "not_reached": "They could not be reached",
    "not_offered": "Not offered yet",
}
CLAIMS = {"likely": "It is likely", "unlikely": "It is unlikely", "not_clear": "It is not clear"}
PEOPLE = {
    "may_be_exploited": "Somebody there may be exploited",
    "nothing_seen": "Looked for, and nothing was seen",
    "not_known": "Not known",
}
PARTIES = {
    "landlord": "Landlord",
    "agent": "Letting agent",
    "tenant": "Tenant",
    "manager": "Whoever runs it",
    "other": "Somebody else",
}
INVOLVED = {
    "may_be": "May be part of it",
    "not_seen": "Looked for, and nothing was seen",
    "not_known": "Not known",
}
STEPS = {
    "police_told": "The police were told",
    "support_visit": "A support service visited the people in there",
    "landlord_told": "The landlord or agent was told",
    "joint_visit": "Visited together with others",
    "nothing_more": "Nothing more is done",
}
