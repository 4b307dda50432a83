"""Before the housing needs panel: asked in time for a meeting, told on a basis the same day, nobody twice."""

from datetime import date, timedelta

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Close, Hold, OfferSupport, RecordBasis
from services.rehearsal.plan.rehousing import HOUSING
from services.rehearsal.plan.year import rounds
from services.triage.domain.support.panel_commands import AskHousingPanel
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

PLAN = a_plan()
ASKED = [deed for deed in deeds_of(PLAN, FillIn) if deed.command is AskHousingPanel]
BASES = {deed.referral.key: deed for deed in deeds_of(PLAN, RecordBasis) if deed.panel == HOUSING}


def test_a_meeting_hears_a_few_and_each_came_in_time_for_it() -> None:
    held, ahead = rounds(TIMETABLE, HOUSING, PLAN.year)
    assert len(ASKED) > 25
    for deed in ASKED:
        (meeting,) = [each for each in (*held, *ahead) if each.opens <= london_day(deed.at) <= each.closes]
        assert TIMETABLE.days.worked(london_day(deed.at)), meeting
    assert len({deed.referral.key for deed in ASKED}) == len(ASKED)
    assert {deed.meeting_id for deed in deeds_of(PLAN, Hold) if deed.panel == HOUSING} == {
        each.sitting.meeting_id for each in held
    }


def test_only_what_the_next_meeting_hears_waits_for_its_basis() -> None:
    _, ahead = rounds(TIMETABLE, HOUSING, PLAN.year)
    for deed in ASKED:
        basis = BASES.get(deed.referral.key)
        if basis is None:
            assert london_day(deed.at) >= min(each.opens for each in ahead)
        else:
            assert timedelta() < basis.at - deed.at < timedelta(hours=3)
    assert 0 < len(BASES) < len(ASKED), "the visitor finds one whose basis is to be recorded"


def test_it_is_asked_for_whoever_accepted_support_and_before_the_case_is_closed() -> None:
    accepted = {deed.referral.key: deed.at for deed in deeds_of(PLAN, OfferSupport) if deed.outcome == "accepted"}
    closed = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Close)}
    for deed in ASKED:
        assert accepted[deed.referral.key] < deed.at
        assert deed.at < closed.get(deed.referral.key, PLAN.deeds[-1].at + timedelta(days=1))


def test_before_anybody_may_be_told_nobody_is_put_before_it() -> None:
    early = a_plan(date(2026, 3, 1))
    assert not [deed for deed in deeds_of(early, FillIn) if deed.command is AskHousingPanel]
