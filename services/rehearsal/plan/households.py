"""The households behind the MARAC's cases: who suffers, who does harm, which children; and who comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from services.panels.domain.values.sittings import a_year_after
from services.rehearsal.plan.invented import Invented, Person, age_on
from services.rehearsal.plan.listings import Listing
from services.rehearsal.plan.places import Home
from services.rehearsal.plan.year import LONDON

Relation = Literal["together", "apart", "son"]
"""Partners under one roof, former partners, or a son who does harm to his parent."""

# Of a hundred households; 1.24 children a case, as in the national figures for 2024.
_CHILDREN = (0,) * 38 + (1,) * 22 + (2,) * 23 + (3,) * 12 + (4,) * 5
_CHILDREN_A_CASE = 1.24
# In how many of a hundred households each is so; the national figures give 6.4 % of men and 1.3 % of 16 and 17.
_MEN, _YOUNG_VICTIMS, _YOUNG_PERPETRATORS, _SAME_SEX = 6, 1.3, 1.2, 3
_SONS, _APART = 14, 52
_OLD_ENOUGH_FOR_A_SON, _PARENT_AT = 40, 20
# In the system's first months most repeats were heard before it; after that many days nearly none were.
_KNOWN_AFTER = timedelta(days=240)
_MOST_HEARINGS = 3


@dataclass(slots=True)
class Household:
    """One victim's story, growing with every hearing. `referred_on` are the days she was referred to the MARAC."""

    victim: Person
    perpetrator: Person
    relation: Relation
    home: Home
    mobile: str
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
        if self._happens(_YOUNG_PERPETRATORS):
            return self._household(day, "son", (36, 52), (16, 17), 0)
        if self._happens(_YOUNG_VICTIMS):
            return self._household(day, "apart", (16, 17), (18, 22), 0)
        number = self._children()
        ages = (19 + 2 * number, 50) if number else (18, 66)
        return self._household(day, None, ages, None, number)

    def _household(
        self, day: date, relation: Relation | None, ages: tuple[int, int], others: tuple[int, int] | None, number: int
    ) -> Household:
        """What is not given follows from how old the victim is."""
        invented = self._invented
        victim = (invented.man if self._happens(_MEN) else invented.woman)(day, *ages)
        age = age_on(victim.born, day)
        relation = relation or self._relation(age)
        other = self._perpetrator(victim, relation, day, others or _fitting(relation, age))
        home, children = invented.home(busier=0.2), invented.children_of(victim, day, number)
        return Household(victim, other, relation, home, invented.mobile(), children)

    def _relation(self, age: int) -> Relation:
        if age >= _OLD_ENOUGH_FOR_A_SON and self._happens(_SONS):
            return "son"
        return "apart" if self._happens(_APART) else "together"

    def _perpetrator(self, victim: Person, relation: Relation, day: date, ages: tuple[int, int]) -> Person:
        if relation == "son":
            return self._invented.man(day, *ages, family=victim.family_name)
        woman = victim.woman if self._happens(_SAME_SEX) else not victim.woman
        return (self._invented.woman if woman else self._invented.man)(day, *ages)

    def _children(self) -> int:
        if not self._deck:
            self._deck = self._random.sample(_CHILDREN, len(_CHILDREN))
        return self._deck.pop()

    def _happens(self, percent: float) -> bool:
        return self._random.random() * 100 < percent


def _fitting(relation: Relation, age: int) -> tuple[int, int]:
    """The ages a son may have, or somebody's partner."""
    return (18, age - _PARENT_AT) if relation == "son" else (max(18, age - 7), age + 11)
