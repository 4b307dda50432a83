"""Commands through the real log: the race-free answer to which meeting is next, and what each decision is given."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from services.panels.domain import banding_commands, commands, people_commands
from services.panels.domain.case import Listed
from services.panels.domain.commands import (
    AcceptLateReferral,
    AssignAction,
    CallSitting,
    CirculateAgenda,
    CloseAction,
    ConveneMeeting,
    DeferCase,
    MoveAgendaItem,
    MoveCaseToSitting,
)
from services.panels.domain.definition import MovedSitting
from services.panels.domain.events import ActionAssigned, CaseListed, LateReferralRaised, MeetingMoved
from services.panels.domain.refusals import CaseAlreadyHeard, MeetingNotConvened, NowhereToMove, PanelNotKnown
from services.panels.domain.schedule import Timetable
from shared.kernel.handling import Command
from tests.support.builders.panels import (
    AFTER_DECEMBER,
    COORDINATOR,
    DECEMBER,
    IN_TIME,
    JANUARY,
    LATE,
    MARAC,
    OTHER_VICTIM,
    TIMETABLE,
    VICTIM,
    RunningPanels,
    london,
    marked,
)


@pytest.fixture
def panels(tmp_path: Path) -> RunningPanels:
    running = RunningPanels(tmp_path)
    running.convene()
    return running


def test_every_command_has_a_handler(panels: RunningPanels) -> None:
    given = {
        kind
        for kind in (*vars(commands).values(), *vars(people_commands).values(), *vars(banding_commands).values())
        if isinstance(kind, type) and issubclass(kind, Command) and kind.__bases__ == (Command,) and kind is not Command
    }
    assert given == set(panels.handlers)


def test_a_referral_in_time_and_one_after_the_deadline(panels: RunningPanels) -> None:
    panels.do(marked(1))
    panels.clock.set(LATE)
    panels.do(marked(2, OTHER_VICTIM, at=LATE))
    listed, raised = (fact for fact in panels.facts() if isinstance(fact, CaseListed | LateReferralRaised))
    assert isinstance(listed, CaseListed)
    assert isinstance(raised, LateReferralRaised)
    assert listed.sitting == raised.sitting == DECEMBER


def test_a_message_held_up_on_its_way_cannot_meet_a_deadline_that_has_passed(panels: RunningPanels) -> None:
    panels.clock.set(LATE)
    panels.do(marked(1, at=IN_TIME))
    assert isinstance(panels.facts()[-1], LateReferralRaised)
    panels.clock.set(AFTER_DECEMBER)
    panels.do(marked(2, OTHER_VICTIM, at=IN_TIME))
    last = panels.facts()[-1]
    assert isinstance(last, CaseListed)
    assert last.sitting == JANUARY


def test_two_referrals_of_one_person_at_the_same_moment_are_one_case(panels: RunningPanels) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda number: panels.dispatch(marked(number), COORDINATOR), range(1, 5)))
    panels.views.catch_up()
    assert sum(isinstance(fact, CaseListed) for fact in panels.facts()) == 1
    (item,) = panels.agenda().agenda.cases
    assert sorted(item.referral_ids) == [f"referral-{number}" for number in range(1, 5)]


def test_two_processes_convene_the_same_year_once(tmp_path: Path) -> None:
    one, other = RunningPanels(tmp_path), RunningPanels(tmp_path)
    one.convene()
    before = len(one.facts())
    other.convene()
    assert len(one.facts()) == before >= 17


def test_a_deadline_once_given_counts_although_the_timetable_has_learned_of_a_holiday(tmp_path: Path) -> None:
    RunningPanels(tmp_path).convene()
    days = TIMETABLE.days
    closed = type(days)(days.holidays | {date(2026, 12, 10)}, days.known_from, days.known_until)
    learned = Timetable(TIMETABLE.panels, closed)
    assert learned.sitting("marac", date(2026, 12, 16)).deadline == date(2026, 12, 3)
    panels = RunningPanels(tmp_path, learned, london(date(2026, 12, 4), 16))
    panels.do(marked(1, at=panels.clock()))
    last = panels.facts()[-1]
    assert isinstance(last, CaseListed)
    assert last.sitting.deadline == DECEMBER.deadline


def test_a_meeting_whose_day_becomes_a_holiday_is_moved_with_its_cases(tmp_path: Path) -> None:
    before = RunningPanels(tmp_path)
    before.convene()
    before.do(marked(1))
    by_hand = MovedSitting(scheduled_on=date(2026, 12, 16), held_on=date(2026, 12, 18), reason="A day of mourning.")
    moved = Timetable({"marac": msgspec.structs.replace(MARAC, moved=(by_hand,))}, TIMETABLE.days)
    panels = RunningPanels(tmp_path, moved, IN_TIME + timedelta(hours=1))
    panels.do(ConveneMeeting(at=panels.clock(), panel="marac", scheduled_on=date(2026, 12, 16)))
    assert isinstance(panels.facts()[-1], MeetingMoved)
    assert panels.agenda().sitting.day == date(2026, 12, 18)
    assert len(panels.case_references()) == 1


def test_the_late_choices_lead_where_they_say(panels: RunningPanels) -> None:
    panels.clock.set(LATE)
    accepted, deferred, moved = (panels.list_person(f"person-{number}", number) for number in (1, 2, 3))
    december = DECEMBER.meeting_id
    emergency = TIMETABLE.extra_sitting("marac", "emergency", london(date(2026, 12, 8), 9), LATE)
    panels.do(
        AcceptLateReferral(at=LATE, case_id=accepted, meeting_id=december, reason="The police asked."),
        DeferCase(at=LATE, case_id=deferred, meeting_id=december, reason="No research.", interim_note="In refuge."),
        CallSitting(at=LATE, panel="marac", kind="emergency", starts_at=emergency.starts_at),
        MoveCaseToSitting(
            at=LATE, case_id=moved, meeting_id=december, sitting_id=emergency.meeting_id, reason="Tonight."
        ),
    )
    stands = {case: panels.calendar.histories.case(case) for case in (accepted, deferred, moved)}
    meetings = {case: found.sitting for case, found in stands.items() if isinstance(found, Listed)}
    assert meetings == {accepted: DECEMBER, deferred: JANUARY, moved: emergency}


def test_an_unknown_panel_or_meeting_is_refused(panels: RunningPanels) -> None:
    with pytest.raises(PanelNotKnown):
        panels.do(marked(1, panel="mase"))
    for command in (
        CirculateAgenda(at=LATE, meeting_id="nowhere"),
        MoveAgendaItem(at=LATE, meeting_id="nowhere", case_id="case-1", direction="up", reason="Why not."),
        commands.DecideCase(at=LATE, case_id="case-1", meeting_id="nowhere", decision="actions_agreed"),
        commands.RecordAttendance(at=LATE, meeting_id="nowhere"),
    ):
        with pytest.raises(MeetingNotConvened):
            panels.do(command)


def test_a_case_that_was_heard_cannot_be_deferred(panels: RunningPanels) -> None:
    case_id = panels.list_person(VICTIM + "-2", 1)
    panels.hear(case_id, DECEMBER.meeting_id)
    with pytest.raises(CaseAlreadyHeard):
        panels.do(DeferCase(at=LATE, case_id=case_id, meeting_id=DECEMBER.meeting_id))


def test_an_item_moves_within_its_section_and_no_further(panels: RunningPanels) -> None:
    panels.list_person("person-1", 1)
    last = panels.list_person("person-2", 2, at=IN_TIME + timedelta(minutes=5))
    order = panels.case_references()
    up = MoveAgendaItem(at=LATE, meeting_id=DECEMBER.meeting_id, case_id=last, direction="up", reason="Night shift.")
    panels.do(up)
    assert panels.case_references() == list(reversed(order))
    with pytest.raises(NowhereToMove):
        panels.do(up)


def test_a_panel_wide_action_is_sealed_under_somebody_minted_for_it(panels: RunningPanels) -> None:
    meeting_id = DECEMBER.meeting_id
    assign = AssignAction(
        at=LATE,
        meeting_id=meeting_id,
        action_id="action-1",
        agency="health",
        owner="The lead nurse",
        due=JANUARY.day,
        text="Write a protocol.",
    )
    panels.do(assign, CloseAction(at=LATE, meeting_id=meeting_id, action_id="action-1", outcome="done"))
    (assigned,) = (fact for fact in panels.facts() if isinstance(fact, ActionAssigned))
    assert assigned.text.p == "stranger-1"


def test_a_case_about_nobody_known_is_still_listed(panels: RunningPanels) -> None:
    panels.do(marked(1, None))
    assert len(panels.case_references()) == 1
