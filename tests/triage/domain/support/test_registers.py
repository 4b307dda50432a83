"""What advisers carry against what they can, noted once when it is too much, and what refuges have free."""

from datetime import date

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.support import commands as asked
from services.triage.domain.support.practice import Caseload
from services.triage.domain.support.register_events import CaseloadEased, CaseloadPassed
from services.triage.domain.support.registers import (
    ADVISERS,
    REFUGES,
    Advisers,
    loads_of,
    most_of,
    note_caseloads,
    set_adviser_hours,
    tell_vacancies,
)
from tests.support.builders.support import ADVISER, at, the_practice

PRACTICE = Caseload(open_least=60, open_most=80, new_in_twelve_months=100)


def hours(hundredths: int, day: int, state: Advisers) -> Advisers:
    members = {"adviser_id": ADVISER, "hundredths": hundredths, "from_on": date(2026, 11, day)}
    return ADVISERS.fold(
        set_adviser_hours(asked.SetAdviserHours.model_validate({"at": at(1), "by": "boss", **members}), state), state
    )


def note(open_cases: int, most: int) -> asked.NoteCaseloads:
    load = asked.Load(adviser_id=ADVISER, open_cases=open_cases, most=most)
    return asked.NoteCaseloads(at=at(23), by="triage", loads=(load,), practice_version="support")


def test_the_shipped_figures_are_those_of_the_field() -> None:
    practice = the_practice().on(at(23).date())
    assert practice is not None
    load = practice.caseload
    assert (load.open_least, load.open_most, load.new_in_twelve_months) == (60, 80, 100)
    assert [most_of(each, load) for each in (100, 60, 350, 0)] == [80, 48, 280, 0]


def test_hours_count_from_their_day_and_the_later_entry_of_a_day_counts() -> None:
    state = hours(50, 10, hours(100, 1, ADVISERS.initial))
    state = hours(60, 10, state)
    assert [state.hundredths(date(2026, 11, day)) for day in (9, 10)] == [{ADVISER: 100}, {ADVISER: 60}]
    assert state.hundredths(date(2026, 10, 31)) == {}


def test_all_together_count_the_cases_nobody_has() -> None:
    loads = loads_of({ADVISER: 81, None: 5, "left": 2}, {ADVISER: 100, "new": 50}, PRACTICE)
    told = {load.adviser_id: (load.open_cases, load.most) for load in loads}
    assert told == {ADVISER: (81, 80), "left": (2, 0), "new": (0, 40), None: (88, 120)}


@for_all(st.lists(st.integers(70, 90), max_size=15))
@settings(max_examples=40)
def test_each_change_is_noted_once_whatever_comes(counts: list[int]) -> None:
    state, noted = ADVISERS.initial, []
    for count in counts:
        facts = note_caseloads(note(count, 80), state)
        state = ADVISERS.fold(facts, state)
        noted += facts
        assert (ADVISER in state.passed) == (count > 80)
        assert note_caseloads(note(count, 80), state) == []
    kinds = [type(each) for each in noted]
    assert kinds == [CaseloadPassed, CaseloadEased] * (len(kinds) // 2) + [CaseloadPassed] * (len(kinds) % 2)


def test_of_each_refuge_the_newest_counts_stand_under_its_code() -> None:
    state = REFUGES.initial
    for rooms in (3, 0):
        told = asked.TellVacancies(at=at(23), by="adviser-1", code="R-7", rooms=rooms, children_places=2)
        state = REFUGES.fold(tell_vacancies(told, state), state)
    (refuge,) = state.told.values()
    assert (refuge.code, refuge.rooms, refuge.children_places) == ("R-7", 0, 2)
