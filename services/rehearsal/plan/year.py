"""The rehearsal's year: the twelve months before today in London, and where its panels' meetings fall in it."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from services.panels.domain.schedule import Timetable
from services.panels.domain.values.sittings import Sitting

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)

# How far beside the year meetings are looked for: longer than two rounds of any panel.
_AROUND = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Year:
    """The year up to the day before `today`. `first` and `last` are its London days, both included."""

    today: date

    @property
    def first(self) -> date:
        """The same day a year ago; 29 February gives 28 February."""
        return months_after(self.today, -12)

    @property
    def last(self) -> date:
        """Yesterday."""
        return self.today - DAY

    @property
    def nine_months_on(self) -> date:
        """The first day after the first nine months."""
        return months_after(self.first, 9)

    def days(self) -> Iterator[date]:
        """Every day of it."""
        day = self.first
        while day <= self.last:
            yield day
            day += DAY


@dataclass(frozen=True, slots=True)
class Round:
    """A regular meeting with the days on which referrals to it come in time, from `opens` to its deadline.

    What comes after the deadline of one meeting and before that meeting is late for it, and a matter of choice.
    """

    sitting: Sitting
    opens: date

    @property
    def closes(self) -> date:
        """The last day."""
        return self.sitting.deadline


def rounds(timetable: Timetable, panel: str, year: Year) -> tuple[list[Round], list[Round]]:
    """The panel's meetings held in the year, and those to come that somebody may have been referred to already."""
    sittings = timetable.sittings(panel, year.first - _AROUND, year.today + _AROUND)
    found = [Round(sitting, before.day + DAY) for before, sitting in pairwise(sittings)]
    held = [each for each in found if year.first <= each.sitting.day <= year.last]
    ahead = [each for each in found if each.sitting.day > year.last and each.opens <= year.last]
    return held, ahead


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A London clock time, in UTC."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included; none where the last comes before."""
    return [first + DAY * number for number in range((last - first).days + 1)]
