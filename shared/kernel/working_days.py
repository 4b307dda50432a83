"""Which days are worked in England and Wales, and how to count them."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Monday to Friday less the bank holidays of England and Wales.

    The Government announces bank holidays a few years ahead: outside `known_from` to `known_until` only weekends are
    known, and whatever is reckoned there may still move.
    """

    holidays: frozenset[date]
    known_from: date
    known_until: date

    def worked(self, day: date) -> bool:
        """Whether this is a working day, as far as is known."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def known(self, day: date) -> bool:
        """Whether the bank holidays of that day's year have been announced."""
        return self.known_from <= day <= self.known_until

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next that is."""
        while not self.worked(day):
            day += _DAY
        return day

    def before(self, day: date, count: int) -> date:
        """The working day `count` working days earlier; 1 before a Monday is the Friday, if worked."""
        return self._step(day, count, -_DAY)

    def after(self, day: date, count: int) -> date:
        """The working day `count` working days later."""
        return self._step(day, count, _DAY)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to and including `last`."""
        days = (first + _DAY * number for number in range(1, (last - first).days + 1))
        return sum(self.worked(day) for day in days)

    def _step(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day += step
            count -= self.worked(day)
        return day
