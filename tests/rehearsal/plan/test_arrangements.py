"""Beside its cases a borough has absences, numbered forms, ties, calls asked for and emergencies, some of them open."""

from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.domain.commands import IssueForms
from services.intake.domain.insider_commands import DeclareTie
from services.rehearsal.plan.case_deeds import Enter, FillIn
from services.rehearsal.plan.intake_deeds import AtIntake
from services.triage.domain.desk.commands import OpenInEmergency, RecordAbsence, ReviewEmergencyView
from tests.support.builders.rehearsal import TIMETABLE, TODAY, a_plan, deeds_of, london_day

PLAN = a_plan()
ASKED = deeds_of(PLAN, AtIntake)
ENTERED = deeds_of(PLAN, Enter)


def test_most_who_asked_for_a_call_were_called_the_next_working_day_and_some_still_wait() -> None:
    asked = {deed.said["request_id"]: deed.at for deed in ASKED if deed.command is RequestChangeCall}
    called = {deed.said["request_id"]: deed.at for deed in ASKED if deed.command is AnswerChangeCall}
    for request_id, at in called.items():
        assert london_day(at) == TIMETABLE.days.after(london_day(asked[request_id]), 1)
    assert 1 <= len(asked) - len(called) <= 3
    assert all(deed.said["phone"].startswith("07700 900") for deed in ASKED if deed.command is RequestChangeCall)


def test_one_emergency_waits_for_its_second_person_who_is_never_whoever_looked() -> None:
    opened = {each.said["view_id"]: each for each in deeds_of(PLAN, FillIn) if each.command is OpenInEmergency}
    judged = {each.said["view_id"]: each for each in ENTERED if each.command is ReviewEmergencyView}
    for view_id, deed in judged.items():
        assert opened[view_id].at < deed.at <= opened[view_id].said["review_due_at"]
        assert deed.accounts["reviewed_by"] != opened[view_id].accounts["account_id"]
    assert len(opened) - len(judged) == 1


def test_an_absence_lies_ahead_forms_lie_ready_and_somebody_is_kept_from_what_is_theirs() -> None:
    away = [deed.said for deed in ENTERED if deed.command is RecordAbsence]
    assert any(said["first_day"] > TODAY for said in away)
    assert any(said["last_day"] < TODAY for said in away)
    assert {deed.said["held_as"] for deed in ASKED if deed.command is IssueForms} == {"paper", "laptop"}
    assert [deed.accounts["account_id"] for deed in ASKED if deed.command is DeclareTie] == ["contact.centre"]
