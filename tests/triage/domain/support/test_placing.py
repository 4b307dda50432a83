"""Nobody is placed where it is not safe, or where nobody knows, without a named reason; and a place is a code."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.triage.domain.support import commands as asked
from services.triage.domain.support.areas import lift_unsafe_area
from services.triage.domain.support.events import PlacementEnded, PlacementMade
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.placing import end_placement, make_placement, stays_not_safe
from services.triage.domain.support.refusals import (
    AreaNotListed,
    AskFirstWhereItIsNotSafe,
    DayInFuture,
    LeftBeforeComing,
    NotProtectedHere,
    PlacementOver,
    PlaceNotCompared,
    PlaceNotSafe,
    RefugeByCodeOnly,
    StaysElsewhere,
)
from shared.kernel.refusals import Refusal
from tests.support.builders.support import (
    ABUSER,
    CHILD,
    VICTIM,
    a_case,
    a_place,
    after,
    asked_and_none,
    at,
    on_case,
    the_practice,
    unsafe,
)

REFUGE: dict[str, Any] = {"place": "refuge", "code": "R-7", "borough": None}
OURS: dict[str, Any] = {"borough": "Merton", "ward": "Abbey"}


def placed(file: SupportFile, **changes: Any) -> PlacementMade:
    (fact,) = make_placement(a_place(**changes), file, the_practice())
    assert isinstance(fact, PlacementMade)
    return fact


def test_before_anybody_asked_where_it_is_not_safe_no_place_is_safe() -> None:
    with pytest.raises(AskFirstWhereItIsNotSafe):
        placed(a_case())
    made = placed(a_case(), despite="nowhere_else_tonight")
    assert (made.found, made.despite) == ("not_asked", "nowhere_else_tonight")
    assert placed(asked_and_none(a_case())).found == "clear"


@pytest.mark.parametrize(
    ("area", "place", "refused"),
    [
        pytest.param({"borough": "Camden"}, {}, PlaceNotSafe, id="the borough is not safe"),
        pytest.param({"borough": "Lambeth"}, {}, None, id="another borough is not safe"),
        pytest.param({"borough": "Merton"}, OURS, PlaceNotSafe, id="a ward of a borough that is not safe"),
        pytest.param({"ward": "Abbey"}, OURS, PlaceNotSafe, id="the ward is not safe"),
        pytest.param({"ward": "Hillside"}, OURS, None, id="another ward is not safe"),
        pytest.param({"ward": "Hillside"}, {}, None, id="a ward of ours, and a place elsewhere"),
        pytest.param(
            {"ward": "Hillside"},
            {"borough": "Merton", "checked": "not_checked"},
            PlaceNotCompared,
            id="a ward of ours, and nobody knows in which the place lies",
        ),
        pytest.param({"words": "by the station"}, {"checked": "not_checked"}, PlaceNotCompared, id="words, and nobody"),
        pytest.param({"words": "by the station"}, {}, None, id="words, compared by somebody who knows it"),
        pytest.param({"borough": "Lambeth"}, {"checked": "not_safe"}, PlaceNotSafe, id="whoever knows it says so"),
        pytest.param(
            {"borough": "Lambeth"}, {**REFUGE, "checked": "not_checked"}, PlaceNotCompared, id="a refuge not asked"
        ),
        pytest.param({"borough": "Lambeth"}, REFUGE, None, id="a refuge that was asked"),
        pytest.param({"borough": "Lambeth"}, {**REFUGE, "checked": "not_safe"}, PlaceNotSafe, id="a refuge says so"),
        pytest.param({"borough": "Lambeth"}, {"borough": "elsewhere", "checked": "not_checked"}, None, id="far away"),
        pytest.param(
            {"borough": "Lambeth"}, {"borough": None, "checked": "not_checked"}, PlaceNotCompared, id="no borough said"
        ),
    ],
)
def test_a_place_is_compared_with_each_area(area: Any, place: Any, refused: type[Refusal] | None) -> None:
    file = unsafe(a_case(), **area)
    if refused is None:
        assert (placed(file, **place).found, placed(file, **place).despite) == ("clear", None)
        return
    with pytest.raises(refused):
        placed(file, **place)
    made = placed(file, **place, despite="she_chooses_it_knowing")
    assert made.found == ("not_safe" if refused is PlaceNotSafe else "not_compared")
    assert made.despite == "she_chooses_it_knowing"


def test_what_is_not_safe_for_the_child_is_not_safe_for_the_mother_who_goes_with_it() -> None:
    file = unsafe(asked_and_none(a_case()), person_id=CHILD, borough="Camden")
    with pytest.raises(PlaceNotSafe):
        placed(file)
    assert placed(file, despite="police_advise_it").area_ids == ("area-1",)


def test_a_reason_that_was_not_needed_is_not_kept() -> None:
    assert placed(asked_and_none(a_case()), despite="police_advise_it").despite is None


AREAS = st.lists(
    st.one_of(
        st.sampled_from(["Camden", "Lambeth", "Merton"]).map(lambda each: {"borough": each}),
        st.sampled_from(["Abbey", "Hillside"]).map(lambda each: {"ward": each}),
        st.just({"words": "where his mother lives"}),
    ),
    max_size=4,
)
SPOTS = st.sampled_from(
    [REFUGE, OURS, {"borough": "Merton"}, {"borough": "Camden"}, {"borough": "elsewhere"}, {"borough": None}]
)


@for_all(AREAS, SPOTS, st.sampled_from(["clear", "not_safe", "not_checked"]))
@settings(max_examples=60)
def test_whatever_is_known_nothing_unsafe_or_unknown_passes_in_silence(
    areas: list[dict[str, str]], spot: dict[str, Any], checked: str
) -> None:
    file = asked_and_none(a_case())
    for area in areas:
        file = unsafe(file, **area)
    made = placed(file, **spot, checked=checked, despite="she_chooses_it_knowing")
    mapped = spot["borough"]
    hit = any(
        (area.get("borough") == mapped is not None) or (area.get("ward") == spot.get("ward") is not None)
        for area in areas
    )
    unknown = bool(areas) and (mapped is None or any("words" in area for area in areas))
    unknown |= mapped == "Merton" and "ward" not in spot and any("ward" in area for area in areas)
    safe = not hit and checked != "not_safe" and (checked == "clear" or not unknown)
    assert (made.found == "clear") == safe
    if not safe:
        with pytest.raises((PlaceNotSafe, PlaceNotCompared)):
            placed(file, **spot, checked=checked)


def test_of_a_refuge_not_even_the_borough_is_kept() -> None:
    file = asked_and_none(a_case())
    with pytest.raises(RefugeByCodeOnly):
        placed(file, place="refuge", code="R-7")
    with pytest.raises(RefugeByCodeOnly):
        placed(file, **REFUGE, ward="Abbey")
    made = placed(file, **REFUGE, children=2)
    assert (made.code, made.borough, made.ward, made.children) == ("R-7", None, None, 2)


@pytest.mark.parametrize("code", ["9 High Street", "SW19 1AA", "R-7, Abbey", "R-", "REFUGE-77777", ""])
def test_a_place_has_a_code_and_no_field_that_takes_an_address(code: str) -> None:
    with pytest.raises(ValidationError):
        a_place(code=code)
    fields = asked.MakePlacement.model_fields.items()
    texts = {name for name, field in fields if field.annotation is str and not field.metadata}
    assert texts == {"referral_id", "by", "placement_id", "person_id"}


@pytest.mark.parametrize(
    "place",
    [{"borough": "9 High Street"}, {"borough": "Merton", "ward": "SW19"}, {"borough": "Camden", "ward": "Abbey"}],
)
def test_a_borough_or_ward_that_is_in_no_list_is_refused(place: dict[str, str]) -> None:
    with pytest.raises(AreaNotListed):
        placed(asked_and_none(a_case()), **place, despite="police_advise_it")


def test_somebody_stays_in_one_place_until_they_left_it() -> None:
    file = asked_and_none(a_case())
    file = after(file, [placed(file)])
    with pytest.raises(StaysElsewhere):
        placed(file, placement_id="placement-2")
    leaving = {"placement_id": "placement-1", "because": "moved_on"}
    with pytest.raises(DayInFuture):
        end_placement(asked.EndPlacement(**on_case(), **leaving, ended_on=at(24).date()), file)
    (stay,) = file.placements
    before = stay.starts_on - timedelta(days=1)
    with pytest.raises(LeftBeforeComing):
        end_placement(asked.EndPlacement(**on_case(), **leaving, ended_on=before), file)
    mistaken = leaving | {"because": "recorded_by_mistake"}
    assert end_placement(asked.EndPlacement(**on_case(), **mistaken, ended_on=before), file)
    (left,) = end_placement(asked.EndPlacement(**on_case(), **leaving, ended_on=at(23).date()), file)
    assert isinstance(left, PlacementEnded)
    with pytest.raises(PlacementOver):
        end_placement(asked.EndPlacement(**on_case(), **leaving, ended_on=at(23).date()), after(file, [left]))


def test_a_place_that_becomes_unsafe_later_is_seen_until_it_is_safe_again() -> None:
    file = asked_and_none(a_case())
    file = after(file, [placed(file)])
    assert stays_not_safe(file) == []
    file = unsafe(file, borough="Camden")
    assert [each.placement_id for each in stays_not_safe(file)] == ["placement-1"]
    lifted = lift_unsafe_area(asked.LiftUnsafeArea(**on_case(), area_id="area-1", because="police_say_so"), file)
    assert stays_not_safe(after(file, lifted)) == []


def test_whoever_does_the_harm_is_placed_nowhere() -> None:
    with pytest.raises(NotProtectedHere):
        placed(asked_and_none(a_case()), person_id=ABUSER)
    assert placed(asked_and_none(a_case()), person_id=VICTIM).person_id == VICTIM
