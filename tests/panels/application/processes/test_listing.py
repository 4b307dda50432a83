"""Time passes: what was not heard stands on the next agenda, and the calendar never runs out."""

from datetime import timedelta
from pathlib import Path

import pytest

from services.panels.application.processes.listing import GRACE, hearing_timers
from services.panels.domain.commands import DecideCase
from services.panels.domain.events import CaseCarriedOver, CaseReferred, MeetingConvened
from tests.support.builders.panels import (
    DECEMBER,
    IN_TIME,
    JANUARY,
    OTHER_VICTIM,
    VICTIM,
    RunningPanels,
    a_listed_case,
    marked,
    sections,
)
from tests.support.notebook import next_timer_at


@pytest.fixture
def panels(tmp_path: Path) -> RunningPanels:
    running = RunningPanels(tmp_path)
    running.convene()
    return running


def test_a_listed_case_is_asked_after_two_days_past_its_meeting() -> None:
    referred, listed = a_listed_case()
    assert isinstance(referred, CaseReferred)
    (timer,) = hearing_timers([referred, listed])
    assert timer.due_at == DECEMBER.starts_at + timedelta(days=2)
    assert timer.payload == {"case_id": referred.case_id, "meeting_id": DECEMBER.meeting_id}


def test_a_case_nobody_decided_is_carried_over_and_one_that_was_heard_is_not(panels: RunningPanels) -> None:
    heard, unheard = marked(1, VICTIM), marked(2, OTHER_VICTIM)
    panels.do(heard, unheard)
    panels.hear(heard.case_id, DECEMBER.meeting_id)
    panels.pass_to(DECEMBER.starts_at + GRACE)
    carried = [fact for fact in panels.facts() if isinstance(fact, CaseCarriedOver)]
    assert [(fact.case_id, fact.sitting) for fact in carried] == [(unheard.case_id, JANUARY)]
    assert sections(panels.agenda(JANUARY.meeting_id)) == {"new_cases_adults": [unheard.referral.reference]}
    (item,) = panels.agenda(JANUARY.meeting_id).agenda.cases
    assert item.flags == ("carried_over",)


def test_minutes_written_up_late_take_the_case_off_the_next_agenda_again(panels: RunningPanels) -> None:
    case = marked(1, VICTIM)
    panels.do(case)
    panels.pass_to(DECEMBER.starts_at + GRACE)
    panels.hear(case.case_id, DECEMBER.meeting_id)
    assert panels.case_references(JANUARY.meeting_id) == []
    assert panels.case_references(DECEMBER.meeting_id) == [case.referral.reference]


def test_a_worker_that_was_away_for_months_carries_a_case_to_a_meeting_still_to_come(panels: RunningPanels) -> None:
    panels.do(marked(1, VICTIM))
    back = JANUARY.starts_at + timedelta(days=1)
    panels.pass_to(back)
    (carried,) = (fact for fact in panels.facts() if isinstance(fact, CaseCarriedOver))
    assert carried.sitting.starts_at > back


def test_a_case_is_on_exactly_one_coming_agenda_through_a_year_in_which_nobody_decides(panels: RunningPanels) -> None:
    command = marked(1, VICTIM)
    panels.do(command)
    meeting = DECEMBER
    for _ in range(17):
        assert panels.case_references(meeting.meeting_id) == [command.referral.reference]
        panels.pass_to(meeting.starts_at + GRACE)
        meeting = panels.calendar.next_after("marac", panels.clock())
    decide = DecideCase(
        at=panels.clock(),
        case_id=command.case_id,
        meeting_id=meeting.meeting_id,
        decision="actions_agreed",
        inquorate_reason="Nobody came for a year.",
    )
    panels.do(decide)
    assert next_timer_at(panels.store) is not None


def test_each_meeting_that_begins_has_the_calendar_filled_again(panels: RunningPanels) -> None:
    def last() -> MeetingConvened:
        return [fact for fact in panels.facts() if isinstance(fact, MeetingConvened)][-1]

    before = last().sitting.starts_at
    assert before > IN_TIME + timedelta(days=365)
    panels.pass_to(DECEMBER.starts_at)
    assert last().sitting.starts_at - before == timedelta(days=21)
