"""Tells the facts of safeguarding in words, codes as the forms say them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.triage.domain.safeguarding.events import SAFEGUARDING_FACTS
from services.triage.domain.safeguarding.referral_events import REFERRAL_FACTS
from services.triage.web.safeguarding import words as said
from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date, words

_OURS = {kind.name for kind in (*SAFEGUARDING_FACTS, *REFERRAL_FACTS)}
_CODES: Mapping[str, Mapping[str, str]] = {
    "way": said.WAYS,
    "police": said.POLICE,
    "claim": said.CLAIMS,
    "party": said.PARTIES,
    "step": said.STEPS,
    "how": said.HOWS,
}


def in_words(
    tell: Callable[[Recorded], str], sentences: Mapping[str, str], route: Callable[[str], str]
) -> Callable[[Recorded], str]:
    """The teller of all other facts, and for ours one that knows their codes."""

    def told(recorded: Recorded) -> str:
        if recorded.name not in _OURS:
            return tell(recorded)
        fields = {name: _worded(name, getattr(recorded.fact, name)) for name in recorded.fact.__struct_fields__}
        if (to := getattr(recorded.fact, "route", None)) is not None:
            fields["route"] = route(to)
        return sentences[recorded.name].format_map(fields)

    return told


def _worded(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return date_time(value)
    if isinstance(value, date):
        return full_date(value)
    if not isinstance(value, str):
        return str(value)
    worded = _CODES.get(name, {}).get(value) or words(value)
    return worded[:1].lower() + worded[1:]
