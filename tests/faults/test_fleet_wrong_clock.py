"""A clock that is an hour wrong, ahead and behind and put right again, in one service after the other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.faults.fleet import Fleet
from tests.support.faults.settling import until
from tests.support.faults.wrong_clock import WrongClock

# A little more than the broker, by itself, lets a message be ahead of it.
AHEAD, BEHIND = 3_660, -3_660
# So old that the deadline of a case of abuse, a day after it was told, is half an hour ahead.
NEARLY_DUE = timedelta(hours=23, minutes=25)
SKEWED = ("intake web", "intake worker", "triage worker", "notifications worker")


_made: dict[Fleet, dict[str, WrongClock]] = {}


@pytest.fixture
def clocks(fleet: Fleet) -> Iterator[dict[str, WrongClock]]:
    """A clock of its own for each of these processes, right so far; given once to a fleet, whose processes keep it."""
    if fleet not in _made:
        _made[fleet] = {name: WrongClock(fleet.folder, name.replace(" ", "-")) for name in SKEWED}
        for name, clock in _made[fleet].items():
            fleet.programs[name].stop()
            fleet.programs[name].environment |= clock.environment
            fleet.programs[name].start()
        for name in SKEWED:
            fleet.programs[name].answer()
    yield _made[fleet]
    for clock in _made[fleet].values():
        clock.set(0)


def put(clocks: dict[str, WrongClock], service: str, seconds: int) -> None:
    """One service's clocks are wrong by so much; all others are right."""
    for name, clock in clocks.items():
        clock.set(seconds if name.startswith(service) else 0)


@pytest.mark.parametrize("service", ["intake", "triage", "notifications"])
def test_an_hour_ahead_an_hour_behind_and_right_again_leaves_nothing_amiss(
    fleet: Fleet, clocks: dict[str, WrongClock], service: str
) -> None:
    try:
        # What is told as of now is in the future for a clock that is behind, which says so and takes nothing.
        fleet.callers.told_before = timedelta(hours=2)
        for seconds in (AHEAD, BEHIND, 0):
            put(clocks, service, seconds)
            fleet.callers.send(16)
            fleet.settle()
            assert fleet.amiss() == [], seconds
    finally:
        fleet.callers.told_before = timedelta()
    recorded = {name: [row.recorded_at for row in rows] for name, rows in fleet.evidence().logs.items()}
    assert all(times == sorted(times) for times in recorded.values())
    assert datetime.fromisoformat(recorded[service][-1]) > datetime.now(UTC)


def test_a_deadline_falls_due_by_the_clock_of_the_machine_that_keeps_it_and_once(
    fleet: Fleet, clocks: dict[str, WrongClock]
) -> None:
    missed = {row.stream for row in fleet.evidence().named("triage.response_missed")}
    fleet.callers.told_before = NEARLY_DUE
    try:
        fleet.callers.send(8)
    finally:
        fleet.callers.told_before = timedelta()
    fleet.settle()
    assert late(fleet) == missed
    put(clocks, "triage", AHEAD)
    until(lambda: late(fleet) - missed, 120, "the deadline has passed by the clock that is ahead")
    fleet.settle()
    noted = late(fleet)
    for seconds in (BEHIND, 0, AHEAD):
        put(clocks, "triage", seconds)
        fleet.settle()
    rows = fleet.evidence().named("triage.response_missed")
    assert len(rows) == len({row.stream for row in rows}) == len(noted)
    assert fleet.amiss() == []
    fleet.verify()


def late(fleet: Fleet) -> set[str]:
    """The assessments whose response is noted as late."""
    return {row.stream for row in fleet.evidence().named("triage.response_missed")}
