"""When somebody may be written to: the hours said to be safe, and the night in which nobody is disturbed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# Nobody's telephone lights up in the night unless she said so: a message at an odd hour is asked about.
MORNING, EVENING = 8 * 60, 21 * 60
_DAY = 24 * 60
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(
    r"(?P<days>[a-z]{3}(?:-[a-z]{3})?(?:,[a-z]{3}(?:-[a-z]{3})?)*)?"
    r"(?:(?:^|(?<=[a-z])\s+)(?P<from>\d{2}:\d{2})-(?P<to>\d{2}:\d{2}))?"
)
# Where clocks go forward, the hour from one does not exist; whatever began in it begins here.
_AFTER_THE_GAP = 2 * 60
_LOOK_AHEAD_DAYS = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Hours on some days of the week, in minutes after midnight; `end` past 24 hours runs into the next day."""

    days: frozenset[int]
    start: int
    end: int

    def holds(self, local: datetime) -> bool:
        """Whether a moment of London's clock lies in it."""
        minute, weekday = local.hour * 60 + local.minute, local.weekday()
        if weekday in self.days and self.start <= minute < self.end:
            return True
        return (weekday - 1) % 7 in self.days and self.start <= minute + _DAY < self.end

    def is_all_night(self) -> bool:
        """Whether no minute of it lies in the day: then the night was meant."""
        return self.end <= MORNING or (self.start >= EVENING and self.end <= _DAY + MORNING)


def window(text: str) -> Window | None:
    """A window such as "Mon-Fri 10:00-14:00", "18:00-20:00" or "Mon,Wed"; None if it does not read so."""
    found = _WINDOW.fullmatch(text.strip().casefold())
    if not found or not (found["days"] or found["from"]):
        return None
    days = _days(found["days"])
    start, end = _minute(found["from"] or "00:00"), _minute(found["to"] or "24:00")
    if days is None or start is None or end is None or start in (end, _DAY):
        return None
    if end == _DAY - 1:
        end = _DAY  # "until 23:59" is how the end of a day is written
    return Window(days, start, end if end > start else end + _DAY)


def permitted(moment: datetime, windows: Sequence[Window]) -> bool:
    """Whether somebody with these safe hours (none named: any but the night) may be written to at this moment."""
    local = moment.astimezone(LONDON)
    by_day = MORNING <= local.hour * 60 + local.minute < EVENING
    if not windows:
        return by_day
    return any(each.holds(local) and (by_day or each.is_all_night()) for each in windows)


def next_permitted(moment: datetime, windows: Sequence[Window]) -> datetime | None:
    """The first permitted moment from this one on, in UTC; None if there is none within eight days."""
    if permitted(moment, windows):
        return moment.astimezone(UTC)
    midnight = moment.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    marks = sorted({each.start for each in windows} | {0, MORNING, _AFTER_THE_GAP})
    found = (
        (midnight + timedelta(days=day, minutes=mark)).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
        for day in range(_LOOK_AHEAD_DAYS + 1)
        for mark in marks
        for fold in (0, 1)
    )
    return min((each for each in found if each > moment and permitted(each, windows)), default=None)


def _days(text: str | None) -> frozenset[int] | None:
    if not text:
        return frozenset(range(7))
    days: set[int] = set()
    for part in text.split(","):
        ends = [_DAYS.index(day) if day in _DAYS else None for day in part.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None:
            return None
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(days)


def _minute(text: str) -> int | None:
    hour, minute = int(text[:2]), int(text[3:])
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= _DAY else None
