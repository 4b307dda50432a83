"""What a manager writes down in the rehearsal about who else knows somebody: whom to ask, and never what they know."""

POINTERS = (
    ("early_help", "Early help, the family support lead"),
    ("childrens_social_care", "Children's social care, the duty team manager"),
    ("children_missing_education", "The education welfare officer"),
    ("mental_health", "The children's mental health team, duty worker"),
)
PROCESSES = {
    "mappa": "Managed by probation; their officer is asked before anybody visits.",
    "iom": "The police sergeant of the cohort tells us of an arrest or a release.",
    "channel": "The Prevent lead is asked; nothing of it is said to the family.",
}
