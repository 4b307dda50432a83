"""Tells the facts of anti-social behaviour in words: codes without underscores, days in full, tools by their names."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.triage.domain.asb.borough_events import BOROUGH_FACTS
from services.triage.domain.asb.events import ASB_FACTS
from services.triage.web.asb.wording import said
from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date

_AS_THEY_ARE = ("code", "reference", "ward", "law_version")
_OURS = {kind.name for kind in (*ASB_FACTS, *BOROUGH_FACTS)}


def in_words(tell: Callable[[Recorded], str], sentences: Mapping[str, str]) -> Callable[[Recorded], str]:
    """The teller of all other facts, and for ours one that knows their codes."""

    def told(recorded: Recorded) -> str:
        if recorded.name not in _OURS:
            return tell(recorded)
        fields = {name: _worded(name, getattr(recorded.fact, name)) for name in recorded.fact.__struct_fields__}
        sentence = sentences[recorded.name].format_map(fields)
        return sentence[:1].upper() + sentence[1:]

    return told


def _worded(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return date_time(value)
    if isinstance(value, date):
        return full_date(value)
    return said(value) if isinstance(value, str) and name not in _AS_THEY_ARE else str(value)
