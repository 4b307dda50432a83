"""Where it is not safe for somebody, and whether a place lies there; what nobody knows is never called safe."""

from collections.abc import Sequence

import msgspec

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.support.commands import LiftUnsafeArea, NameUnsafeArea, RecordNoUnsafeArea
from services.triage.domain.support.events import UnsafeAreaLifted, UnsafeAreaNamed, UnsafeAreasAsked
from services.triage.domain.support.file import Area, SupportFile, ids, protects, supported
from services.triage.domain.support.practice import NOT_IN_LIST, SupportPractice
from services.triage.domain.support.refusals import AreaNotListed, AreaOver
from shared.kernel.messages import Fact
from shared.kernel.personal import Place, private
from shared.kernel.refusals import FieldError, InvalidInput

CLEAR, NOT_SAFE, NOT_COMPARED, NOT_ASKED = "clear", "not_safe", "not_compared", "not_asked"
_LONGEST = 500


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a place lies, as far as that may be known, and what whoever knows it says of the unsafe areas."""

    borough: str | None
    ward: str | None
    checked: str


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison gave, with the areas that made it so."""

    found: str
    area_ids: tuple[str, ...] = ()


def record_no_unsafe_area(command: RecordNoUnsafeArea, file: SupportFile) -> Sequence[Fact]:
    """That somebody was asked is worth keeping: not asked is never safe."""
    standing = protects(file, command.person_id)
    return (UnsafeAreasAsked(person_id=command.person_id, **ids(standing)),)


def name_unsafe_area(command: NameUnsafeArea, file: SupportFile, practice: InForce[SupportPractice]) -> Sequence[Fact]:
    """A borough, one of our wards, or a place in words, which a person must compare."""
    standing = protects(file, command.person_id)
    agreed = practice.on(day_of(command.at))
    borough = ward = words = None
    if command.area == "words":
        words = private(command.person_id, Place, _in_words(command))
    elif agreed is None or not _listed(command, agreed):
        raise AreaNotListed
    else:
        borough = agreed.borough if command.area == "ward" else command.borough
        ward = command.ward if command.area == "ward" else None
    named = UnsafeAreaNamed(
        area_id=command.area_id,
        person_id=command.person_id,
        area=command.area,
        borough=borough,
        ward=ward,
        words=words,
        **ids(standing),
    )
    return (named,)


def lift_unsafe_area(command: LiftUnsafeArea, file: SupportFile) -> Sequence[Fact]:
    """It is safe there again."""
    standing = supported(file)
    if command.area_id not in {each.area_id for each in file.areas}:
        raise AreaOver
    return (UnsafeAreaLifted(area_id=command.area_id, because=command.because, **ids(standing)),)


def compare(file: SupportFile, person_id: str, spot: Spot, practice: SupportPractice) -> Found:
    """Whether a place lies where it is not safe for anybody at risk in this case: a family moves together."""
    if not _was_asked(file, person_id):
        return Found(found=NOT_ASKED)
    by_map = {each.area_id: _lies_in(each, spot, practice) for each in file.areas}
    if hit := tuple(area_id for area_id, lies in by_map.items() if lies is True):
        return Found(found=NOT_SAFE, area_ids=hit)
    if spot.checked == "not_safe":
        return Found(found=NOT_SAFE)
    open_ones = tuple(area_id for area_id, lies in by_map.items() if lies is None)
    if open_ones and spot.checked != CLEAR:
        return Found(found=NOT_COMPARED, area_ids=open_ones)
    return Found(found=CLEAR)


def _lies_in(area: Area, spot: Spot, practice: SupportPractice) -> bool | None:
    """True, False, or None where it takes somebody who knows the place."""
    if area.borough is None or spot.borough is None:
        return None
    if area.borough != spot.borough:
        return False
    if area.ward is None:
        return True
    if area.ward == spot.ward:
        return True
    # Wards change their names and outlines: one of another time cannot be told from those of today.
    known = spot.ward in practice.wards and area.ward in practice.wards
    return False if known else None


def _was_asked(file: SupportFile, person_id: str) -> bool:
    """Of a child whoever was asked for herself was asked too; an adult answers for herself alone."""
    roles = {each.person_id: set(each.roles) for each in supported(file).referral.people}
    child = "child" in roles.get(person_id, ()) and "victim" not in roles[person_id]
    return bool(file.asked) if child else person_id in file.asked


def _listed(command: NameUnsafeArea, practice: SupportPractice) -> bool:
    if command.area == "ward":
        return command.ward in practice.wards
    return command.borough in practice.boroughs and command.borough != NOT_IN_LIST


def _in_words(command: NameUnsafeArea) -> str:
    text = command.words.strip()
    if not text:
        raise InvalidInput([FieldError("/words", "missing", "Describe the place.")])
    if len(text) > _LONGEST:
        raise InvalidInput([FieldError("/words", "too_long", f"Use at most {_LONGEST} characters.")])
    return text
