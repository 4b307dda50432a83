"""Kinds of service by age: who is open for a child or an adult, and nobody who is closed or for others."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.directory.entry import Entry, Term
from services.triage.domain.directory.kinds import KINDS, MOST_SHOWN, TAXONOMY, of_kind
from services.triage.domain.directory.listed import Assurance, Directory, Listed

DAY = date(2026, 11, 28)
KIND = KINDS[0]


def a_listed(name: str, kind: str = KIND, due_on: date = date(2027, 1, 1), **entry: Any) -> Listed:
    terms = (Term(name="What people need", taxonomy="Needs"), Term(name=kind, code=kind, taxonomy=TAXONOMY))
    made = Entry(id=name, name=name, **{"status": "active", "terms": terms} | entry)
    return Listed(entry=made, source="test", assurance=Assurance(assured_on=DAY, due_on=due_on, assured_by="somebody"))


def names(about: str | None, *listed: Listed) -> list[str]:
    directory = Directory(services={each.entry.id: each for each in listed})
    return [each.entry.name for each in of_kind(directory, KIND, about, DAY)]


ADULTS, YOUNG, ANYBODY = a_listed("adults", minimum_age=18), a_listed("young", maximum_age=17), a_listed("any")


@pytest.mark.parametrize(
    ("about", "expected"),
    [("adult", ["adults", "any"]), ("child", ["any", "young"]), (None, ["adults", "any", "young"])],
)
def test_an_adult_and_a_child_are_shown_those_who_take_them(about: str | None, expected: list[str]) -> None:
    assert names(about, YOUNG, ANYBODY, ADULTS) == expected


def test_a_service_for_those_from_sixteen_on_takes_both() -> None:
    sixteen = a_listed("sixteen", minimum_age=16, maximum_age=25)
    assert names("adult", sixteen) == names("child", sixteen) == ["sixteen"]


def test_nobody_is_shown_who_is_closed_of_another_kind_or_named_alike_in_another_list() -> None:
    alike = a_listed("alike", terms=(Term(name=KIND, code=KIND, taxonomy="Needs"),))
    assert names(None, a_listed("closed", status="defunct"), a_listed("other", KINDS[1]), alike) == []


def test_whoever_was_checked_in_time_comes_first_and_the_list_is_short() -> None:
    late = a_listed("a late one", due_on=date(2026, 11, 27))
    assert names(None, late, ANYBODY) == ["any", "a late one"]
    assert len(names(None, *(a_listed(str(number)) for number in range(9)))) == MOST_SHOWN
