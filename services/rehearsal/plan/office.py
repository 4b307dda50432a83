"""When people of the council and of its partners work on a case, and the chance that each case has of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from services.rehearsal.plan.deeds import Deed, Referral
from services.rehearsal.plan.year import LONDON, moment
from shared.kernel.working_days import WorkingDays

_FIRST_HOUR, _HOURS = 9, 7


@dataclass(frozen=True, slots=True)
class Office:
    """What is done on one case changes no other: each has chance of its own, named by `seed` and its key."""

    seed: str
    ends_at: datetime
    days: WorkingDays

    def chance(self, referral: Referral, part: str) -> Random:
        """The chance of one part of the work on a case."""
        return Random(f"{self.seed}/{referral.key}/{part}")

    def chance_of(self, part: str) -> Random:
        """The chance of what is chosen among many cases."""
        return Random(f"{self.seed}/{part}")

    def day(self, at: datetime, days: int, chance: Random) -> datetime:
        """So many working days later, while the office is open."""
        day = self.days.after(at.astimezone(LONDON).date(), days)
        return moment(day, _FIRST_HOUR + chance.randrange(_HOURS), chance.randrange(60))

    def before(self, deeds: Iterable[Deed], end: datetime | None = None) -> Iterator[Deed]:
        """Those that come before a moment and before the year is over; what builds on one left out comes later yet."""
        until = min(end or self.ends_at, self.ends_at)
        return (deed for deed in deeds if deed.at < until)
