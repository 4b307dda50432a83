"""An answer lost with its connection ends in the truth: what was stored is found, what was not is written, once."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.local.postgres import LocalPostgres
from shared.event_store.engine import migrate_store, open_store
from shared.event_store.jobs import Appended, Job
from shared.event_store.postgres.connecting import connect
from shared.event_store.postgres.log import PostgresLog
from shared.event_store.postgres.wire import Calls, NoAnswer
from shared.event_store.store import EventStore
from shared.kernel.clock import system_clock
from shared.kernel.dispatching import Receipt
from shared.kernel.handling import Timer
from shared.kernel.refusals import ConcurrencyConflict, Unavailable
from tests.support.backends import no_seal, nothing_first
from tests.support.cutting import Wire
from tests.support.notebook import FACTS, MORNING, a_job, next_timer_at, notes, written
from tests.support.postgres import NewDatabase, fresh_database, plain_connection

ONCE = Receipt("http/account-1/POST", "key-1", "print-1", b"answer")
ORDER_LOCK = 6292339801477406513


def opened(address: str) -> EventStore:
    return open_store(address, FACTS, {}, no_seal, system_clock, nothing_first)


@pytest.fixture
def database(new_database: NewDatabase) -> str:
    address = new_database()
    migrate_store(address)
    return address


@pytest.fixture
def wire(database: str) -> Iterator[Wire]:
    made = Wire(database)
    yield made
    made.close()


@pytest.fixture
def log(wire: Wire) -> Iterator[PostgresLog]:
    made = PostgresLog(wire.address, system_clock, nothing_first)
    yield made
    made.close()


@pytest.fixture
def store(database: str) -> Iterator[EventStore]:
    """The same log by another way, to make jobs and to look."""
    made = opened(database)
    yield made
    made.close()


def some_jobs(store: EventStore) -> list[Job]:
    return [
        a_job(store, "n-1", *notes(2), receipt=ONCE),
        a_job(store, "n-2", *notes(3), timers=[Timer("t-1", "chase", MORNING)]),
        a_job(store, "taken"),
    ]


@pytest.mark.parametrize("what", ["the answer", "the question"])
def test_a_job_whose_connection_was_cut_is_stored_once_and_said_to_be(
    log: PostgresLog, wire: Wire, store: EventStore, what: str
) -> None:
    wire.lose = what
    assert log.commit([a_job(store, "n-1", *notes(2), receipt=ONCE)]) == [Appended(1, 2, 2)]
    assert wire.cut.is_set()
    assert [row.position for row in store.page(0)] == [1, 2]


@pytest.mark.parametrize("what", ["the answer", "the question"])
def test_of_a_batch_whose_connection_was_cut_each_learns_what_became_of_it(
    log: PostgresLog, wire: Wire, store: EventStore, what: str
) -> None:
    written(store, "taken")
    wire.lose = what
    first, second, conflict = log.commit(some_jobs(store))
    assert wire.cut.is_set()
    assert (first, second) == (Appended(2, 3, 2), Appended(4, 6, 3))
    assert isinstance(conflict, ConcurrencyConflict)
    assert [row.stream for row in store.page(1)] == ["n-1", "n-1", "n-2", "n-2", "n-2"]
    assert next_timer_at(store) == MORNING


def test_where_the_truth_cannot_be_learnt_that_is_said_and_a_second_try_is_safe(
    log: PostgresLog, wire: Wire, store: EventStore
) -> None:
    job = a_job(store, "n-1", *notes(2), receipt=ONCE)
    wire.lose, wire.down = "the answer", True
    [said] = log.commit([job])
    assert isinstance(said, Unavailable)
    assert "whether it was stored is not known" in said.says
    waited = []
    for _ in range(3):  # a machine that stands still for half a second has the server asked again, and waited for
        began = time.monotonic()
        [at_once] = log.commit([job])
        assert isinstance(at_once, Unavailable)
        waited.append(time.monotonic() - began)
    assert min(waited) < 1
    wire.down = False
    time.sleep(0.6)  # a server that was away is asked again every half second
    [again] = log.commit([a_job(store, "n-1", *notes(2), receipt=ONCE)])
    assert isinstance(again, Appended)
    assert again.repeated is not None
    assert store.head() == 2


def test_a_lost_session_that_still_waits_for_its_turn_writes_nothing_later(
    log: PostgresLog, wire: Wire, store: EventStore, database: str
) -> None:
    with plain_connection(database) as keeper, ThreadPoolExecutor(1) as other:
        keeper.execute("SELECT pg_advisory_lock(%s)", (ORDER_LOCK,))
        answer = other.submit(log.commit, [a_job(store, "n-1", *notes(2))])
        while not keeper.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").fetchall():
            time.sleep(0.01)
        wire.sever()
        time.sleep(0.3)
        keeper.execute("SELECT pg_advisory_unlock(%s)", (ORDER_LOCK,))
        assert answer.result(20) == [Appended(1, 2, 2)]
    assert [row.position for row in store.page(0)] == [1, 2]


def test_a_statement_beside_the_log_is_done_although_its_connection_was_cut(
    log: PostgresLog, wire: Wire, store: EventStore
) -> None:
    store.append(a_job(store, "n-1", timers=[Timer("t-1", "chase", MORNING)]))
    wire.lose = "the question"
    log.execute("DELETE FROM timers WHERE timer_id = ?", ("t-1",))
    assert wire.cut.is_set()
    assert next_timer_at(store) is None


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(database: str) -> None:
    connection = connect(database)
    calls = Calls(connection, [(b"sleep", "SELECT pg_sleep(60)")], seconds=0.3)
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        calls.call(b"sleep", ())
    assert time.monotonic() - began < 20
    connection.close()


def test_a_server_restarted_under_load_loses_nothing_doubles_nothing_and_keeps_nobody_waiting(
    own_postgres: LocalPostgres,
) -> None:
    address = fresh_database(own_postgres.address)
    migrate_store(address)
    store, stop = opened(address), threading.Event()
    told: dict[str, Appended] = {}
    longest = [0.0]

    def write(writer: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            began, name = time.monotonic(), f"{writer}-{number}"
            try:
                told[name] = written(store, name, *notes(1 + number % 3))
            except Unavailable:
                time.sleep(0.05)
            longest[0] = max(longest[0], time.monotonic() - began)

    with ThreadPoolExecutor(8) as writers:
        running = [writers.submit(write, number) for number in range(8)]
        for _ in range(3):
            time.sleep(0.4)
            own_postgres.stop()
            time.sleep(0.3)
            own_postgres.start()
        before = len(told)
        time.sleep(1.5)
        stop.set()
        for each in running:
            each.result(30)
    assert len(told) > before > 0
    rows = store.page(0, 100_000)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    firsts = {row.stream: row.position for row in reversed(rows)}
    assert {name: done.first_position for name, done in told.items()} == {name: firsts[name] for name in told}
    assert longest[0] < 10
    store.close()
