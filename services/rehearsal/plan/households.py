"""The households behind the MARAC's cases: who suffers, who does harm, which children; and who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from services.panels.domain.values.sittings import a_year_after
from services.rehearsal.plan.invented import Invented, Person
from services.rehearsal.plan.listings import Listing
from services.rehearsal.plan.year import LONDON

# Of a hundred households; 1.24 children a case, as in the national figures for 2024.
_CHILDREN = (0,) * 38 + (1,) * 22 + (2,) * 23 + (3,) * 12 + (4,) * 5
_CHILDREN_A_CASE = 1.24
# In how many of a hundred households each is so; the national figures give 6.4 % of men and 1.3 % of 16 and 17.
_MEN, _YOUNG_VICTIMS, _YOUNG_PERPETRATORS = 6, 1.3, 1.2
# In the system's first months most repeats were heard before it; after that many days nearly none were.
_KNOWN_AFTER = timedelta(days=240)
_MOST_HEARINGS = 3


@dataclass(slots=True)
class Household:
    """One victim's story, growing with every hearing. `referred_on` are the days she was referred to the MARAC."""

    victim: Person
    perpetrator: Person
    home: dict[str, Any]
    children: list[dict[str, Any]]
    referred_on: list[date] = field(default_factory=list)
    heard_on: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A listing with the household it is for, and the day of the MARAC referral before it, if it is a repeat."""

    listing: Listing
    household: Household
    last_referred_on: date | None


def hearings(listings: Sequence[Listing], invented: Invented, random: Random) -> list[Hearing]:
    """A household for each listing, in their order: a repeat is a household that came before, wherever one has."""
    families = Families(invented, random)
    known: list[Household] = []
    found: list[Hearing] = []
    children = 0
    for listing in listings:
        day = listing.referred_at.astimezone(LONDON).date()
        wanted = _CHILDREN_A_CASE * (len(found) + 1) - children
        began = listings[0].referred_at.astimezone(LONDON).date()
        back = _one_back(known, day, wanted, (day - began) / _KNOWN_AFTER, random) if listing.repeat else None
        household = back or families.another(day)
        last = household.referred_on[-1] if back else _before_us(day, random) if listing.repeat else None
        if back is None:
            known.append(household)
        household.referred_on.append(day)
        household.heard_on = listing.heard.sitting.day if listing.heard else None
        if listing.entry == "emergency":
            household.heard_on = day + timedelta(days=7)
        children += len(household.children)
        found.append(Hearing(listing, household, last))
    return found


def _one_back(known: Sequence[Household], day: date, wanted: float, share: float, random: Random) -> Household | None:
    """A household heard before; of a few, the one that keeps the number of children a case steady."""
    ready = [
        each
        for each in known
        if each.heard_on is not None
        and each.heard_on < day <= a_year_after(each.referred_on[-1])
        and len(each.referred_on) < _MOST_HEARINGS
    ]
    if not ready or random.random() > share:
        return None
    few = random.sample(ready, min(6, len(ready)))
    return min(few, key=lambda each: abs(len(each.children) - wanted))


def _before_us(day: date, random: Random) -> date:
    return day - timedelta(days=random.randint(25, 320))


class Families:
    """Invents households."""

    def __init__(self, invented: Invented, random: Random) -> None:
        self._invented = invented
        self._random = random
        self._deck: list[int] = []

    def another(self, day: date) -> Household:
        """One that nobody has heard of before this day."""
        invented, happens = self._invented, self._happens
        age = (16, 17) if happens(_YOUNG_VICTIMS) else (18, 66)
        victim = (invented.man if happens(_MEN) else invented.woman)(day, *age)
        other = (16, 17) if happens(_YOUNG_PERPETRATORS) else (19, 68)
        perpetrator = (invented.woman if happens(_MEN) else invented.man)(day, *other)
        number = self._children() if age[0] >= 18 else 0
        home = invented.home(invented.ward(busier=0.2))
        return Household(victim, perpetrator, home, [invented.child_of(victim, day) for _ in range(number)])

    def _children(self) -> int:
        if not self._deck:
            self._deck = self._random.sample(_CHILDREN, len(_CHILDREN))
        return self._deck.pop()

    def _happens(self, percent: float) -> bool:
        return self._random.random() * 100 < percent
