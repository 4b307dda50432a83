"""Tells the facts of support in words: codes without underscores, days in full, places by their code alone."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from services.triage.domain.support.events import SUPPORT_FACTS
from services.triage.domain.support.register_events import REGISTER_FACTS
from services.triage.web.support.wording import said
from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date

_AS_THEY_ARE = ("code", "reference", "law_version")
_OURS = {kind.name for kind in (*SUPPORT_FACTS, *REGISTER_FACTS)}


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
