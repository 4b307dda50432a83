"""A household: who belongs to it from when to when, said one after the other, and never with an address."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from services.triage.domain.family.commands import EndMembership, NameMember, RecordTrio, TakeBackMember
from services.triage.domain.family.events import (
    FAMILY_FACTS,
    HouseholdMemberLeft,
    HouseholdMemberNamed,
    HouseholdMemberTakenBack,
    TrioRecorded,
)
from services.triage.domain.family.household import (
    HOUSEHOLD,
    end_membership,
    name_member,
    record_trio,
    take_back_member,
)
from services.triage.domain.family.refusals import ChildrenHaveNoTrio, NotAMember, PersonNotInReferral, StillAMember
from services.triage.domain.family.trio import from_text
from shared.kernel.personal import Unsealed
from shared.kernel.refusals import InvalidInput
from tests.support.scenario import given

NOW, TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC), date(2026, 11, 23)
IDS: dict[str, Any] = {"household_id": "household-1", "referral_id": "referral-1", "person_id": "person-1"}
SAID: dict[str, Any] = {"source": "self", "sure": "certain"}
OF: dict[str, Any] = {**IDS, "at": NOW, "people": frozenset({"person-1"})}


def named(**changes: Any) -> HouseholdMemberNamed:
    members = {"part": "adult", "from_on": date(2025, 4, 1), "until_on": None, **SAID}
    return HouseholdMemberNamed(**{**IDS, **members, **changes})


def naming(**changes: Any) -> NameMember:
    members = {"part": "adult", "from_on": date(2025, 4, 1), "until_on": None, "today": TODAY, **SAID}
    return NameMember(**{**OF, **members, **changes})


def test_somebody_is_named_with_who_said_so_and_how_sure() -> None:
    given(HOUSEHOLD).when(name_member, naming()).then(named())


def test_said_twice_it_is_said_once() -> None:
    given(HOUSEHOLD, named()).when(name_member, naming()).then_nothing()


def test_what_is_said_of_one_stay_anew_takes_the_place_of_what_was_said() -> None:
    state = given(HOUSEHOLD, named(), named(part="carer")).state
    assert [(each.part, each.from_on) for each in state.stays] == [("carer", date(2025, 4, 1))]


def test_a_second_stay_begins_only_when_the_first_is_over() -> None:
    again = naming(from_on=date(2026, 3, 1))
    given(HOUSEHOLD, named()).when(name_member, again).then_refused(StillAMember)
    left = HouseholdMemberLeft(**IDS, until_on=date(2026, 1, 1), **SAID)
    assert given(HOUSEHOLD, named(), left).when(name_member, again).then_facts()


def test_only_people_of_the_case_are_named() -> None:
    given(HOUSEHOLD).when(name_member, naming(people=frozenset())).then_refused(PersonNotInReferral)


@pytest.mark.parametrize(
    ("days", "pointer", "code"),
    [
        ({"from_on": date(2026, 11, 24)}, "/from_on", "in_future"),
        ({"until_on": date(2026, 11, 24)}, "/until_on", "in_future"),
        ({"until_on": date(2025, 3, 31)}, "/until_on", "before_start"),
    ],
)
def test_days_that_cannot_be_are_said_at_their_field(days: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        given(HOUSEHOLD).when(name_member, naming(**days)).then_facts()
    assert [(each.pointer, each.code) for each in wrong.value.errors] == [(pointer, code)]


def test_whoever_left_is_there_no_more_and_leaves_once() -> None:
    leaving = EndMembership(**OF, until_on=TODAY, today=TODAY, **SAID)
    left = HouseholdMemberLeft(**IDS, until_on=TODAY, **SAID)
    given(HOUSEHOLD, named()).when(end_membership, leaving).then(left)
    given(HOUSEHOLD, named(), left).when(end_membership, leaving).then_refused(NotAMember)
    given(HOUSEHOLD).when(end_membership, leaving).then_refused(NotAMember)


def test_nobody_leaves_before_they_came() -> None:
    leaving = EndMembership(**OF, until_on=date(2025, 3, 31), today=TODAY, **SAID)
    given(HOUSEHOLD, named()).when(end_membership, leaving).then_refused(InvalidInput)


def test_what_was_said_by_mistake_is_taken_back_whole() -> None:
    back = HouseholdMemberTakenBack(**IDS)
    given(HOUSEHOLD, named()).when(take_back_member, TakeBackMember(**OF)).then(back)
    assert given(HOUSEHOLD, named(), back).state.stays == ()
    given(HOUSEHOLD, named(), back).when(take_back_member, TakeBackMember(**OF)).then_refused(NotAMember)


def test_what_weighs_on_an_adult_is_sealed_under_her_own_key() -> None:
    asked = RecordTrio(**OF, alcohol="yes", drugs="unknown", mental_health="no", source="health")
    (fact,) = given(HOUSEHOLD, named()).when(record_trio, asked).then_facts()
    assert isinstance(fact, TrioRecorded)
    assert isinstance(fact.said, Unsealed)
    assert fact.said.person_id == "person-1"
    assert from_text(fact.said.text) == {"alcohol": "yes", "drugs": "unknown", "mental_health": "no"}
    assert "yes" not in repr(asked)


def test_a_child_is_marked_with_nothing() -> None:
    asked = RecordTrio(**OF, alcohol="yes", drugs="no", mental_health="no", source="health")
    given(HOUSEHOLD, named(part="child")).when(record_trio, asked).then_refused(ChildrenHaveNoTrio)
    elsewhere = asked.model_copy(update={"children": frozenset({"person-1"})})
    given(HOUSEHOLD, named(part="elsewhere")).when(record_trio, elsewhere).then_refused(ChildrenHaveNoTrio)


def test_no_fact_of_a_household_has_room_for_an_address() -> None:
    fields = {each.name for kind in FAMILY_FACTS for each in msgspec.structs.fields(kind.shape)}
    assert fields & {"address", "postcode", "ward", "uprn", "place", "location"} == set()
