"""What is entered in the borough's registers: figures of quarters that are over, refuges told lately, places."""

from datetime import timedelta

from services.rehearsal.plan.case_deeds import Enter
from services.triage.domain.asb import borough_commands as borough
from services.triage.domain.support.commands import TellVacancies
from services.triage.domain.vawg.figures import RecordFigure
from tests.support.builders.rehearsal import a_plan, deeds_of, london_day

PLAN = a_plan()
ENTRIES = deeds_of(PLAN, Enter)


def test_figures_are_of_quarters_that_were_over_when_they_were_published() -> None:
    figures = [deed.said for deed in ENTRIES if deed.command is RecordFigure]
    assert {said["source"] for said in figures} == {"police", "provider"}
    assert len({(said["year"], said["quarter"]) for said in figures}) == 4
    for said in figures:
        month = said["published_on"].month + 12 * (said["published_on"].year - said["year"])
        assert month > 3 * said["quarter"]


def test_every_refuge_told_what_it_has_free_on_the_last_day() -> None:
    told = [deed for deed in ENTRIES if deed.command is TellVacancies]
    lately = {deed.said["code"] for deed in told if london_day(deed.at) == PLAN.year.last}
    assert lately == {deed.said["code"] for deed in told}
    assert len(lately) == 4


def test_a_place_is_taken_up_once_several_reports_spoke_of_it() -> None:
    taken_up = [deed for deed in ENTRIES if deed.command is borough.ScanProblem]
    known = {referral.reference: report.at for referral, report in PLAN.reports}
    assert len(taken_up) >= 2
    for deed in taken_up:
        assert len(set(deed.said["references"])) >= 2
        assert max(known[reference] for reference in deed.said["references"]) < deed.at + timedelta(days=1)
