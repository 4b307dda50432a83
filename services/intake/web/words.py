"""The templates of intake's pages, and what they call things."""

from datetime import datetime
from pathlib import Path

from services.intake.domain.places import local_day
from services.intake.read_models.worklist import RECEIVED
from shared.contracts.agencies import AGENCIES
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.clock import parse_rfc3339
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parent / "templates")

STATUSES = {
    RECEIVED: "Received",
    "more_needed": "More needed",
    "triaged": "Triaged",
    "emergency": "Emergency",
    "case_open": "Case open",
    "case_closed": "Case closed",
    "signposted": "Signposted",
}
WAYS = {"phone": "Telephone", "sms": "Text message", "email": "E-mail", "post": "Post", "in_person": "In person"}
SAFETY = {"yes": "Safe", "no": "Not safe", "unknown": "Not known, so not used"}
REFERRERS = {
    "police": "Police",
    "landlord": "Landlord",
    "school": "School or college",
    "youth_offending": "Youth offending team",
    "early_help": "Early help panel",
    "health": "Health service",
    "general_practice": "General practice (GP)",
    "social_prescribing": "Social prescribing",
    "emergency_department": "Emergency department",
    "councillor": "Councillor",
    "business": "Business",
    "safe_space": "Safe space",
}
ACTIVITIES = {"call": "Calls", "reading": "Reading", "contact": "Contact", "writing": "Writing", "other": "Other"}
# What may have come of the step that was safe after a dropped call.
CALL_BACKS = {
    "call_back": {
        "reached": "I reached them",
        "not_reached": "Nobody answered, or somebody else did",
        "not_safe": "It is not safe to try again",
    },
    "wait": {"reached": "They called again", "not_safe": "Nothing more can safely be done"},
    "tell_police": {"police_told": "I told the police", "reached": "They called again"},
}
ROUTES = {
    "emergency_999": "999",
    "modern_slavery": "First responder for modern slavery",
    "domestic_abuse": "Domestic abuse service",
    "vawg_specialist": "Specialist service",
    "children_mash": "Children’s services",
    "adult_safeguarding": "Adult safeguarding",
    "hate_crime_police": "Police, hate crime",
    "police_101": "Police, 101",
    "neighbouring_borough": "Neighbouring borough",
    "street_services": "Street services",
    "civil_advice": "Advice on civil matters",
    "environmental_health": "Environmental health",
    "social_landlord": "Social landlord",
    "council_housing": "Council housing",
    "mediation": "Mediation",
    "asb_case": "Anti-social behaviour case",
    "advice_and_record": "Advice, and kept on record",
}
# Codes as they stand in the sentences that tell what happened.
IN_SENTENCES: dict[str | int, str] = {
    **{code: text.lower() for code, text in {**VOCABULARY.channels, **ACTIVITIES, **STATUSES, **REFERRERS}.items()},
    **{code: text.lower() for code, text in VOCABULARY.kinds.items()},
    **{code: text[0].lower() + text[1:] for code, text in ROUTES.items()},
    "social_landlord": "the social landlord",
    "handed_over": "handed over to our officers",
    "dropped": "it was cut off",
    "not_reached": "not reached",
    "not_safe": "not safe to try again",
    "police_told": "the police were told",
    "open_case": "opening a case",
    "ask": "asking more",
    "signpost": "signposting",
    "consent_withdrawn": "consent was taken back",
    "added_by_mistake": "added by mistake",
    "same_incident": "they tell of one incident",
    "same_trouble": "it is the same trouble again",
    "same_place_time": "same place and time",
    "same_words": "the same words, sent twice",
    "told_us": "somebody told us",
    "mistake": "it was a mistake",
    "another_matter": "it is another matter",
    "relatives": "a relative",
    "shared_contact": "they share a telephone or an e-mail address",
    "same_details": "their details are the same",
    "said_so": "they told us so",
    "known": "an officer knows them",
    "same_name": "only the name is the same",
    "by_resident": "by the resident",
    "finished": "whoever kept it has finished",
    "ended_by_officer": "by an officer",
}


def agency_then(code: str, received_at: str | datetime) -> str:
    """What an agency was called on the day a referral came in."""
    moment = parse_rfc3339(received_at) if isinstance(received_at, str) else received_at
    return AGENCIES.name(code, local_day(moment))


def spelt(code: str) -> str:
    """A code nobody has put into words, made readable."""
    return code.replace("_", " ")
