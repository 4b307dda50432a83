"""The clock of a call counts what was spent and no pause, whatever the page brings back."""

from datetime import timedelta

import pytest

from services.intake.web.call_clock import CallClock, read_clock, resumed, started
from tests.support.builders.intake import NOW


def later(**passed: int) -> CallClock:
    return read_clock(started(NOW).hidden, NOW + timedelta(**passed))


def test_it_runs_from_the_first_page_and_stands_still_while_paused() -> None:
    clock = later(minutes=2, seconds=14)
    assert clock.shown == "00:02:14"
    paused = clock.turned(NOW)
    assert paused.hidden == {"_spent": "134", "_since": ""}
    assert read_clock(paused.hidden, NOW + timedelta(hours=1)).spent == 134
    assert read_clock(paused.turned(NOW).hidden, NOW + timedelta(seconds=6)).spent == 140


def test_what_lies_between_a_call_that_was_kept_and_its_going_on_was_nobodys_time() -> None:
    assert resumed("134", NOW).spent == 134
    assert resumed("134", NOW).since == NOW


@pytest.mark.parametrize("passed", [-60, 86_400 * 3])
def test_a_clock_put_back_or_a_page_left_open_for_days_gives_no_absurd_time(passed: int) -> None:
    assert 0 <= later(seconds=passed).spent <= 86_400
    assert later(seconds=passed).minutes({}) <= 1_440


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"_spent": "x", "_since": "y"},
        {"_spent": "-5"},
        {"_spent": "9" * 40},
        {"_since": "2026-11-23T09:00:00"},
        {"_since": "9999-12-31T23:59:00-12:00"},
    ],
)
def test_whatever_comes_back_is_read(sent: dict[str, str]) -> None:
    assert read_clock(sent, NOW) == CallClock(0, None)


def test_a_minute_that_was_begun_is_spent_and_what_was_typed_counts_before() -> None:
    assert [CallClock(seconds, None).minutes({}) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]
    assert CallClock(600, None).minutes({"_minutes": ["12"]}) == 12
