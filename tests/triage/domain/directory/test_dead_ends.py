"""Closing the loop: dead ends are counted, nobody can drown an entry, and somebody is asked once she agreed."""

from datetime import UTC, datetime, timedelta

from services.triage.domain.directory import dead_ends
from services.triage.domain.directory.dead_end_events import (
    DeadEndReported,
    DoorCheckAgreed,
    DoorCheckDone,
    DoorCheckFallen,
)
from services.triage.domain.directory.dead_ends import (
    DEAD_ENDS,
    DOOR_CHECK,
    MOST_A_DAY,
    AgreeDoorCheck,
    NoteDoorCheck,
    NoteDoorCheckDue,
    ReportDeadEnd,
)
from services.triage.domain.directory.refusals import NoDoorCheck
from tests.support.builders.directory import ID, TODAY
from tests.support.builders.triage import MONDAY, REFERENCE
from tests.support.scenario import given

ASK_AT = datetime(2026, 12, 7, 10, tzinfo=UTC)
ABOUT = {"referral_id": "referral-1", "reference": REFERENCE}
AGREED = DoorCheckAgreed(**ABOUT, entries=(ID,), ask_at=ASK_AT)
FALLEN = DoorCheckFallen(**ABOUT)


def report(told_by: str) -> ReportDeadEnd:
    said = {"at": MONDAY, "entry_id": ID, "what": "closed", "told_by": told_by, "today": TODAY}
    return ReportDeadEnd.model_validate(said)


def test_each_report_is_counted_and_residents_cannot_drown_an_entry() -> None:
    one = DeadEndReported(entry_id=ID, what="closed", told_by="resident")
    given(DEAD_ENDS, one).when(dead_ends.report_dead_end, report("resident")).then(one)
    flood = given(DEAD_ENDS, *[one] * MOST_A_DAY)
    flood.when(dead_ends.report_dead_end, report("resident")).then_nothing()
    staff = DeadEndReported(entry_id=ID, what="closed", told_by="staff")
    flood.when(dead_ends.report_dead_end, report("staff")).then(staff)


def test_somebody_who_agreed_is_asked_when_the_time_has_come() -> None:
    agree = AgreeDoorCheck(at=MONDAY, entries=(ID,), ask_at=ASK_AT, **ABOUT)
    given(DOOR_CHECK).when(dead_ends.agree_door_check, agree).then(AGREED)
    given(DOOR_CHECK, AGREED).when(dead_ends.agree_door_check, agree).then_nothing()
    due = NoteDoorCheckDue(at=ASK_AT, referral_id="referral-1")
    given(DOOR_CHECK, AGREED).when(dead_ends.note_door_check_due, due).then(FALLEN)
    early = NoteDoorCheckDue(at=ASK_AT - timedelta(days=1), referral_id="referral-1")
    given(DOOR_CHECK, AGREED).when(dead_ends.note_door_check_due, early).then_nothing()
    given(DOOR_CHECK).when(dead_ends.note_door_check_due, due).then_nothing()


def test_nobody_is_asked_who_did_not_agree_or_was_asked() -> None:
    asked = NoteDoorCheck(at=ASK_AT, referral_id="referral-1", outcome="opened")
    done = DoorCheckDone(**ABOUT, outcome="opened")
    given(DOOR_CHECK, AGREED, FALLEN).when(dead_ends.note_door_check, asked).then(done)
    given(DOOR_CHECK).when(dead_ends.note_door_check, asked).then_refused(NoDoorCheck)
    given(DOOR_CHECK, AGREED, done).when(dead_ends.note_door_check, asked).then_refused(NoDoorCheck)
