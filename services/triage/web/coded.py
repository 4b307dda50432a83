"""Tells facts that hold codes in words: days in full, and each code by the words of its part of the work."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from shared.kernel.messages import Recorded
from shared.web.formats import date_time, full_date

Tell = Callable[[Recorded], str]


def telling(
    tell: Tell,
    sentences: Mapping[str, str],
    ours: Collection[str],
    said: Callable[[str], str],
    as_they_are: Collection[str],
) -> Tell:
    """The teller of all other facts, and for `ours`, by name, one that puts codes into words but for `as_they_are`."""

    def worded(name: str, value: Any) -> str:
        if isinstance(value, datetime):
            return date_time(value)
        if isinstance(value, date):
            return full_date(value)
        return said(value) if isinstance(value, str) and name not in as_they_are else str(value)

    def told(recorded: Recorded) -> str:
        if recorded.name not in ours:
            return tell(recorded)
        fields = {name: worded(name, getattr(recorded.fact, name)) for name in recorded.fact.__struct_fields__}
        sentence = sentences[recorded.name].format_map(fields)
        return sentence[:1].upper() + sentence[1:]

    return told
