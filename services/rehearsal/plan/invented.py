"""Invents people, homes and numbers, each once: the same in the same order for the same year."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from services.rehearsal.plan.names import BUSIER_WARDS, FAMILY, FEMALE, LANDLINE, MALE, MOBILE, WARDS
from services.rehearsal.plan.places import Home, somewhere_in
from services.rehearsal.plan.year import DAY, months_after

_DRAMA_NUMBERS = 1000
# A parent's age when a child is born.
_YOUNGEST_PARENT, _OLDEST_PARENT, _OLDEST_CHILD = 18, 44, 17
_YEARS_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist; the e-mail address leads nowhere."""

    full_name: str
    woman: bool
    born: date
    email: str

    @property
    def family_name(self) -> str:
        """The name her children bear too."""
        return self.full_name.rsplit(" ", 1)[1]


class Invented:
    """A source of people and places; nobody comes twice, nobody lives where another does.

    A telephone number comes twice only after all that Ofcom keeps free were given out.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._named: set[str] = set()
        self._homes: set[str] = set()
        self._mobiles, self._landlines = _dealt(MOBILE, random), _dealt(LANDLINE, random)

    def woman(self, on: date, youngest: int = 18, oldest: int = 74) -> Person:
        """A woman of an age on a day."""
        return self._person(True, on, youngest, oldest)

    def man(self, on: date, youngest: int = 18, oldest: int = 74, family: str | None = None) -> Person:
        """A man of an age on a day; of a family, if he belongs to one already invented."""
        return self._person(False, on, youngest, oldest, family)

    def anybody(self, on: date, youngest: int = 18, oldest: int = 84) -> Person:
        """A woman or a man."""
        return self._person(self._random.random() < 0.55, on, youngest, oldest)

    def mobile(self) -> str:
        """A number that nobody else has."""
        return next(self._mobiles)

    def landline(self) -> str:
        """The same for a desk."""
        return next(self._landlines)

    def children_of(self, parent: Person, on: date, count: int) -> list[dict[str, Any]]:
        """Children as a referral names them, the eldest first; as many as the parent is old enough to have."""
        age = age_on(parent.born, on)
        possible = range(max(0, age - _OLDEST_PARENT), min(_OLDEST_CHILD, age - _YOUNGEST_PARENT) + 1, _YEARS_BETWEEN)
        ages = sorted(self._random.sample(possible, min(count, len(possible))), reverse=True)
        firsts = self._random.sample(FEMALE + MALE, len(ages))
        return [
            {
                "roles": ["child"],
                "full_name": f"{first} {parent.family_name}",
                "date_of_birth": self._born(on, years, years).isoformat(),
            }
            for first, years in zip(firsts, ages, strict=True)
        ]

    def home(self, busier: float = 0.0) -> Home:
        """Somewhere in the borough; with the chance `busier` in one of the five busiest wards."""
        random = self._random
        ward = random.choice(BUSIER_WARDS if random.random() < busier else WARDS)
        while (home := somewhere_in(ward, random)).address in self._homes:
            pass
        self._homes |= {home.address, home.next_door.address}
        return home

    def _person(self, woman: bool, on: date, youngest: int, oldest: int, family: str | None = None) -> Person:
        random, firsts = self._random, FEMALE if woman else MALE
        while (name := f"{random.choice(firsts)} {family or random.choice(FAMILY)}") in self._named:
            pass
        self._named.add(name)
        return Person(name, woman, self._born(on, youngest, oldest), f"{_letters(name)}@example.org")

    def _born(self, on: date, youngest: int, oldest: int) -> date:
        """So that the age on the day is within the bounds."""
        age = self._random.randint(youngest, oldest)
        return months_after(on, -12 * age) - DAY * self._random.randint(1, 360)


def age_on(born: date, day: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _dealt(pattern: str, random: Random) -> Iterator[str]:
    while True:
        for number in random.sample(range(_DRAMA_NUMBERS), _DRAMA_NUMBERS):
            yield pattern.format(number)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(" ", ".")
