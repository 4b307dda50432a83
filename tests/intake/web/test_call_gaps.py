"""The three that every referral needs are asked for, unless somebody may be hurt."""

import pytest

from services.intake.web.call_gaps import may_wait, missing
from services.intake.web.staff_questions import FIELDS

ALL = {"category": ["noise"], "occurred.pattern": ["at night"], "people.perpetrator.full_name": ["not known"]}


def test_of_a_blank_form_all_three_are_missing() -> None:
    assert [says.partition(":")[0] for says in missing({})] == ["What", "When", "By whom"]


@pytest.mark.parametrize("name", ALL)
def test_each_of_them_is_missed_by_itself(name: str) -> None:
    assert missing(ALL) == []
    assert len(missing({**ALL, name: []})) == 1


@pytest.mark.parametrize("name", ["description", "strands", "occurred.from.day", "people.perpetrator.address"])
def test_whichever_way_it_was_said_counts(name: str) -> None:
    assert len(missing({name: ["x"]})) == 2


@pytest.mark.parametrize(
    "name", ["immediate_danger", "weapon_present_now", "domestic_abuse", "child_at_risk", "violence_or_threats"]
)
def test_where_somebody_may_be_hurt_nothing_is_waited_for(name: str) -> None:
    assert not may_wait({f"facts.{name}": ["yes"]})
    assert may_wait({f"facts.{name}": ["no"]})
    assert may_wait({f"facts.{name}": ["unknown"]})


def test_every_name_it_looks_at_is_a_field_of_the_form() -> None:
    names = {name for field in FIELDS for name in field.names()}
    assert ALL.keys() <= names
    assert {"description", "strands", "occurred.from.day", "people.perpetrator.address"} <= names
