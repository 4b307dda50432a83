"""Tries at coming back are slowed down for a reference and for a client, and what was typed stands nowhere."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.intake.adapters import tries
from services.intake.adapters.tries import CLIENT, REFERENCE, CountedTries
from shared.event_store.databases import open_database
from shared.kernel.clock import ScriptedClock
from tests.support.builders.intake import NOW
from tests.support.databases import Place

REF, ELSEWHERE = "WM-2223-X", "WM-2224-W"


class Counted:
    """Tries in a place, with their clock."""

    def __init__(self, place: Place) -> None:
        self.clock, self.place = ScriptedClock(NOW), place
        self.database = open_database(place.address("intake"), "DATABASE_URL", "tries")
        self.tries = CountedTries(self.database, lambda text: hashlib.sha256(text.encode()).hexdigest(), self.clock)

    def wait(self, reference: str = REF, client: str = "a", after: int = 0) -> int:
        self.clock.set(self.clock() + timedelta(seconds=after))
        return self.tries.wait(reference, client)


@pytest.fixture
def counted(place: Place) -> Iterator[Counted]:
    made = Counted(place)
    yield made
    made.database.close()


def test_after_a_few_tries_each_waits_twice_as_long_up_to_five_minutes(counted: Counted) -> None:
    assert [counted.wait() for _ in range(REFERENCE.free)] == [0, 0, 0]
    waits = []
    for _ in range(12):
        waits.append(counted.wait())
        assert counted.wait(after=waits[-1]) == 0
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_one_reference_does_not_wait_for_another(counted: Counted) -> None:
    for _ in range(REFERENCE.free):
        counted.wait()
    assert counted.wait() == 1
    assert counted.wait(ELSEWHERE) == 0


def test_a_client_that_goes_through_references_is_slowed_down_and_others_are_not(counted: Counted) -> None:
    assert [counted.wait(f"reference {number}") for number in range(CLIENT.free)] == [0] * CLIENT.free
    assert counted.wait("another reference") == 1
    assert counted.wait("another reference", client="b") == 0
    assert counted.wait("yet another", after=int(CLIENT.back_after.total_seconds())) == 0


def test_a_try_that_has_to_wait_is_not_counted_and_a_right_phrase_starts_anew(counted: Counted) -> None:
    for _ in range(REFERENCE.free):
        counted.wait()
    assert [counted.wait() for _ in range(5)] == [1] * 5
    counted.tries.forgive(REF)
    assert counted.wait() == 0


def test_what_was_typed_stands_nowhere_and_goes_after_a_day(counted: Counted) -> None:
    counted.wait()
    assert REF.encode() not in counted.place.stored_bytes("intake")
    assert not counted.tries.forget_old()
    counted.clock.set(NOW + timedelta(days=1, seconds=1))
    assert counted.tries.forget_old()
    assert not counted.tries.forget_old()


def test_where_somebody_asked_from_is_written_down_nowhere_and_only_so_many_are_remembered(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted.wait(client="203.0.113.7")
    stored = counted.place.stored_bytes("intake")
    assert b"203.0.113.7" not in stored
    assert hashlib.sha256(b"client 203.0.113.7").hexdigest().encode() not in stored
    monkeypatch.setattr(tries, "MOST_CLIENTS", 2)
    for number in range(CLIENT.free):
        counted.wait(f"reference {number}")
    assert counted.wait("another reference") == 1
    for client in ("b", "c"):
        counted.wait(f"reference of {client}", client=client)
    assert counted.wait("yet another") == 0
