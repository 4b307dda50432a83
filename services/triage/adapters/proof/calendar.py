"""Days as the solver knows them, by year, month and day, so that a month's end and 29 February are what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import z3

from services.triage.domain.reading import EARLIEST, LATEST

_LONG = (1, 3, 5, 7, 8, 10, 12)
Term = Any


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the years a case may speak of; each part is a whole number of the solver's."""

    year: Term
    month: Term
    day: Term

    @property
    def number(self) -> Term:
        """A number that orders days; it leaves out numbers where a month is short."""
        return (self.year * 12 + self.month) * 31 + self.day


def any_day(name: str) -> tuple[Day, Sequence[Term]]:
    """A day nobody has chosen yet, and what must hold of it to be one."""
    found = Day(*(z3.Int(f"{name}.{part}") for part in ("year", "month", "day")))
    return found, (
        *_between(found.year, EARLIEST.year, LATEST.year),
        *_between(found.month, 1, 12),
        *_between(found.day, 1, _last_of(found.year, found.month)),
    )


def months_after(day: Day, months: int) -> Day:
    """The same day some months later, or earlier; the month's last day where there is no such day."""
    years, more = divmod(months, 12)
    beyond = day.month + more > 12
    year = day.year + years + z3.If(beyond, 1, 0)
    month = z3.If(beyond, day.month + more - 12, day.month + more)
    last = _last_of(year, month)
    return Day(year, month, z3.If(day.day > last, last, day.day))


def a_year_after(day: Day) -> Day:
    """The anniversary as the policy's text says it: the same day a year later, 28 February for the 29th."""
    leap_day = z3.And(day.month == 2, day.day == 29)
    return Day(day.year + 1, day.month, z3.If(leap_day, 28, day.day))


def day_before(day: Day) -> Day:
    """The day before."""
    first, january = day.day == 1, day.month == 1
    year = z3.If(z3.And(first, january), day.year - 1, day.year)
    month = z3.If(first, z3.If(january, 12, day.month - 1), day.month)
    return Day(year, month, z3.If(first, _last_of(year, month), day.day - 1))


def within(earlier: Day, later: Day, latest: Day) -> Term:
    """Whether `later` is neither before `earlier` nor after `latest`."""
    return z3.And(earlier.number <= later.number, later.number <= latest.number)


def _last_of(year: Term, month: Term) -> Term:
    leap = z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))
    return z3.If(month == 2, z3.If(leap, 29, 28), z3.If(z3.Or(*(month == long for long in _LONG)), 31, 30))


def _between(number: Term, least: Any, most: Any) -> tuple[Term, Term]:
    return number >= least, number <= most
