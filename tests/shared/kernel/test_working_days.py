"""Working days of England and Wales, counted as people count them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.bank_holidays import england_and_wales

DAYS = england_and_wales()
DAY = st.dates(date(2013, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(
            date(2026, 12, 25), date(2026, 12, 29), id="Christmas 2026 on a Friday, Boxing Day made up Monday"
        ),
        pytest.param(date(2026, 4, 3), date(2026, 4, 7), id="Easter 2026 from Good Friday to Tuesday"),
        pytest.param(date(2022, 9, 19), date(2022, 9, 20), id="the state funeral, announced nine days before"),
        pytest.param(date(2022, 6, 2), date(2022, 6, 6), id="the jubilee's four days"),
        pytest.param(date(2023, 5, 8), date(2023, 5, 9), id="the coronation's Monday"),
    ],
)
def test_a_day_off_gives_the_next_working_day(day: date, expected: date) -> None:
    assert DAYS.on_or_after(day) == expected


@pytest.mark.parametrize(
    ("meeting", "deadline"),
    [
        pytest.param(date(2020, 1, 15), date(2020, 1, 3), id="Lambeth's published date, over no holiday"),
        pytest.param(date(2026, 12, 16), date(2026, 12, 4), id="the example"),
        pytest.param(date(2027, 1, 6), date(2026, 12, 22), id="over Christmas and New Year"),
    ],
)
def test_eight_working_days_before_a_meeting(meeting: date, deadline: date) -> None:
    assert DAYS.before(meeting, 8) == deadline


@given(DAY, st.integers(1, 30))
def test_counting_back_and_forth_agree(day: date, count: int) -> None:
    earlier = DAYS.before(day, count)
    assert DAYS.worked(earlier)
    assert DAYS.between(earlier, DAYS.on_or_after(day)) >= count
    assert DAYS.after(DAYS.before(DAYS.on_or_after(day), count), count) == DAYS.on_or_after(day)


def test_what_has_not_been_announced_is_said_to_be_unknown() -> None:
    assert DAYS.known(DAYS.known_until)
    assert not DAYS.known(DAYS.known_until + timedelta(days=1))
    assert not DAYS.known(DAYS.known_from - timedelta(days=1))


def test_scottish_and_irish_holidays_are_worked_here() -> None:
    assert DAYS.worked(date(2026, 3, 17))
    assert DAYS.worked(date(2026, 11, 30))
