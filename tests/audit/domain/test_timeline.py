"""A story is told from stored bytes alone, and stands still at any moment asked for."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.timeline import (
    AtPosition,
    AtTime,
    Idle,
    UntellableEntry,
    as_of,
    in_words,
    squeezed,
    story_fact,
)
from tests.support.builders.audit import START, a_story_fact, an_entry

STREAM = ("triage", "assessment-1")


def values_at(facts: list[Any], moment: Any) -> dict[str, Any]:
    known = as_of(facts, moment).get(STREAM)
    return {name: field.value for name, field in known.fields.items()} if known else {}


PRIORITY = [
    a_story_fact(1, fields={"referral_id": "r-1", "priority": "standard"}),
    a_story_fact(4, fields={"priority": "high", "reason": "children"}),
    a_story_fact(7, fields={"reason": None}),
]


def test_a_fact_is_read_from_its_ledger_entry_without_the_services_code() -> None:
    fact = a_story_fact(3, "intake.referral_submitted", {"channel": "phone"}, source="intake", stream="s", cause=2)
    assert (fact.source, fact.stream, fact.name, fact.event_id) == (
        "intake",
        "s",
        "intake.referral_submitted",
        "event-3",
    )
    assert fact.context.causation_id == "event-2"
    assert fact.about == ("referral-1",)
    assert fact.fields == {"channel": "phone"}
    assert fact.recorded_at == START + timedelta(hours=3)


@pytest.mark.parametrize(
    "row",
    [b"", b"\xff", b"[]", an_entry(1).row.replace(b'"data":"', b'"data":"!'), an_entry(1).row.replace(b"+00:00", b"")],
    ids=["empty", "no text", "no row", "no data", "no zone"],
)
def test_an_entry_that_holds_no_fact_says_so_and_not_what_it_holds(row: bytes) -> None:
    with pytest.raises(UntellableEntry, match=r"^ledger entry 1 does not hold a fact$"):
        story_fact(msgspec.structs.replace(an_entry(1), row=row))


def test_of_each_field_the_newest_value_known_by_then_counts() -> None:
    assert values_at(PRIORITY, AtPosition(3)) == {"referral_id": "r-1", "priority": "standard"}
    assert values_at(PRIORITY, AtPosition(4)) == {"referral_id": "r-1", "priority": "high", "reason": "children"}
    assert values_at(PRIORITY, AtTime(START + timedelta(hours=4))) == values_at(PRIORITY, AtPosition(4))
    assert values_at(PRIORITY, AtPosition(0)) == {}


def test_a_field_recorded_as_nothing_is_nothing_from_then_on() -> None:
    assert values_at(PRIORITY, AtPosition(7))["reason"] is None


def test_each_value_remembers_the_fact_that_told_it() -> None:
    known = as_of(PRIORITY, AtPosition(7))[STREAM]
    assert known.version == 7
    assert {name: field.told_by.ledger_position for name, field in known.fields.items()} == {
        "referral_id": 1,
        "priority": 4,
        "reason": 7,
    }


def test_what_was_known_goes_by_when_it_was_recorded_not_when_it_happened() -> None:
    late = a_story_fact(9, fields={"priority": "high"}, late=timedelta(days=30))
    assert values_at([late], AtTime(START)) == {}
    assert late.late_by == timedelta(days=30)
    assert a_story_fact(9, late=-timedelta(days=1)).late_by == timedelta()


def test_streams_of_one_name_in_two_services_stay_apart() -> None:
    facts = [a_story_fact(1, fields={"state": "a"}), a_story_fact(2, fields={"other": "b"}, source="panels")]
    known = as_of(facts, AtPosition(2))
    assert known["triage", "assessment-1"].fields.keys() == {"state"}
    assert known["panels", "assessment-1"].fields.keys() == {"other"}


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers()), max_size=6), st.integers(0, 7), st.randoms())
def test_as_of_is_the_merge_of_what_came_before_in_whatever_order_the_facts_are_read(
    told: list[dict[str, int]], position: int, random: Any
) -> None:
    facts = [a_story_fact(number, fields=fields) for number, fields in enumerate(told, start=1)]
    random.shuffle(facts)
    merged: dict[str, int] = {}
    for fields in told[:position]:
        merged |= fields
    assert values_at(facts, AtPosition(position)) == merged
    assert values_at(facts, AtTime(START + timedelta(hours=position))) == merged


def test_weeks_in_which_nothing_happened_become_one_mark() -> None:
    facts = [a_story_fact(1, hours=1), a_story_fact(2, hours=20), a_story_fact(3, hours=20 + 24 * 16)]
    line = squeezed(reversed(facts))
    assert line[:2] == facts[:2]
    assert isinstance(line[2], Idle)
    assert line[2].says == "2 weeks and 2 days with nothing recorded"
    assert line[3] == facts[2]
    assert squeezed([]) == []
    assert squeezed(facts, idle=timedelta(days=30)) == facts


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=30), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=26, minutes=5), "1 day and 2 hours"),
        (timedelta(days=7, minutes=5), "1 week"),
        (timedelta(days=800), "114 weeks and 2 days"),
    ],
)
def test_a_stretch_of_time_is_said_in_its_two_largest_units(length: timedelta, said: str) -> None:
    assert in_words(length) == said
