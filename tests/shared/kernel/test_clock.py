"""Times come from a clock that is handed in; as text they sort as they happened."""

from datetime import UTC, datetime, timedelta, timezone

import hypothesis.strategies as st
import pytest
from hypothesis import given

from shared.kernel.clock import ScriptedClock, parse_rfc3339, rfc3339, system_clock

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YEAR_2 = datetime(2, 1, 1, tzinfo=UTC)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    lambda since, zone: (YEAR_2 + since).astimezone(zone),
    st.timedeltas(timedelta(0), timedelta(days=9000 * 365)),
    zones,
)


@given(moments)
def test_a_moment_comes_back_from_its_text(moment: datetime) -> None:
    assert parse_rfc3339(rfc3339(moment)) == moment


@given(moments, moments)
def test_texts_sort_as_the_moments_do_whatever_their_zones(one: datetime, other: datetime) -> None:
    assert (rfc3339(one) < rfc3339(other)) == (one < other)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NINE, "2026-11-23T09:00:00.000000Z"),
        (datetime(2026, 7, 1, 9, 0, 0, 5, timezone(timedelta(hours=1))), "2026-07-01T08:00:00.000005Z"),
    ],
)
def test_the_text_is_utc_with_microseconds(moment: datetime, text: str) -> None:
    assert rfc3339(moment) == text


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        rfc3339(NINE.replace(tzinfo=None))


def test_the_systems_clock_knows_its_zone() -> None:
    assert system_clock().tzinfo is UTC


def test_a_scripted_clock_stands_where_it_is_put_and_never_goes_back() -> None:
    clock = ScriptedClock(NINE)
    assert [clock(), clock()] == [NINE, NINE]
    clock.set(NINE + timedelta(hours=1))
    clock.set(NINE)
    assert clock() == NINE + timedelta(hours=1)


def test_a_released_clock_follows_the_systems_and_is_not_stopped_again() -> None:
    clock = ScriptedClock(NINE)
    clock.release()
    clock.set(NINE)
    assert abs(clock() - system_clock()) < timedelta(minutes=1)
