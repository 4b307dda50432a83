"""The hours in which somebody may be written to, by London's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.safe_hours import LONDON, Window, next_permitted, permitted, window

# Three weeks in which the clocks go forward.
SPRING = datetime(2026, 3, 20, tzinfo=UTC)


def london(day: int, hour: int, minute: int = 0, month: int = 11, fold: int = 0) -> datetime:
    """A time of London's clock in 2026; 23 November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON, fold=fold)


def windows(*texts: str) -> list[Window]:
    found = [window(text) for text in texts]
    assert None not in found
    return [each for each in found if each is not None]


@pytest.mark.parametrize(
    ("text", "moment", "inside"),
    [
        ("Mon-Fri 10:00-14:00", london(23, 10), True),
        ("Mon-Fri 10:00-14:00", london(23, 13, 59), True),
        ("Mon-Fri 10:00-14:00", london(23, 14), False),
        ("Mon-Fri 10:00-14:00", london(28, 11), False),
        ("Mon,Wed", london(25, 20, 59), True),
        ("Mon,Wed", london(24, 12), False),
        ("18:00-23:59", london(24, 20, 59), True),
        ("Fri-Mon 09:00-10:00", london(22, 9, 30), True),
        ("Fri-Mon 09:00-10:00", london(24, 9, 30), False),
        ("mon 09:00-10:00", london(23, 9, 30), True),
        ("Mon 22:00-02:00", london(24, 1, 59), True),
        ("Mon 22:00-02:00", london(24, 2), False),
        ("Mon 22:00-02:00", london(23, 1), False),
        ("22:00-22:30", london(24, 22, 15), True),
    ],
)
def test_a_window_is_kept_to_the_minute(text: str, moment: datetime, inside: bool) -> None:
    assert permitted(moment, windows(text)) is inside


@pytest.mark.parametrize(
    "text",
    [
        "", "when he is at work", "Mon-", "Mon-Fri 9-5", "Mon-Fri 25:00-26:00", "10:00-10:00", "Mon 10:70-11:00",
        "Funday 10:00-11:00", "10:00", "Mon10:00-11:00", "Mon-Tue-Wed", "24:00-08:00", "after 18:00",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_no_window(text: str) -> None:
    assert window(text) is None


@pytest.mark.parametrize(("hour", "minute", "allowed"), [(7, 59, False), (8, 0, True), (20, 59, True), (21, 0, False)])
def test_without_safe_hours_nobody_is_disturbed_from_nine_in_the_evening_to_eight(
    hour: int, minute: int, allowed: bool
) -> None:
    assert permitted(london(23, hour, minute), []) is allowed


def test_safe_hours_that_run_into_the_night_end_with_the_day_but_a_window_in_the_night_was_meant() -> None:
    assert not permitted(london(23, 22), windows("18:00-23:59"))
    assert permitted(london(23, 22), windows("21:30-23:00"))
    assert not permitted(london(23, 22), windows("20:00-23:00"))


def test_the_clock_is_londons_in_summer_too() -> None:
    ten_in_july = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
    assert permitted(ten_in_july, windows("Mon 10:00-11:00"))
    assert not permitted(ten_in_july + timedelta(hours=1), windows("Mon 10:00-11:00"))


@pytest.mark.parametrize(
    ("texts", "now", "expected"),
    [
        ((), london(23, 22), london(24, 8)),
        ((), london(23, 6), london(23, 8)),
        (("Mon-Fri 10:00-14:00",), london(27, 14), london(30, 10)),
        (("Mon 10:00-11:00",), london(23, 11), london(30, 10)),
        (("18:00-23:59",), london(23, 21), london(24, 18)),
        (("06:00-09:00",), london(23, 5), london(23, 8)),
        # Clocks went forward at 01:00 on 29 March: the window begins where the missing hour ends.
        (("Sun 01:30-04:00",), london(28, 12, month=3), london(29, 2, month=3)),
        # On 25 October 01:30 comes twice; both are half past one.
        (("Sun 01:30-01:40",), london(25, 1, 45, month=10), london(25, 1, 30, month=10, fold=1)),
    ],
)
def test_what_must_wait_waits_for_the_next_moment(texts: tuple[str, ...], now: datetime, expected: datetime) -> None:
    assert next_permitted(now, windows(*texts)) == expected.astimezone(UTC)


@given(
    st.lists(
        st.builds(
            lambda day, start, length: Window(frozenset({day}), start, start + length),
            st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440),
        ),
        max_size=2,
    ),
    st.integers(0, 21 * 24 * 60 * 60).map(lambda second: SPRING + timedelta(seconds=second)),
)  # fmt: skip
def test_the_next_moment_is_permitted_and_no_quarter_of_an_hour_before_it_is(
    hours: list[Window], now: datetime
) -> None:
    found = next_permitted(now, hours)
    if found is None:
        # A window whose only hours lie in the day and the night at once may never open: in no week at all.
        assert not any(permitted(now + timedelta(minutes=15 * step), hours) for step in range(7 * 96))
        return
    assert permitted(found, hours)
    step = now
    while step < found:
        assert not permitted(step, hours)
        step += timedelta(minutes=15)
