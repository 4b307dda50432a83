"""Two workers of one service: one works, the other takes over when it is gone; who slept through it does no harm."""

import signal
import time

from deploy.local.ports import free_port
from tests.support.faults.fleet import Fleet
from tests.support.faults.programs import Program
from tests.support.faults.settling import until

# What is promised on a machine that is not overloaded is a few seconds: one look a second, and a new member's joining.
TAKES_OVER_WITHIN = 60.0
_LEASES = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()"
)


def pair(fleet: Fleet) -> tuple[Program, Program]:
    """The worker of notifications there is, holding everything, and one more, holding nothing."""
    first = fleet.programs["notifications worker"]
    until(lambda: len(fleet.held(first)) >= 6, 60, "the worker does all its work")
    second = fleet.program("notifications worker", free_port())
    second.start()
    second.answer()
    return first, second


def test_the_other_takes_over_when_the_one_is_killed_and_they_never_both_work(fleet: Fleet) -> None:
    first, second = pair(fleet)
    everything = fleet.held(first)
    try:
        with fleet.callers.flowing():
            for _ in range(5):
                assert not fleet.held(first) & fleet.held(second)
                time.sleep(0.3)
            assert fleet.held(second) == set()
            first.kill()
            took = until(lambda: fleet.held(second) == everything, TAKES_OVER_WITHIN, "the other takes over")
        first.start()
        first.answer()
        print(f"the other does all the work {took:.1f} s after the kill")
        fleet.settle()
        assert fleet.held(first) == set()
        assert fleet.amiss() == []
    finally:
        second.end()


def test_one_that_sleeps_keeps_its_work_until_it_is_taken_from_it_and_finds_so_when_it_wakes(fleet: Fleet) -> None:
    first, second = pair(fleet)
    everything = fleet.held(first)
    try:
        with fleet.callers.flowing():
            time.sleep(1)
            first.signal(signal.SIGSTOP)
            time.sleep(3)
            assert fleet.held(second) == set()  # for all the server knows, the first may be at work
            assert fleet.databases.query("notifications", _LEASES)  # as its end, or a restart of the server, would
            took = until(lambda: fleet.held(second) == everything, 60, "the other takes over")
            first.signal(signal.SIGCONT)
            until(lambda: not fleet.held(first), TAKES_OVER_WITHIN, "the one that slept knows that it lost its work")
            for _ in range(5):
                assert not fleet.held(first) & fleet.held(second)
                time.sleep(0.3)
        print(f"the other does all the work {took:.1f} s after the sleeper's leases were ended")
        fleet.settle()
        assert fleet.amiss() == []
    finally:
        second.end()
