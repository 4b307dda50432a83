"""Where a postcode lies on a given day: in which ward, and whether in the borough; worked out, never said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.intake.domain.values import postcode

_LOCAL = ZoneInfo("Europe/London")

Outline = Sequence[tuple[float, float]]
"""A ring of points, longitude and latitude; the last is joined to the first."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward while it is in force: names are used again for other outlines, so the code says which one it is."""

    code: str
    name: str
    first_day: date
    last_day: date | None = None
    outlines: Sequence[Outline] = ()

    def stands_on(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Known:
    """What the open data says of one postcode: whose it is, its newest ward and where it lies; None is not told."""

    lad_code: str
    ward_code: str | None = None
    long: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a postcode lies; None is not known. `borough` is the council's name, where it is told.

    `data_of` is the month of the data, "2025-10".
    """

    in_borough: bool | None
    ward: Ward | None
    borough: str | None
    data_of: str


class Gazetteer:
    """The borough's postcodes and wards. A postcode that is new or has gone is not known, and no guess is made."""

    def __init__(
        self,
        borough: str,
        data_of: str,
        postcodes: Mapping[str, Known],
        wards: Sequence[Ward],
        boroughs: Mapping[str, str],
    ) -> None:
        self.data_of = data_of
        self._borough, self._postcodes, self._boroughs = borough, postcodes, boroughs
        self._wards = {ward.code: ward for ward in wards}
        # A postcode of a district that reaches nowhere into the borough is outside, whether or not it is listed.
        self._districts = {_district(each) for each, known in postcodes.items() if known.lad_code == borough}

    def placed(self, typed: str | None, day: date) -> Placed:
        """Where a postcode, however typed, lay on a day."""
        normal = postcode(typed)
        if normal is None:
            return self._unknown()
        known = self._postcodes.get(normal)
        if known is not None:
            inside = known.lad_code == self._borough
            ward = self._ward(known, day) if inside else None
            return Placed(inside, ward, self._boroughs.get(known.lad_code), self.data_of)
        if _district(normal) in self._districts:
            return self._unknown()
        return Placed(False, None, None, self.data_of)

    def _unknown(self) -> Placed:
        return Placed(None, None, None, self.data_of)

    def _ward(self, known: Known, day: date) -> Ward | None:
        """The ward of the data where it was in force then, else the one of that day in whose outline the place lies."""
        newest = self._wards.get(known.ward_code or "")
        if newest is not None and newest.stands_on(day):
            return newest
        if known.long is None or known.lat is None:
            return None
        standing = (ward for ward in self._wards.values() if ward.stands_on(day))
        return next((ward for ward in standing if _within(known.long, known.lat, ward.outlines)), None)


def local_day(moment: datetime) -> date:
    """The day it was here."""
    return moment.astimezone(_LOCAL).date()


def _district(normal: str) -> str:
    return normal.partition(" ")[0]


def _within(long: float, lat: float, outlines: Sequence[Outline]) -> bool:
    return any(_inside(long, lat, outline) for outline in outlines)


def _inside(long: float, lat: float, outline: Outline) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > lat) != (y2 > lat) and long < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
