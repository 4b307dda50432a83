"""What is known of a place while somebody speaks of it: where it lies, who lets it, how often it was reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from services.intake.domain.addresses import house, place_sign
from services.intake.domain.places import Gazetteer, Placed, local_day
from services.intake.domain.restricted import CodeOf, place_signs, shown_as
from services.intake.read_models.people import Seen, seen
from shared.kernel.clock import Clock
from shared.kernel.personal import Indexer

# The window of the Case Review's count: what lies further back is history, not a pattern.
_WINDOW = timedelta(days=182)


class Landlord(Protocol):
    """A registered provider of social housing."""

    @property
    def name(self) -> str: ...

    @property
    def registration(self) -> str: ...

    @property
    def tenure(self) -> str: ...


class Landlords(Protocol):
    """The registered providers by what people call them."""

    data_of: str

    def named(self, said: str | None) -> Landlord | None: ...


class Reading(Protocol):
    """Intake's views, read."""

    def reading(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """What the call screen says of a place, each a short sentence or "" where there is nothing to say.

    `where` is such as "Ward Wandle"; `same_place` "Same place: 3 reports since June"; `same_phone` likewise;
    `landlord` the landlord's registered name, `landlord_number`
    its number in the regulator's register.
    """

    placed: Placed
    where: str
    same_place: str
    same_phone: str
    landlord: str
    landlord_number: str | None = None


class Places:
    """Answers about places, from open data and the blind index; nothing that is asked is kept.

    `attribution` are the sentences the licences of the data ask for.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        landlords: Landlords,
        views: Reading,
        indexer: Indexer,
        clock: Clock,
        code_of: CodeOf,
        attribution: Sequence[str] = (),
    ) -> None:
        self._gazetteer, self._landlords = gazetteer, landlords
        self._views, self._indexer, self._clock, self._code_of = views, indexer, clock, code_of
        self.attribution = attribution

    def told(self, document: Mapping[str, Any], besides: str | None = None) -> PlaceTold:
        """What is known of a document's place so far; its members may be missing or unfinished.

        `besides` is the reference of a referral that does not count, being the one that is looked at.
        """
        place, reporter = document.get("location") or {}, document.get("reporter") or {}
        code = self._code_of(place_signs(place))
        if code is not None:
            # A place that nobody may find is neither looked up nor counted.
            place = {}
        placed = self._gazetteer.placed(place.get("postcode"), local_day(self._clock()))
        landlord = self._landlords.named((document.get("facts") or {}).get("landlord"))
        return PlaceTold(
            placed=placed,
            where=shown_as(code) if code is not None else where(placed, place.get("postcode")),
            same_place=self._same_place(place, besides),
            same_phone=_reports("Same phone", self._seen("phone", reporter.get("phone"), besides)),
            landlord=landlord.name if landlord is not None else "",
            landlord_number=landlord.registration if landlord is not None else None,
        )

    def landlord_number(self, document: Mapping[str, Any]) -> str | None:
        """The number in the regulator's register of the landlord that was named; None where none is recognised."""
        landlord = self._landlords.named((document.get("facts") or {}).get("landlord"))
        return landlord.registration if landlord is not None else None

    def answers(self, place: Mapping[str, Any]) -> dict[str, str]:
        """What the place itself answers, until somebody says otherwise."""
        within = self._gazetteer.placed(place.get("postcode"), local_day(self._clock())).in_borough
        return {} if within is None else {"in_borough": "yes" if within else "no"}

    def _same_place(self, place: Mapping[str, Any], besides: str | None) -> str:
        """By the nearest sign that is given: the property's number, else the house, else the postcode."""
        home = place_sign(house(place.get("address"), place.get("postcode")))
        for sign, typed, says in (
            ("uprn", place.get("uprn"), "Same place"),
            ("place", home, "Same place"),
            ("postcode", place.get("postcode"), "Same postcode"),
        ):
            if typed and (told := _reports(says, self._seen(sign, typed, besides))):
                return told
        return ""

    def _seen(self, sign: str, typed: str | None, besides: str | None) -> Seen:
        if not typed:
            return Seen(0, None)
        with self._views.reading() as connection:
            return seen(connection, self._indexer, sign, typed, self._clock() - _WINDOW, besides)


def where(placed: Placed, typed: str | None) -> str:
    """Where a postcode lies, in words; "" where none was given."""
    if not typed:
        return ""
    if placed.ward is not None:
        return f"Ward {placed.ward.name}"
    if placed.in_borough:
        return "In this borough"
    if placed.in_borough is None:
        return "Not known whether this postcode is in the borough: ask"
    return f"Outside this borough: {placed.borough}" if placed.borough else "Outside this borough"


def _reports(says: str, found: Seen) -> str:
    if found.first is None:
        return ""
    first = local_day(found.first)
    return f"{says}: {found.referrals} report{'' if found.referrals == 1 else 's'} since {first:%B}"
