"""The borough's geography: each street in one ward, with postcodes by runs of houses, so that neighbours share them."""

from dataclasses import dataclass
from random import Random
from typing import Any

from services.rehearsal.plan.names import SECTORS, STREETS, WARDS

_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_HOUSES, _HOUSES_A_POSTCODE, _FLATS = 180, 30, 48
_POSTCODES_A_STREET = _HOUSES // _HOUSES_A_POSTCODE


@dataclass(frozen=True, slots=True)
class Home:
    """A house or flat in a street of the borough."""

    street: str
    number: int
    flat: int | None

    @property
    def ward(self) -> str:
        """Where the street lies."""
        return WARDS[STREETS.index(self.street) % len(WARDS)]

    @property
    def address(self) -> str:
        """As people give it."""
        house = f"{self.number} {self.street}"
        return house if self.flat is None else f"Flat {self.flat}, {house}"

    @property
    def outside(self) -> str:
        """How people give a place in the street in front of it."""
        return f"Outside {self.number} {self.street}"

    @property
    def postcode(self) -> str:
        """The same for a run of houses, and no other street's."""
        sector = SECTORS[WARDS.index(self.ward) % len(SECTORS)]
        unit = STREETS.index(self.street) * _POSTCODES_A_STREET + (self.number - 1) // _HOUSES_A_POSTCODE
        high, low = divmod(unit, len(_POSTCODE_LETTERS))
        return f"{sector}{_POSTCODE_LETTERS[high]}{_POSTCODE_LETTERS[low]}"

    @property
    def next_door(self) -> "Home":
        """The flat beside it, or the next house on its side of the street."""
        if self.flat is not None:
            return Home(self.street, self.number, self.flat + 1)
        return Home(self.street, self.number - 2 if self.number > 2 else self.number + 2, None)

    def location(self, address: str | None = None) -> dict[str, Any]:
        """As a referral's document gives it."""
        return {"address": address or self.address, "postcode": self.postcode, "ward": self.ward}


def somewhere_in(ward: str, random: Random) -> Home:
    """A home in a ward, whether or not somebody lives there already."""
    streets = [street for place, street in enumerate(STREETS) if WARDS[place % len(WARDS)] == ward]
    flat = random.randint(1, _FLATS) if random.random() < 0.45 else None
    return Home(random.choice(streets), random.randint(1, _HOUSES), flat)
