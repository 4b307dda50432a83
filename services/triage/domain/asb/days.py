"""Counts days and hours as law and borough count them: working days that pause, calendar months, clock hours."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from shared.kernel.working_days import WorkingDays

LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_MONTHS = 12
_APRIL = 4
_CHRISTMAS = (12, 25)
# Nobody looks further ahead; a clock that has not run out by then is as good as stopped.
_FAR = 10_000


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """The clocks of a case stood still from one moment on, until another if it is over."""

    reason: str
    began_at: datetime
    ended_at: datetime | None = None


def day_of(moment: datetime) -> date:
    """The day on the wall in London."""
    return moment.astimezone(LONDON).date()


def due_after(start: date, days: int, calendar: WorkingDays, pauses: Sequence[Pause] = ()) -> date | None:
    """The day on which so many working days have run since `start`; None while they are paused and have not run out.

    A working day runs where the clock runs at its end: a pause takes out its first day and gives back its last.
    """
    day, left = start, days
    for _ in range(_FAR):
        if left <= 0:
            return day
        day += _DAY
        if calendar.worked(day):
            if any(each.ended_at is None and day_of(each.began_at) <= day for each in pauses):
                return None
            left -= not any(_stood_still(each, day) for each in pauses)
    return None


def _stood_still(pause: Pause, day: date) -> bool:
    return day_of(pause.began_at) <= day and (pause.ended_at is None or day < day_of(pause.ended_at))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, months: int) -> date:
    """The last day of a period of so many months that begins with `first`."""
    return months_after(first, months) - _DAY


def heard_by(served_at: datetime, hours: int) -> datetime:
    """When so many hours have run since a notice was served: clock hours, of which Christmas Day has none."""
    left, at = timedelta(hours=hours), served_at.astimezone(UTC)
    while True:
        local = at.astimezone(LONDON)
        midnight = datetime.combine(local.date() + _DAY, time(0), LONDON).astimezone(UTC)
        if (local.month, local.day) == _CHRISTMAS:
            at = midnight
        elif at + left <= midnight:
            return at + left
        else:
            left -= midnight - at
            at = midnight


def least_age(age: int, known_on: date, day: date) -> int:
    """How old somebody is at least on a day, who was this old on another: nothing is guessed about a birthday."""
    return age + day.year - known_on.year - ((day.month, day.day) < (known_on.month, known_on.day))


def end_of(day: date) -> datetime:
    """The last minute of a day in London."""
    return datetime.combine(day, time(23, 59), LONDON).astimezone(UTC)


def financial_year(day: date) -> int:
    """The year in which a financial year begins: April to March."""
    return day.year - (day.month < _APRIL)
