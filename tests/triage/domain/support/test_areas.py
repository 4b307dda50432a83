"""Where it is not safe is kept by lists that can be compared, or sealed in words that a person compares."""

from typing import Any

import pytest

from services.triage.domain.support import commands as asked
from services.triage.domain.support.areas import (
    Spot,
    compare,
    lift_unsafe_area,
    name_unsafe_area,
    record_no_unsafe_area,
)
from services.triage.domain.support.events import UnsafeAreaNamed
from services.triage.domain.support.file import Area
from services.triage.domain.support.refusals import AreaNotListed, AreaOver, NotProtectedHere
from shared.kernel.personal import Place, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.support import (
    ABUSER,
    CHILD,
    VICTIM,
    a_case,
    after,
    asked_and_none,
    at,
    on_case,
    the_practice,
    unsafe,
)


def named(**area: Any) -> UnsafeAreaNamed:
    members = {"area_id": "area-1", "person_id": VICTIM, **area}
    command = asked.NameUnsafeArea.model_validate({**on_case(), **members})
    (fact,) = name_unsafe_area(command, a_case(), the_practice())
    assert isinstance(fact, UnsafeAreaNamed)
    return fact


def test_a_ward_stands_with_our_borough_and_words_under_her_key() -> None:
    ward = named(area="ward", ward="Abbey", borough="Camden", words="left over from a first try")
    assert (ward.borough, ward.ward, ward.words) == ("Merton", "Abbey", None)
    words = named(area="words", words=" by the station ", borough="Camden")
    assert (words.borough, words.words) == (None, private(VICTIM, Place, "by the station"))


@pytest.mark.parametrize(
    ("area", "refused"),
    [
        ({"area": "borough", "borough": "9 High Street"}, AreaNotListed),
        ({"area": "borough", "borough": "elsewhere"}, AreaNotListed),
        ({"area": "ward", "ward": "Camden"}, AreaNotListed),
        ({"area": "words", "words": "  "}, InvalidInput),
        ({"area": "words", "words": "x" * 501}, InvalidInput),
        ({"area": "borough", "borough": "Camden", "person_id": ABUSER}, NotProtectedHere),
    ],
)
def test_what_no_list_holds_is_no_area(area: dict[str, str], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        named(**area)


def test_a_ward_of_other_times_cannot_be_told_from_those_of_today() -> None:
    practice = the_practice().on(at(23).date())
    assert practice is not None
    old = Area(area_id="area-1", person_id=VICTIM, area="ward", borough="Merton", ward="Trinity")
    file = asked_and_none(a_case()).with_(areas=(old,))
    spot = Spot(borough="Merton", ward="Abbey", checked="not_checked")
    assert compare(file, VICTIM, spot, practice).found == "not_compared"


def test_an_adult_answers_for_herself_and_for_the_children_with_her() -> None:
    file, practice = asked_and_none(a_case()), the_practice().on(at(23).date())
    assert practice is not None
    spot = Spot(borough="Camden", ward=None, checked="clear")
    assert compare(file, CHILD, spot, practice).found == "clear"
    child_alone = a_case().with_(asked=frozenset({CHILD}))
    assert compare(child_alone, VICTIM, spot, practice).found == "not_asked"


def test_it_is_safe_again_once() -> None:
    file = unsafe(a_case(), borough="Camden")
    command = asked.LiftUnsafeArea(**on_case(), area_id="area-1", because="she_says_so")
    lifted = after(file, lift_unsafe_area(command, file))
    assert (lifted.areas, VICTIM in lifted.asked) == ((), True)
    with pytest.raises(AreaOver):
        lift_unsafe_area(command, lifted)


def test_that_nobody_named_a_place_is_kept_of_whoever_was_asked() -> None:
    with pytest.raises(NotProtectedHere):
        record_no_unsafe_area(asked.RecordNoUnsafeArea(**on_case(), person_id=ABUSER), a_case())
    assert asked_and_none(a_case()).asked == {VICTIM}
