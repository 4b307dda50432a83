"""What is missing in a referral: what, when and who, danger, and a safe way to reach somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.intake.web.spoken import SAFETY
from shared.contracts.vocabulary import VOCABULARY

# A way that was safe then may not be safe now: it is asked for again at each contact, and after this long anyway.
CONFIRMED_FOR = timedelta(days=30)
_WAYS = ("phone", "sms", "email", "post", "in_person")
_UNSAID = (None, "unknown")


@dataclass(frozen=True, slots=True)
class Gaps:
    """What to ask next: questions about danger that have no answer, and what else is missing, as sentences."""

    safety: Sequence[str]
    others: Sequence[str]


def gaps(referral: Mapping[str, Any], now: datetime) -> Gaps:
    """The gaps of a referral as `referral_document` shows it."""
    facts = referral["facts"]
    safety = [VOCABULARY.answers[name].asks for name in SAFETY if facts.get(name) in _UNSAID]
    return Gaps(safety, [says for says in (*_story(referral), _reaching(referral["safe_contact"], now)) if says])


def _story(referral: Mapping[str, Any]) -> Sequence[str | None]:
    occurred, place = referral["occurred"], referral["location"]
    named = [person for person in referral["people"] if person["full_name"]]
    return (
        "What: nothing was said in the person’s own words." if not referral["description"] else None,
        "What: no category was chosen." if referral["kind"] == "asb" and not referral["category"] else None,
        "When: no day and no pattern." if not any(occurred[name] for name in ("from", "to", "pattern")) else None,
        "Where: no place." if not any(place[name] for name in ("address", "postcode", "uprn", "point")) else None,
        "Who: nobody is named." if not named else None,
    )


def _reaching(contact: Mapping[str, Any], now: datetime) -> str | None:
    if all(contact[way]["safe"] != "yes" for way in _WAYS):
        return "Safe contact: no way is known to be safe. Until one is, nothing is sent and nobody calls."
    confirmed = contact["confirmed_at"]
    if confirmed is None:
        return "Safe contact: it was never confirmed. Ask again at the next contact."
    if now - datetime.fromisoformat(confirmed) > CONFIRMED_FOR:
        return "Safe contact: it was last confirmed more than 30 days ago. Ask again at the next contact."
    return None
