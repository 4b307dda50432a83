"""How times and values are written on a page: full dates, 24-hour times, London's clock, words instead of codes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from shared.kernel.messages import Fact, State
from shared.kernel.personal import ERASED, Personal, Unsealed

LONDON = ZoneInfo("Europe/London")
_NOT_KNOWN = "not known"
_MASKED = "personal detail, not shown here"

Moment = datetime | date | str | None


def full_date(moment: Moment) -> str:
    """23 November 2026."""
    day = _local(moment)
    return f"{day.day} {day:%B %Y}" if day else _NOT_KNOWN


def day_date(moment: Moment) -> str:
    """Monday 23 November 2026."""
    day = _local(moment)
    return f"{day:%A} {full_date(day)}" if day else _NOT_KNOWN


def clock_time(moment: Moment) -> str:
    """09:12, in London."""
    found = _local(moment)
    return f"{found:%H:%M}" if isinstance(found, datetime) else _NOT_KNOWN


def date_time(moment: Moment) -> str:
    """23 November 2026, 09:12; a day alone stays a day, because a time nobody gave is not midnight."""
    found = _local(moment)
    return f"{full_date(found)}, {found:%H:%M}" if isinstance(found, datetime) else full_date(found)


def words(code: object) -> str:
    """A code as words: `social_landlord` becomes "Social landlord"; an adviser's role is spoken letter by letter."""
    text = str(code.value if isinstance(code, Enum) else code)
    if text == "idva":
        return "IDVA"
    return (text[:1].upper() + text[1:]).replace("_", " ")


def shown(value: Any) -> Any:
    """A value of a fact or state as a page shows it: text, a list, or a list of (name, value) for a nested shape.

    A personal detail is never shown, sealed or open: whoever needs it opens it on a page that records the reading.
    """
    if isinstance(value, Personal | Unsealed):
        return _MASKED
    if value == ERASED:
        return ERASED
    if isinstance(value, Fact | State) or hasattr(value, "__struct_fields__"):
        return [(words(name), shown(getattr(value, name))) for name in value.__struct_fields__]
    if isinstance(value, Mapping):
        return [(words(name), shown(part)) for name, part in value.items()]
    if isinstance(value, Sequence | frozenset | set) and not isinstance(value, str | bytes):
        return [shown(part) for part in value]
    return _plainly(value)


def _plainly(value: Any) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_time(value)
    return words(value) if isinstance(value, Enum) else str(value)


def _local(moment: Moment) -> datetime | date | None:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment)
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(LONDON)
    return moment


FILTERS: dict[str, Callable[..., Any]] = {
    "full_date": full_date,
    "day_date": day_date,
    "clock_time": clock_time,
    "date_time": date_time,
    "words": words,
    "shown": shown,
}
