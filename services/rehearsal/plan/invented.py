"""Invents people and places, each once: the same in the same order for the same year."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from services.rehearsal.plan.names import (
    BUSIER_WARDS,
    FAMILY,
    FEMALE,
    LANDLINE,
    MALE,
    MOBILE,
    SECTORS,
    STREETS,
    WARDS,
)
from services.rehearsal.plan.year import months_after

_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `mobile` and `email` lead nowhere."""

    full_name: str
    born: date
    mobile: str
    landline: str
    email: str

    @property
    def family_name(self) -> str:
        """The name a child of hers bears too."""
        return self.full_name.rsplit(" ", 1)[1]


class Invented:
    """A source of people and places; nobody comes twice."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._named: set[str] = set()

    def woman(self, on: date, youngest: int = 18, oldest: int = 74) -> Person:
        """A woman of an age on a day."""
        return self._person(FEMALE, on, youngest, oldest)

    def man(self, on: date, youngest: int = 18, oldest: int = 74) -> Person:
        """A man of an age on a day."""
        return self._person(MALE, on, youngest, oldest)

    def anybody(self, on: date, youngest: int = 18, oldest: int = 84) -> Person:
        """A woman or a man."""
        return self._person(FEMALE if self._random.random() < 0.55 else MALE, on, youngest, oldest)

    def child_of(self, parent: Person, on: date) -> dict[str, Any]:
        """A child as a referral names it."""
        first = self._random.choice(FEMALE + MALE)
        born = self._born(on, 0, 17)
        return {"roles": ["child"], "full_name": f"{first} {parent.family_name}", "date_of_birth": born.isoformat()}

    def home(self, ward: str | None = None) -> dict[str, Any]:
        """A place as a referral gives it."""
        random = self._random
        flat = f"Flat {random.randint(1, 48)}, " if random.random() < 0.45 else ""
        letters = "".join(random.choice(_POSTCODE_LETTERS) for _ in range(2))
        return {
            "address": f"{flat}{random.randint(1, 180)} {random.choice(STREETS)}",
            "postcode": f"{random.choice(SECTORS)}{letters}",
            "ward": ward or self.ward(),
        }

    def ward(self, busier: float = 0.0) -> str:
        """A ward; with the chance `busier` one of the five busiest."""
        return self._random.choice(BUSIER_WARDS if self._random.random() < busier else WARDS)

    def _person(self, firsts: list[str], on: date, youngest: int, oldest: int) -> Person:
        random = self._random
        while (name := f"{random.choice(firsts)} {random.choice(FAMILY)}") in self._named:
            pass
        self._named.add(name)
        return Person(
            full_name=name,
            born=self._born(on, youngest, oldest),
            mobile=MOBILE.format(random.randrange(1000)),
            landline=LANDLINE.format(random.randrange(1000)),
            email=f"{_letters(name)}@example.org",
        )

    def _born(self, on: date, youngest: int, oldest: int) -> date:
        """So that the age on the day is within the bounds."""
        age = self._random.randint(youngest, oldest)
        return months_after(on, -12 * age - self._random.randint(1, 11))


def age_on(born: date, day: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(" ", ".")
