"""The board's cohort over the year: every note is one that its own rules take, and nothing in it leads to a case."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from services.panels.domain.cohort import COHORT, due_at, enter_cohort, leave_cohort, note_standing
from services.panels.domain.cohort_commands import (
    EnterCohort,
    EnterCohortAs,
    LeaveCohort,
    LeaveCohortBy,
    NoteStandingBy,
)
from services.panels.domain.cohort_events import CohortNoted, Sheet
from services.rehearsal.plan.case_deeds import NoteOnSheet
from services.rehearsal.plan.cohort import BOARD
from services.rehearsal.plan.deeds import AboutReferral, Hold
from services.rehearsal.plan.whole import Plan
from services.rehearsal.plan.year import rounds
from shared.kernel.messages import Fact
from shared.kernel.personal import Personal, Unsealed
from tests.support.builders.rehearsal import TIMETABLE, TODAY, a_plan, deeds_of, london_day


def sheets_of(plan: Plan) -> Iterator[list[Sheet]]:
    """Every entry's sheets, one after the other, as the rules of the board make them of what is noted."""
    by_entry: dict[str, list[NoteOnSheet]] = {}
    for deed in deeds_of(plan, NoteOnSheet):
        by_entry.setdefault(deed.entry_id, []).append(deed)
    for deeds in by_entry.values():
        facts: list[Fact] = []
        sheets: list[Sheet] = []
        for deed in deeds:
            (fact,) = decided(deed, facts, sheets[-1] if sheets else None)
            facts.append(msgspec.structs.replace(fact, told=Personal("person-1", "sealed")))
            sheets.append(opened(fact))
        yield sheets


def decided(deed: NoteOnSheet, facts: list[Fact], sheet: Sheet | None) -> Any:
    terms = {"definition": TIMETABLE.panel(BOARD), "today": london_day(deed.at)}
    members = {"at": deed.at, "panel": deed.panel, "entry_id": deed.entry_id, **deed.said, **terms}
    if deed.command is EnterCohort:
        return enter_cohort(EnterCohortAs(**members, person_id="person-1"), COHORT.fold(facts))
    if deed.command is LeaveCohort:
        return leave_cohort(LeaveCohortBy(**members), COHORT.fold(facts), sheet)
    return note_standing(NoteStandingBy(**members), COHORT.fold(facts), sheet)


def opened(fact: Fact) -> Sheet:
    assert isinstance(fact, CohortNoted)
    told: Any = fact.told
    assert isinstance(told, Unsealed)
    return msgspec.json.decode(told.text, type=Sheet)


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29)])
def test_every_note_is_taken_by_the_rules_of_the_board_and_nobody_due_is_passed_over(today: date) -> None:
    plan = a_plan(today)
    held, ahead = rounds(TIMETABLE, BOARD, plan.year)
    days = [each.sitting.day for each in held]
    found = list(sheets_of(plan))
    for sheets in found:
        noted = {sheet.noted_on for sheet in sheets}
        for day in days:
            before = [sheet for sheet in sheets if sheet.noted_on < day.isoformat()]
            assert not before or due_at(before[-1], day) is None or day.isoformat() in noted
    active = [sheets[-1] for sheets in found if sheets[-1].left_on is None]
    assert len(active) >= 20
    assert len(found) - len(active) >= 3, "some have left"
    assert {sheet.grade for sheet in active} == {"red", "amber", "green"}
    assert any(due_at(sheet, ahead[0].sitting.day) for sheet in active), "the next meeting has somebody to look at"
    assert {deed.meeting_id for deed in deeds_of(plan, Hold) if deed.panel == BOARD} == {
        each.sitting.meeting_id for each in held
    }


def test_some_are_whoever_does_harm_in_a_case_and_no_story_of_theirs_is_a_cases() -> None:
    plan = a_plan()
    harm = {hearing.household.perpetrator.full_name for _, hearing in plan.hearings}
    entered = [deed.said["name"] for deed in deeds_of(plan, NoteOnSheet) if deed.command is EnterCohort]
    assert 5 <= len(harm & set(entered)) < len(entered)
    stories = {deed.story for deed in plan.deeds if isinstance(deed, AboutReferral)}
    notes = deeds_of(plan, NoteOnSheet)
    assert len({deed.story for deed in notes} - stories) == len(notes)
