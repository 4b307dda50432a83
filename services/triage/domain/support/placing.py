"""Where somebody stays, by code alone; a place that is not safe, or not known to be, needs a named reason."""

from collections.abc import Mapping, Sequence

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support import areas
from services.triage.domain.support.areas import Found, Spot, compare
from services.triage.domain.support.commands import EndPlacement, MakePlacement
from services.triage.domain.support.events import PlacementEnded, PlacementMade
from services.triage.domain.support.file import Placement, SupportFile, ids, protects, supported
from services.triage.domain.support.practice import NOT_IN_LIST, SupportPractice
from services.triage.domain.support.refusals import (
    AreaNotListed,
    AskFirstWhereItIsNotSafe,
    DayInFuture,
    LeftBeforeComing,
    NoLawThatDay,
    PlacementOver,
    PlaceNotCompared,
    PlaceNotSafe,
    RefugeByCodeOnly,
    StaysElsewhere,
)
from shared.kernel.messages import Fact
from shared.kernel.refusals import Refusal

REFUGE = "refuge"
_REFUSED: dict[str, type[Refusal]] = {
    areas.NOT_SAFE: PlaceNotSafe,
    areas.NOT_COMPARED: PlaceNotCompared,
    areas.NOT_ASKED: AskFirstWhereItIsNotSafe,
}


def make_placement(command: MakePlacement, file: SupportFile, practice: InForce[SupportPractice]) -> Sequence[Fact]:
    """Refused where the check is not clear and nobody gave a reason; with one, both stand in the fact."""
    standing = protects(file, command.person_id)
    agreed = practice.on(day_of(command.at))
    if agreed is None:
        raise NoLawThatDay
    if file.stay_of(command.person_id) is not None:
        raise StaysElsewhere
    _refuse_unlisted(command, agreed)
    spot = Spot(borough=command.borough, ward=command.ward, checked=command.checked)
    found = compare(file, command.person_id, spot, agreed)
    if found.found in _REFUSED and command.despite is None:
        raise _REFUSED[found.found]
    return (_made(command, found, ids(standing)),)


def end_placement(command: EndPlacement, file: SupportFile) -> Sequence[Fact]:
    """They left."""
    standing = supported(file)
    placement = next((each for each in file.placements if each.placement_id == command.placement_id), None)
    if placement is None:
        raise PlacementOver
    if command.ended_on > day_of(command.at):
        raise DayInFuture
    # One that was recorded by mistake never began.
    if command.ended_on < placement.starts_on and command.because != "recorded_by_mistake":
        raise LeftBeforeComing
    return (
        PlacementEnded(
            placement_id=command.placement_id, ended_on=command.ended_on, because=command.because, **ids(standing)
        ),
    )


def stays_not_safe(file: SupportFile) -> list[Placement]:
    """Places in which somebody stays though one of the areas named since covers them and nobody said why.

    What cannot be told from a borough and a ward is asked anew when the plan is looked at after an area was named.
    """
    return [
        place
        for place in file.placements
        if place.despite is None
        and place.borough is not None
        and any(each.borough == place.borough and each.ward in (None, place.ward) for each in file.areas)
    ]


def _made(command: MakePlacement, found: Found, about: Mapping[str, str]) -> PlacementMade:
    return PlacementMade(
        referral_id=about["referral_id"],
        reference=about["reference"],
        placement_id=command.placement_id,
        person_id=command.person_id,
        place=command.place,
        code=command.code,
        borough=command.borough,
        ward=command.ward,
        outside=command.outside,
        children=command.children,
        starts_on=command.starts_on,
        found=found.found,
        area_ids=found.area_ids,
        despite=command.despite if found.found != areas.CLEAR else None,
        placed_by=command.by,
    )


def _refuse_unlisted(command: MakePlacement, practice: SupportPractice) -> None:
    if command.place == REFUGE:
        if command.borough is not None or command.ward is not None:
            raise RefugeByCodeOnly
        return
    if command.borough not in (*practice.boroughs, NOT_IN_LIST, None):
        raise AreaNotListed
    if command.ward is not None and (command.borough != practice.borough or command.ward not in practice.wards):
        raise AreaNotListed
