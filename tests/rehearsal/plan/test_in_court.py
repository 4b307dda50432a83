"""Hearings are held on days on which courts sit, while the case is worked on; some are moved and some are to come."""

from collections.abc import Sequence
from statistics import median

from services.rehearsal.plan.case_deeds import FillIn
from services.rehearsal.plan.deeds import Close
from services.triage.domain.vawg import commands as asked
from shared.kernel.handling import Command
from tests.support.builders.rehearsal import TIMETABLE, a_plan, deeds_of, london_day

PLAN = a_plan()


def forms(kind: type[Command]) -> Sequence[FillIn]:
    return [deed for deed in deeds_of(PLAN, FillIn) if deed.command is kind]


def test_some_hearings_are_to_come_and_of_every_other_it_is_known_what_became_of_it() -> None:
    at = {deed.said["hearing_id"]: deed.said["hearing_at"] for deed in forms(asked.ListHearing)}
    at |= {deed.said["hearing_id"]: deed.said["hearing_at"] for deed in forms(asked.MoveHearing)}
    ended = {deed.said["hearing_id"] for deed in forms(asked.EndHearing)}
    to_come = set(at) - ended
    assert 2 <= len(to_come) <= 20
    assert all(london_day(at[hearing]) > PLAN.year.last for hearing in to_come)
    assert all(TIMETABLE.days.worked(london_day(moment)) for moment in at.values())


def test_the_first_day_in_court_comes_weeks_after_what_happened_and_trials_later() -> None:
    waits: dict[str, list[int]] = {}
    for deed in forms(asked.ListHearing):
        days = (london_day(deed.said["hearing_at"]) - deed.said["incident_on"]).days
        waits.setdefault(deed.said["what"], []).append(days)
    assert 30 < median(waits["first_hearing"]) < 60
    assert min(waits["trial"]) > max(waits["first_hearing"]) / 2
    assert max(waits["protection_notice"]) <= 5, "within 48 hours, but for days on which no court sits"


def test_no_hearing_outlives_its_case() -> None:
    closed = {deed.referral.key: deed.at for deed in deeds_of(PLAN, Close)}
    for deed in (*forms(asked.ListHearing), *forms(asked.MoveHearing)):
        assert deed.referral.key not in closed or deed.said["hearing_at"] < closed[deed.referral.key]
