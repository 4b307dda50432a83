"""The codes of families in plain English."""

PARTS = {
    "adult": "An adult who lives there",
    "child": "A child who lives there",
    "carer": "Somebody who cares for them there",
    "elsewhere": "Family, but lives elsewhere",
}
SOURCES = {
    "self": "They said so themselves",
    "relative": "Somebody in the family",
    "school": "A school or nursery",
    "health": "A health service",
    "childrens_services": "Children’s services",
    "police": "The police",
    "landlord": "A landlord",
    "officer": "An officer saw it",
    "records": "Another council record",
}
SURE = {"certain": "Certain", "likely": "Likely", "not_sure": "Not sure"}
TRIO_WORDS = {"alcohol": "Alcohol", "drugs": "Drugs", "mental_health": "Mental health"}
SAID = {"yes": "Yes", "no": "No", "unknown": "Not known"}
PROCESSES = {
    "mase": "Sexual exploitation panel (MASE)",
    "missing": "Missing from home or care panel",
    "children_missing_education": "Children missing education panel",
    "early_help": "Early help",
    "childrens_social_care": "Children’s social care",
    "adult_social_care": "Adult social care",
    "marac": "MARAC",
    "cmarac": "Community MARAC",
    "mappa": "MAPPA",
    "channel": "Channel",
    "offender_management": "Offender management (IOM)",
    "youth_justice": "Youth justice",
    "perpetrator_programme": "A programme for whoever does harm",
    "mental_health": "A mental health service",
    "substance_misuse": "An alcohol or drugs service",
    "other": "Another process or service",
}
# What our own records may lead to, with whom to ask; of every other door nothing is said.
DOORS = {
    "marac": ("MARAC", "The coordinator of the MARAC"),
    "cmarac": ("Community MARAC", "The coordinator of the Community MARAC"),
    "children_mash": ("Children’s services (MASH)", "The duty desk of the MASH"),
    "adult_safeguarding": ("Adult safeguarding", "The duty desk of adult safeguarding"),
    "modern_slavery": ("Modern slavery", "The lead officer for modern slavery"),
    "domestic_abuse": ("Domestic abuse", "The manager of the domestic abuse team"),
    "vawg_specialist": ("Violence against women and girls", "The manager of the domestic abuse team"),
}
