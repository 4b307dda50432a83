"""What came of calling back is kept; an answer that is none changes nothing."""

import pytest

from services.intake.domain.events import CallBackTried
from shared.access.roles import Role
from tests.support.builders.intake_pages import Browser, FrontDesk


def after_a_dropped_call(desk: FrontDesk) -> tuple[Browser, str]:
    officer = desk.officer()
    officer.open("/intake/call")
    officer.send("/intake/call", {"reporter.full_name": "Amina Okafor", "then": "dropped"})
    return officer, officer.at


def test_a_try_that_reached_nobody_is_counted_and_the_next_officer_sees_it(desk: FrontDesk) -> None:
    officer, address = after_a_dropped_call(desk)
    officer.send(f"{address}/call-back", {"outcome": "not_reached"})
    assert "Tried 1 time since." in officer.text
    assert "tried 1 time" in officer.open("/intake/call/unfinished")


@pytest.mark.parametrize("sent", [{}, {"outcome": "sang"}])
def test_no_answer_changes_nothing(desk: FrontDesk, sent: dict[str, str]) -> None:
    officer, address = after_a_dropped_call(desk)
    officer.send(f"{address}/call-back", sent)
    assert officer.status == 200
    assert not any(isinstance(each.fact, CallBackTried) for each in desk.recorded())


def test_nobody_else_may(desk: FrontDesk) -> None:
    _, address = after_a_dropped_call(desk)
    other = desk.officer(Role.OBSERVER, name="Sam Reed")
    other.open("/panels")
    other.send(f"{address}/call-back", {"outcome": "reached"})
    assert other.status == 404
