"""The codes of work on cases of abuse in plain English."""

CAME_OF = {
    "done": "It was done",
    "not_wanted": "Offered, and they do not want it",
    "not_safe_now": "It was not safe now, and stays open",
    "does_not_apply": "It does not apply here",
}
CAME_OF_A_DUTY = {code: text for code, text in CAME_OF.items() if code != "not_wanted"}
CAME_OF_SHORT = {
    "done": "Done",
    "not_wanted": "Not wanted",
    "not_safe_now": "Not safe then",
    "does_not_apply": "Does not apply",
}

YES_NO = {"yes": "Yes", "no": "No", "unknown": "Not known"}
REPEATS = {"marac": "a repeat, so it goes back to MARAC", "sexual_violence": "a repeat of sexual violence"}
DIRECTIONS = {"out": "It moves to another area", "in": "It comes to us from another area"}
LASTING = {"temporary": "For a time", "for_good": "For good", "unknown": "Not known"}
COURTS = {
    "magistrates_abuse": "Magistrates’ court, domestic abuse list",
    "magistrates": "Magistrates’ court",
    "crown": "Crown Court",
    "family": "Family court",
    "county": "County court",
    "youth": "Youth court",
}
HEARINGS = {
    "first_hearing": "First hearing",
    "plea": "Plea hearing",
    "trial": "Trial",
    "sentence": "Sentence",
    "protection_notice": "Domestic abuse protection order",
    "non_molestation": "Non-molestation order",
    "occupation": "Occupation order",
    "forced_marriage": "Forced Marriage Protection Order",
    "mutilation": "FGM protection order",
    "stalking": "Stalking Protection Order",
    "children": "Where children live, and contact",
    "breach": "Breach of an order or of bail",
}
MEASURES = {
    "asked_for": "Asked for",
    "agreed": "The court agreed",
    "refused": "The court refused",
    "not_wanted": "They do not want any",
    "not_asked": "Nobody has asked them yet",
}
MOVED_BECAUSE = {
    "no_court_time": "The court had no time",
    "defence": "The defence was not ready",
    "prosecution": "The prosecution was not ready",
    "witness": "A witness could not come",
    "defendant_absent": "The defendant did not come",
    "other": "Another reason, or not known",
}
HELD = {
    "convicted": "Convicted, or pleaded guilty",
    "acquitted": "Acquitted",
    "sentenced": "Sentenced",
    "order_made": "The order was made",
    "order_refused": "The order was refused",
    "goes_on": "It was held, and goes on",
}
NOT_HELD = {
    "vacated": "The court took it off the list",
    "discontinued": "It was discontinued",
    "withdrawn": "The application was withdrawn",
}
HEARING_RESULTS = {**HELD, **NOT_HELD}

SOURCES = {"police": "Police", "provider": "Provider of support"}
FIGURES = {
    "domestic_abuse": "Domestic abuse",
    "sexual_violence": "Sexual violence",
    "stalking_and_harassment": "Stalking and harassment",
    "forced_marriage": "Forced marriage",
    "female_genital_mutilation": "Female genital mutilation",
    "honour_based": "So-called honour-based abuse",
    "faith_based": "Faith-based abuse",
    "hate": "Abuse in which hate is a reason too",
    "repeat_marac": "Repeats on a case that MARAC had heard",
    "repeat_sexual_violence": "Repeats of sexual violence",
}

# Where a step that stands elsewhere leads to, behind the case's own address.
LEADS_TO = {
    "exploitation": "/safeguarding/exploitation",
    "safeguarding": "/safeguarding",
    "reaching": "#at-risk",
    "family": "/family",
    "stalking": "/risk/s_dash",
    "risk": "/risk",
    "hearing": "/abuse/hearing",
    "incident": "/abuse/incident",
    "disclosures": "/disclosures",
}
