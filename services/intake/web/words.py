"""The templates of intake's pages, and what they call things."""

from pathlib import Path

from services.intake.read_models.worklist import RECEIVED
from shared.contracts.vocabulary import VOCABULARY
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parent / "templates")

STATUSES = {
    RECEIVED: "Received",
    "more_needed": "More needed",
    "triaged": "Triaged",
    "emergency": "Emergency",
    "case_open": "Case open",
    "signposted": "Signposted",
}
WAYS = {"phone": "Telephone", "sms": "Text message", "email": "E-mail", "post": "Post", "in_person": "In person"}
SAFETY = {"yes": "Safe", "no": "Not safe", "unknown": "Not known, so not used"}
ACTIVITIES = {"call": "Calls", "reading": "Reading", "contact": "Contact", "writing": "Writing", "other": "Other"}
# Codes as they stand in the sentences that tell what happened.
IN_SENTENCES: dict[str | int, str] = {
    **{code: text.lower() for code, text in {**VOCABULARY.channels, **ACTIVITIES, **STATUSES}.items()},
    **{code: text.lower() for code, text in VOCABULARY.kinds.items()},
    "social_landlord": "the social landlord",
    "council_housing": "council housing",
    "advice_and_record": "advice and a record",
    "open_case": "opening a case",
    "ask": "asking more",
    "signpost": "signposting",
}


def spelt(code: str) -> str:
    """A code nobody has put into words, made readable."""
    return code.replace("_", " ")
