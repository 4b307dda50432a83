"""The calendar is filled a year ahead, and skips nothing that is still to be held."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.panels.application.calendar import convene_ahead
from tests.support.builders.panels import TIMETABLE, london


@given(st.sampled_from(("marac", "cmarac")), st.dates(date(2017, 1, 1), date(2027, 6, 30)))
def test_every_meeting_of_the_year_ahead_is_convened(panel: str, today: date) -> None:
    commands = convene_ahead(TIMETABLE, panel, london(today, 9))
    ahead = TIMETABLE.sittings(panel, today, today + timedelta(days=366))
    convened = [command.meeting_id for command in commands]
    assert {sitting.meeting_id for sitting in ahead} <= set(convened)
    assert len(set(convened)) == len(convened)
    assert all(TIMETABLE.sitting(panel, command.scheduled_on).day >= today for command in commands)


def test_a_year_of_the_marac_is_seventeen_or_eighteen_meetings_and_one_beyond() -> None:
    assert len(convene_ahead(TIMETABLE, "marac", london(date(2026, 12, 1)))) in (18, 19)
