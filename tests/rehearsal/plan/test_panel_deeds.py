"""What the coordinator does in the year: on working days, agendas before their meetings, choices before the hearing."""

from services.rehearsal.plan.deeds import AcceptLate, CallEmergency, ChaseActions, Circulate, Defer, Hold, Submit
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

PLAN = a_plan()


def test_the_coordinator_works_on_working_days() -> None:
    for kind in (AcceptLate, CallEmergency, ChaseActions, Circulate, Defer, Hold):
        deeds = deeds_of(PLAN, kind)
        assert deeds
        assert all(TIMETABLE.days.worked(london_day(deed.at)) for deed in deeds), kind


def test_actions_are_chased_once_a_week_and_never_twice_on_a_day() -> None:
    days = [london_day(deed.at) for deed in deeds_of(PLAN, ChaseActions)]
    assert len(set(days)) == len(days)
    assert 50 <= len(days) <= 53


def test_each_meeting_held_was_circulated_before_it() -> None:
    circulated = {deed.meeting_id: deed.at for deed in reversed(deeds_of(PLAN, Circulate))}
    for deed in deeds_of(PLAN, Hold):
        if not deed.emergency and deed.meeting_id in circulated:
            assert circulated[deed.meeting_id] < deed.at


def test_late_referrals_are_chosen_for_after_they_came_some_one_way_and_some_another() -> None:
    submitted = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Submit)}
    counts = {kind: deeds_of(PLAN, kind) for kind in (AcceptLate, CallEmergency, Defer)}
    assert {kind: len(deeds) for kind, deeds in counts.items()} == {AcceptLate: 9, CallEmergency: 3, Defer: 4}
    for deeds in counts.values():
        assert all(submitted[deed.referral.key] < deed.at for deed in deeds)
