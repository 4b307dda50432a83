"""A meeting's own life: convened once, moved by a new holiday, ordered, circulated, attended."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from services.panels.domain.agenda import build_agenda
from services.panels.domain.commands import (
    CallSittingOn,
    CirculateAgendaOf,
    ConveneMeetingOn,
    MoveAgendaItemWithin,
    RecordAttendanceUnder,
)
from services.panels.domain.events import AgendaCirculated, AgendaItemMoved, AttendanceRecorded, MeetingMoved
from services.panels.domain.meeting import (
    DECIDER,
    Convened,
    call_sitting,
    circulate_agenda,
    convene_meeting,
    lacking,
    move_agenda_item,
    record_attendance,
)
from services.panels.domain.refusals import (
    DayNotWorked,
    ItemNotOnAgenda,
    MeetingNotConvened,
    NowhereToMove,
    SittingNotAhead,
)
from services.panels.domain.values.agendas import Agenda, AgendaCase, AgendaInputs, Move
from services.panels.domain.values.referrals import Details
from services.panels.domain.values.sittings import Attendee, Sitting
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.panels import (
    CMARAC,
    DECEMBER,
    IN_TIME,
    LATE,
    MARAC,
    QUORATE,
    TIMETABLE,
    VICTIM,
    a_referral,
    convened,
    london,
)
from tests.support.scenario import given

VERSION = date(2026, 4, 1)


def convening(sitting: Sitting = DECEMBER) -> ConveneMeetingOn:
    return ConveneMeetingOn(
        at=IN_TIME, panel="marac", scheduled_on=date(2026, 12, 16), sitting=sitting, definition_on=VERSION
    )


def calling(kind: Any, starts_at: datetime) -> CallSittingOn:
    return CallSittingOn(
        at=LATE,
        panel="marac",
        kind=kind,
        starts_at=starts_at,
        sitting=TIMETABLE.extra_sitting("marac", kind, starts_at, LATE),
        definition_on=VERSION,
        worked=TIMETABLE.days.worked(starts_at.date()),
    )


def moving(direction: Any, case_id: str = "b", **changes: Any) -> MoveAgendaItemWithin:
    members: dict[str, Any] = {"order": ("a", "b", "c"), "voice_id": VICTIM, "reason": "The school can only come then."}
    return MoveAgendaItemWithin(
        at=LATE, meeting_id=DECEMBER.meeting_id, case_id=case_id, direction=direction, **members | changes
    )


def attending(*attendees: Attendee, apologies: tuple[str, ...] = ()) -> RecordAttendanceUnder:
    return RecordAttendanceUnder(
        at=LATE, meeting_id=DECEMBER.meeting_id, attendees=attendees, apologies=apologies, definition=MARAC
    )


def an_agenda(*numbers: int) -> Agenda:
    cases = tuple(
        AgendaCase(
            case_id=f"case-{number}",
            place="new",
            entry="in_time",
            repeat=False,
            voice_id=VICTIM,
            details=Details(referrals=(a_referral(number),)),
        )
        for number in numbers
    )
    return build_agenda(MARAC, TIMETABLE.days, AgendaInputs(sitting=DECEMBER, cases=cases))


def circulating(agenda: Agenda) -> CirculateAgendaOf:
    return CirculateAgendaOf(at=LATE, meeting_id=DECEMBER.meeting_id, agenda=agenda)


def circulated(agenda: Agenda, version: int, *referral_ids: str) -> AgendaCirculated:
    return AgendaCirculated(
        meeting_id=DECEMBER.meeting_id,
        panel="marac",
        sitting=DECEMBER,
        agenda_version=version,
        agenda=agenda,
        referral_ids=referral_ids,
    )


def test_a_meeting_is_convened_once_however_often_it_is_asked_for() -> None:
    given(DECIDER).when(convene_meeting, convening()).then(convened())
    given(DECIDER, convened()).when(convene_meeting, convening()).then_nothing()


def test_a_holiday_announced_later_moves_a_meeting_and_keeps_the_deadline_given() -> None:
    later = msgspec.structs.replace(
        DECEMBER,
        starts_at=DECEMBER.starts_at + timedelta(days=1),
        deadline=DECEMBER.deadline - timedelta(days=1),
        circulates_on=DECEMBER.circulates_on - timedelta(days=3),
    )
    (moved,) = given(DECIDER, convened()).when(convene_meeting, convening(later)).then_facts()
    assert isinstance(moved, MeetingMoved)
    assert moved.before_at == DECEMBER.starts_at
    assert moved.sitting.starts_at == later.starts_at
    assert (moved.sitting.deadline, moved.sitting.circulates_on) == (DECEMBER.deadline, DECEMBER.circulates_on)


def test_a_deadline_reckoned_anew_for_the_same_day_is_not_brought_forward() -> None:
    earlier = msgspec.structs.replace(DECEMBER, deadline=DECEMBER.deadline - timedelta(days=1))
    given(DECIDER, convened()).when(convene_meeting, convening(earlier)).then_nothing()


def test_an_emergency_meeting_may_be_on_a_weekend_and_an_extra_one_may_not() -> None:
    saturday = london(date(2026, 12, 12), 18)
    assert given(DECIDER).when(call_sitting, calling("emergency", saturday)).then_facts()
    given(DECIDER).when(call_sitting, calling("extra", saturday)).then_refused(DayNotWorked)
    given(DECIDER).when(call_sitting, calling("emergency", LATE - timedelta(hours=1))).then_refused(SittingNotAhead)


def test_the_same_sitting_is_called_once() -> None:
    emergency = calling("emergency", london(date(2026, 12, 12), 18))
    given(DECIDER, convened(emergency.sitting)).when(call_sitting, emergency).then_nothing()


@pytest.mark.parametrize(("direction", "placed", "neighbour"), [("up", "before", "a"), ("down", "after", "c")])
def test_a_move_names_the_neighbour_it_passes(direction: str, placed: Any, neighbour: str) -> None:
    moved = AgendaItemMoved(
        meeting_id=DECEMBER.meeting_id,
        panel="marac",
        move=Move(case_id="b", placed=placed, neighbour_id=neighbour),
        reason=private(VICTIM, Narrative, "The school can only come then."),
    )
    given(DECIDER, convened()).when(move_agenda_item, moving(direction)).then(moved)


def test_a_move_needs_a_reason_a_place_and_somewhere_to_go() -> None:
    meeting = given(DECIDER, convened())
    meeting.when(move_agenda_item, moving("up", reason="")).then_refused(InvalidInput)
    meeting.when(move_agenda_item, moving("up", "elsewhere")).then_refused(ItemNotOnAgenda)
    meeting.when(move_agenda_item, moving("up", "a")).then_refused(NowhereToMove)
    meeting.when(move_agenda_item, moving("down", "c")).then_refused(NowhereToMove)


def test_circulating_freezes_the_agenda_as_the_next_version() -> None:
    one, two = an_agenda(1), an_agenda(1, 2)
    given(DECIDER, convened()).when(circulate_agenda, circulating(one)).then(circulated(one, 1, "referral-1"))
    after = given(DECIDER, convened(), circulated(one, 1, "referral-1"))
    after.when(circulate_agenda, circulating(two)).then(circulated(two, 2, "referral-1", "referral-2"))


def test_circulating_what_was_circulated_already_changes_nothing() -> None:
    one = an_agenda(1)
    given(DECIDER, convened(), circulated(one, 1, "referral-1")).when(
        circulate_agenda, circulating(an_agenda(1))
    ).then_nothing()


def test_nothing_can_be_done_with_a_meeting_nobody_convened() -> None:
    given(DECIDER).when(circulate_agenda, circulating(an_agenda(1))).then_refused(MeetingNotConvened)
    given(DECIDER).when(record_attendance, attending()).then_refused(MeetingNotConvened)
    given(DECIDER).when(move_agenda_item, moving("up")).then_refused(MeetingNotConvened)


def test_a_quorum_needs_a_chair_enough_agencies_and_those_that_must_be_there() -> None:
    assert lacking(MARAC, "regular", QUORATE) == ()
    assert lacking(MARAC, "regular", ()) == ("chair", "agencies", "police", "idva")
    without_idva = tuple(attendee for attendee in QUORATE if attendee.agency != "idva")
    assert lacking(MARAC, "regular", without_idva) == ("agencies", "idva")


def test_an_emergency_meeting_manages_with_fewer() -> None:
    assert lacking(MARAC, "emergency", QUORATE[:3]) == ()
    assert lacking(MARAC, "regular", QUORATE[:3]) == ("agencies",)


def test_observers_and_strangers_do_not_make_a_quorum() -> None:
    watching = tuple(msgspec.structs.replace(attendee, capacity="observer") for attendee in QUORATE)
    assert lacking(MARAC, "regular", watching) == ("chair", "agencies", "police", "idva")
    strangers = (*QUORATE[:4], *(Attendee(agency=f"stranger_{number}") for number in range(9)))
    assert lacking(MARAC, "regular", strangers) == ("agencies",)


def test_one_of_two_co_chairs_is_enough() -> None:
    present = (
        Attendee(agency="police", capacity="chair"),
        *(Attendee(agency=agency.code) for agency in CMARAC.agencies[:6]),
    )
    assert lacking(CMARAC, "regular", present) == ()


def test_attendance_says_whether_there_was_a_quorum_and_a_later_record_replaces_it() -> None:
    recorded = AttendanceRecorded(
        meeting_id=DECEMBER.meeting_id,
        panel="marac",
        attendees=QUORATE,
        apologies=("early_help",),
        quorate=True,
        missing=(),
    )
    meeting = given(DECIDER, convened())
    meeting.when(record_attendance, attending(*QUORATE, apologies=("early_help",))).then(recorded)
    held = given(DECIDER, convened(), recorded)
    held.when(record_attendance, attending(*QUORATE, apologies=("early_help",))).then_nothing()
    assert held.when(record_attendance, attending()).then_facts()


def test_a_meeting_that_was_held_is_not_moved_any_more() -> None:
    recorded = AttendanceRecorded(
        meeting_id=DECEMBER.meeting_id, panel="marac", attendees=(), apologies=(), quorate=False, missing=("chair",)
    )
    later = msgspec.structs.replace(DECEMBER, starts_at=DECEMBER.starts_at + timedelta(days=1))
    held = given(DECIDER, convened(), recorded)
    held.when(convene_meeting, convening(later)).then_nothing()
    assert isinstance(held.state, Convened)
