"""Every generated calendar: never on a day off, evenly spaced, with deadlines in their order, and the same for all."""

from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.panels.domain.definition import (
    WEEKDAYS,
    WEEKS,
    EveryDays,
    Monthly,
    MovedSitting,
    PanelDefinition,
    faults,
)
from services.panels.domain.refusals import DayNotScheduled, PanelNotKnown
from services.panels.domain.schedule import Timetable, case_id, is_late, scheduled_days
from services.panels.domain.values.sittings import LONDON, Sitting
from tests.support.builders.panels import CMARAC, DECEMBER, MARAC, TIMETABLE, london

DAYS = TIMETABLE.days
FIRST, LAST = date(2013, 1, 1), date(2028, 12, 31)

cadences = st.one_of(
    st.builds(
        EveryDays,
        days=st.integers(14, 63),
        anchor=st.dates(FIRST, LAST).map(lambda day: day - timedelta(days=max(0, day.weekday() - 4))),
    ),
    st.builds(Monthly, week=st.sampled_from(WEEKS), weekday=st.sampled_from(WEEKDAYS)),
)


@st.composite
def definitions(draw: st.DrawFn) -> PanelDefinition:
    """Any definition that the loader would take, as far as dates go."""
    cadence = draw(cadences)
    every = cadence.days if isinstance(cadence, EveryDays) else 28
    deadline = draw(st.integers(2, (every - 7) * 5 // 7))
    panel = msgspec.structs.replace(
        MARAC,
        cadence=cadence,
        starts=time(draw(st.integers(8, 18)), draw(st.sampled_from((0, 15, 30)))),
        referral_deadline=deadline,
        circulation=draw(st.integers(1, deadline - 1)),
    )
    assert list(faults(panel)) == []
    return panel


def sittings_of(panel: PanelDefinition, first: date = FIRST, last: date = LAST) -> tuple[Sitting, ...]:
    return Timetable({"marac": panel}, DAYS).sittings("marac", first, last)


def test_the_example_meeting_has_the_days_of_the_example() -> None:
    assert DECEMBER.starts_at == london(date(2026, 12, 16), 10)
    assert f"{DECEMBER.day:%a %d %b %Y}" == "Wed 16 Dec 2026"
    assert f"{DECEMBER.deadline:%a %d %b}" == "Fri 04 Dec"
    assert f"{DECEMBER.circulates_on:%a %d %b}" == "Mon 07 Dec"
    assert not DECEMBER.provisional


@pytest.mark.parametrize("year", range(2013, 2029))
def test_the_marac_of_each_year_keeps_three_weeks_and_avoids_days_off(year: int) -> None:
    held = sittings_of(MARAC, date(year, 1, 1), date(year, 12, 31))
    assert len(held) in (17, 18)
    for sitting in held:
        assert DAYS.worked(sitting.day)
        assert sitting.starts_at.astimezone(LONDON).time() == time(10)
    for earlier, later in pairwise(scheduled_days(MARAC, date(year, 1, 1))):
        assert (later - earlier).days == 21
        if later.year > year:
            break


@pytest.mark.parametrize("year", range(2013, 2029))
def test_the_community_marac_meets_twelve_times_a_year(year: int) -> None:
    held = TIMETABLE.sittings("cmarac", date(year, 1, 1), date(year, 12, 31))
    assert len(held) == (0 if year < 2016 else 6 if year == 2016 else 12)
    assert len({sitting.day.month for sitting in held}) == len(held)
    assert all(DAYS.worked(sitting.day) for sitting in held)


def test_fifty_two_weeks_hold_seventeen_and_a_third_meetings() -> None:
    assert round(52 / 3, 1) == 17.3
    held = sittings_of(MARAC)
    weeks = ((LAST - FIRST).days + 1) / 7
    assert len(held) == pytest.approx(weeks / 3, abs=1)


@given(definitions())
def test_every_sound_definition_gives_a_sound_calendar(panel: PanelDefinition) -> None:
    held = sittings_of(panel)
    assert held
    every = panel.cadence.days if isinstance(panel.cadence, EveryDays) else None
    for sitting in held:
        assert DAYS.worked(sitting.day)
        assert sitting.deadline < sitting.circulates_on < sitting.day
        assert DAYS.between(sitting.deadline, sitting.day) == panel.referral_deadline
        assert DAYS.between(sitting.circulates_on, sitting.day) == panel.circulation
    for earlier, later in pairwise(held):
        assert earlier.day < later.deadline
        assert not every or abs((later.day - earlier.day).days - every) <= 6
    assert len({sitting.meeting_id for sitting in held}) == len(held)


moments = st.builds(london, st.dates(FIRST, date(2028, 6, 30)), st.integers(0, 23), st.integers(0, 59))


@given(definitions(), moments)
def test_the_next_sitting_is_the_first_that_begins_later(panel: PanelDefinition, moment: datetime) -> None:
    timetable = Timetable({"marac": panel}, DAYS)
    found = timetable.next_after("marac", moment)
    held = timetable.sittings("marac", moment.date() - timedelta(days=70), moment.date() + timedelta(days=140))
    assert found == min((each for each in held if each.starts_at > moment), key=lambda each: each.starts_at)


def test_a_deadline_ends_with_its_london_day() -> None:
    last_minute = london(date(2026, 12, 4), 23, 59)
    assert not is_late(DECEMBER, last_minute)
    assert is_late(DECEMBER, last_minute + timedelta(minutes=1))


def test_a_deadline_in_summer_ends_an_hour_earlier_by_universal_time() -> None:
    summer = TIMETABLE.next_after("marac", london(date(2026, 7, 1)))
    assert not is_late(summer, london(summer.deadline, 23, 59))
    assert is_late(summer, london(summer.deadline + timedelta(days=1), 0))


def test_christmas_moves_a_meeting_but_not_its_identity() -> None:
    every_friday_three = msgspec.structs.replace(MARAC, cadence=EveryDays(days=21, anchor=date(2026, 12, 25)))
    moved = Timetable({"marac": every_friday_three}, DAYS).sitting("marac", date(2026, 12, 25))
    assert moved.day == date(2026, 12, 29)
    assert (
        moved.meeting_id
        == Timetable({"marac": every_friday_three}, DAYS).sitting("marac", date(2026, 12, 25)).meeting_id
    )
    assert moved.meeting_id != DECEMBER.meeting_id


def test_a_meeting_moved_by_hand_keeps_its_identity_and_gets_new_deadlines() -> None:
    by_hand = MovedSitting(scheduled_on=date(2026, 12, 16), held_on=date(2026, 12, 17), reason="The room is taken.")
    panel = msgspec.structs.replace(MARAC, moved=(by_hand,))
    sitting = Timetable({"marac": panel}, DAYS).sitting("marac", date(2026, 12, 16))
    assert (sitting.meeting_id, sitting.day) == (DECEMBER.meeting_id, date(2026, 12, 17))
    assert sitting.deadline == date(2026, 12, 7)


def test_beyond_the_announced_holidays_a_date_says_that_it_may_move() -> None:
    assert TIMETABLE.next_after("marac", london(date(2029, 2, 1))).provisional
    assert not TIMETABLE.next_after("marac", london(date(2028, 6, 1))).provisional


def test_a_planted_meeting_on_a_day_off_would_be_found() -> None:
    assert not DAYS.worked(date(2026, 12, 25))
    assert any(not DAYS.worked(day) for day in islice(scheduled_days(MARAC, FIRST), 280))


def test_only_days_of_the_cadence_can_be_convened() -> None:
    with pytest.raises(DayNotScheduled):
        TIMETABLE.sitting("marac", date(2026, 12, 15))


def test_an_unknown_panel_is_refused() -> None:
    with pytest.raises(PanelNotKnown):
        TIMETABLE.panel("mase")


def test_no_sitting_before_the_panel_began() -> None:
    assert TIMETABLE.next_after("cmarac", london(date(2014, 1, 1))).day == date(2016, 7, 14)
    assert CMARAC.first_on == date(2016, 7, 1)


def test_an_extra_sitting_is_never_prepared_in_the_past() -> None:
    called_at = london(date(2026, 12, 16), 13)
    extra = TIMETABLE.extra_sitting("marac", "extra", london(date(2026, 12, 17), 10), called_at)
    emergency = TIMETABLE.extra_sitting("marac", "emergency", london(date(2026, 12, 20), 18), called_at)
    assert extra.circulates_on == extra.deadline == date(2026, 12, 16)
    assert emergency.circulates_on == date(2026, 12, 20)
    assert len({extra.meeting_id, emergency.meeting_id, DECEMBER.meeting_id}) == 3


def test_a_person_has_one_case_before_a_panel_and_another_before_another() -> None:
    assert case_id("marac", "person-1", "referral-1") == case_id("marac", "person-1", "referral-2")
    assert case_id("marac", "person-1", "referral-1") != case_id("cmarac", "person-1", "referral-1")
    assert case_id("marac", None, "referral-1") != case_id("marac", None, "referral-2")


@pytest.mark.parametrize(
    ("panel", "cadence", "deadline", "circulation"),
    [
        (MARAC, EveryDays(days=21, anchor=date(2026, 12, 16)), 8, 7),
        (CMARAC, Monthly(week="second", weekday="thursday"), 10, 8),
    ],
    ids=["marac", "cmarac"],
)
def test_the_shipped_panels_have_the_deadlines_they_were_given(
    panel: PanelDefinition, cadence: EveryDays | Monthly, deadline: int, circulation: int
) -> None:
    assert (panel.cadence, panel.referral_deadline, panel.circulation) == (cadence, deadline, circulation)


def test_eight_working_days_are_what_a_neighbouring_borough_published() -> None:
    # Lambeth closed referrals on Friday 3 January for Wednesday 15 January 2020.
    assert DAYS.before(date(2020, 1, 15), 8) == date(2020, 1, 3)


def test_christmas_and_new_year_lie_between_a_january_meeting_and_its_deadline() -> None:
    january = TIMETABLE.sitting("marac", date(2027, 1, 6))
    counted = [january.deadline + timedelta(days=number) for number in range(1, 16)]
    off = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    worked = [day for day in counted if day.weekday() < 5 and day not in off and day <= january.day]
    assert (january.deadline, len(worked)) == (date(2026, 12, 22), 8)
