"""The log of one service: one order, dense positions, versions, receipts, timers; for every kind of database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest

from shared.event_store.engine import StoreNotUsable
from shared.event_store.store import EventStore
from shared.kernel.clock import rfc3339
from shared.kernel.dispatching import Receipt
from shared.kernel.handling import Timer
from shared.kernel.refusals import ConcurrencyConflict, KeyReused, Unavailable
from tests.support.backends import Stores
from tests.support.notebook import CLERK, DECIDER, MORNING, Notebook, NoteWritten, a_job, next_timer_at, notes, written

ONCE = Receipt("http/account-1/POST", "key-1", "print-1", b'{"reference":"WM-7K3F-Q"}')


def test_facts_come_back_as_they_went_in_with_their_place_and_both_times(stores: Stores) -> None:
    store = stores.open()
    stores.clock.set(MORNING + timedelta(hours=2))
    job = store.job("n-1", 0, notes(2), CLERK, MORNING, ("referral-1", "referral-2"))
    appended = store.append(job)
    first, second = store.page(0)
    assert (appended.first_position, appended.last_position, appended.version) == (1, 2, 2)
    assert [first.fact, second.fact] == notes(2)
    assert (first.position, first.stream, first.version, second.version) == (1, "n-1", 1, 2)
    assert (first.occurred_at, first.recorded_at) == (MORNING, MORNING + timedelta(hours=2))
    assert (first.context, first.about) == (CLERK, ("referral-1", "referral-2"))
    assert first.event_id != second.event_id


def test_positions_are_dense_over_all_streams_and_a_conflict_leaves_no_hole(store: EventStore) -> None:
    written(store, "n-1", *notes(3))
    with pytest.raises(ConcurrencyConflict):
        written(store, "n-1", *notes(2))
    written(store, "n-2", *notes(2))
    written(store, "n-1", *notes(1), expected=3)
    assert [(row.position, row.stream, row.version) for row in store.page(0)] == [
        (1, "n-1", 1),
        (2, "n-1", 2),
        (3, "n-1", 3),
        (4, "n-2", 1),
        (5, "n-2", 2),
        (6, "n-1", 4),
    ]


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_job_for_another_version_than_the_streams_leaves_nothing_behind(store: EventStore, expected: int) -> None:
    written(store, "n-1", *notes(2))
    job = a_job(store, "n-1", expected=expected, receipt=ONCE, timers=[Timer("t-1", "chase", MORNING)])
    with pytest.raises(ConcurrencyConflict):
        store.append(job)
    assert store.head() == 2
    assert store.receipt(ONCE.scope, ONCE.key) is None
    assert next_timer_at(store) is None


def test_the_time_of_recording_never_goes_back_even_if_the_clock_does(stores: Stores) -> None:
    written(stores.open(clock=lambda: MORNING), "n-1")
    written(stores.open(clock=lambda: MORNING - timedelta(hours=1)), "n-2")
    assert [row.recorded_at for row in stores.open().page(0)] == [MORNING, MORNING]


def test_pages_go_on_from_the_last_position_and_end_empty(store: EventStore) -> None:
    written(store, "n-1", *notes(7))
    pages = [[row.position for row in store.page(after, 3)] for after in (0, 3, 6, 7)]
    assert pages == [[1, 2, 3], [4, 5, 6], [7], []]


def test_a_stream_folds_to_its_state_and_version(store: EventStore) -> None:
    written(store, "n-1", *notes(4))
    assert store.fold("n-1", DECIDER) == (Notebook(total=10), 4)


def test_an_unknown_stream_is_at_the_beginning(store: EventStore) -> None:
    assert store.fold("nowhere", DECIDER) == (Notebook(), 0)
    assert (store.stream("nowhere"), store.head()) == ([], 0)


def test_the_same_receipt_gets_the_first_answer_and_writes_nothing(store: EventStore) -> None:
    first = store.append(a_job(store, "n-1", *notes(2), receipt=ONCE))
    again = store.append(a_job(store, "n-2", *notes(9), receipt=ONCE))
    assert again.repeated is not None
    assert (again.repeated.answer, again.repeated.fingerprint) == (ONCE.answer, ONCE.fingerprint)
    assert (again.first_position, again.last_position) == (first.first_position, first.last_position) == (1, 2)
    assert store.head() == 2


def test_a_repeated_receipt_is_answered_before_the_version_is_looked_at(store: EventStore) -> None:
    store.append(a_job(store, "n-1", receipt=ONCE))
    written(store, "n-1", *notes(3), expected=1)
    assert store.append(a_job(store, "n-1", receipt=ONCE)).repeated is not None


def test_the_same_key_for_another_request_is_refused(store: EventStore) -> None:
    store.append(a_job(store, "n-1", receipt=ONCE))
    with pytest.raises(KeyReused):
        store.append(a_job(store, "n-2", receipt=Receipt(ONCE.scope, ONCE.key, "print-2")))
    assert store.head() == 1


def test_the_same_key_in_another_scope_is_another_receipt(store: EventStore) -> None:
    store.append(a_job(store, "n-1", receipt=ONCE))
    assert store.append(a_job(store, "n-2", receipt=Receipt("inbox/policy", ONCE.key))).repeated is None


def test_a_job_without_facts_still_keeps_its_receipt_and_takes_no_position(store: EventStore) -> None:
    job = store.job("n-1", 0, (), CLERK, MORNING, receipt=ONCE)
    assert (store.append(job).first_position, store.append(job).last_position) == (0, 0)
    kept = store.receipt(ONCE.scope, ONCE.key)
    assert kept is not None
    assert (kept.answer, kept.first_position, kept.last_position, store.head()) == (ONCE.answer, 0, 0, 0)


def test_jobs_of_one_batch_are_answered_each_for_itself(stores: Stores) -> None:
    store, log = stores.open(), stores.log()
    written(store, "stale")
    good, other = a_job(store, "n-1", *notes(2)), a_job(store, "n-2", *notes(3))
    first, conflict, last = log.commit([good, a_job(store, "stale"), other])
    assert isinstance(conflict, ConcurrencyConflict)
    assert [row.stream for row in store.page(1)] == ["n-1", "n-1", "n-2", "n-2", "n-2"]
    assert [getattr(answer, "last_position", None) for answer in (first, last)] == [3, 6]


def test_a_job_the_database_refuses_spoils_no_neighbour_and_leaves_no_part_of_itself(stores: Stores) -> None:
    store, log = stores.open(), stores.log()
    bad = a_job(store, "bad", *notes(3), receipt=ONCE)
    twice = [bad.rows[0], bad.rows[1], (*bad.rows[2][:2], bad.rows[0][2], *bad.rows[2][3:])]  # one event id twice
    spoilt = type(bad)(bad.stream, 0, twice, bad.receipt)
    first, refused, last = log.commit([a_job(store, "n-1"), spoilt, a_job(store, "n-2")])
    assert isinstance(refused, Exception)
    assert not isinstance(first, Exception)
    assert not isinstance(last, Exception)
    assert [(row.position, row.stream) for row in store.page(0)] == [(1, "n-1"), (2, "n-2")]
    assert store.receipt(ONCE.scope, ONCE.key) is None


def test_no_job_is_written_when_what_must_come_first_fails(stores: Stores) -> None:
    def no_keys() -> None:
        raise OSError("no room for keys")

    store = stores.open(before_commit=no_keys)
    with pytest.raises(OSError, match="no room"):
        written(store, "n-1")
    assert store.head() == 0


def test_timers_fall_due_in_order_and_not_before(store: EventStore) -> None:
    later, sooner = Timer("t-2", "chase", MORNING + timedelta(days=2), {"case": "2"}), Timer("t-1", "chase", MORNING)
    store.append(a_job(store, "n-1", timers=[later, sooner]))
    assert next_timer_at(store) == MORNING
    assert [due.timer for due in store.due_timers(MORNING - timedelta(microseconds=1))] == []
    assert [due.timer for due in store.due_timers(MORNING)] == [sooner]
    due = store.due_timers(MORNING + timedelta(days=2))
    assert [each.timer for each in due] == [sooner, later]
    assert {each.context for each in due} == {CLERK}


def test_a_timer_is_set_anew_taken_back_and_forgotten_when_done(store: EventStore) -> None:
    first, anew = Timer("t-1", "chase", MORNING), Timer("t-1", "chase", MORNING + timedelta(days=1))
    store.append(a_job(store, "n-1", timers=[first, Timer("t-2", "chase", MORNING)]))
    store.append(a_job(store, "n-1", expected=1, timers=[anew, Timer("t-2", "chase", None)]))
    store.timer_done(first)
    assert [due.timer for due in store.due_timers(MORNING + timedelta(days=9))] == [anew]
    store.timer_done(anew)
    assert next_timer_at(store) is None


def test_a_listener_is_woken_when_the_log_has_grown(store: EventStore) -> None:
    woken = Event()
    store.listen(woken)
    written(store, "n-1")
    assert woken.is_set()


def test_two_openings_of_one_log_share_one_order(stores: Stores) -> None:
    one, other = stores.open(), stores.open()
    for version in range(3):
        written(one, "n-1", expected=version)
        written(other, "n-2", expected=version)
    assert [row.stream for row in other.page(0)] == ["n-1", "n-2"] * 3
    with pytest.raises(ConcurrencyConflict):
        written(other, "n-1", expected=2)


def test_nothing_is_changed_by_looking(store: EventStore) -> None:
    written(store, "n-1")
    with pytest.raises(Unavailable, match="may only be read"):
        store.look("DELETE FROM events")
    assert store.head() == 1


def test_many_threads_write_and_read_and_every_fact_is_there_once(store: EventStore) -> None:
    def write(thread: int) -> int:
        for version in range(20):
            written(store, f"n-{thread}", NoteWritten(number=thread), expected=version)
        return store.fold(f"n-{thread}", DECIDER)[1]

    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(write, range(12))) == [20] * 12
    assert [row.position for row in store.page(0)] == list(range(1, 241))


def test_two_programs_that_append_at_the_same_moment_queue_and_neither_is_turned_away(stores: Stores) -> None:
    logs, start = [stores.open(), stores.open()], Barrier(2)

    def write(which: int) -> list[int]:
        start.wait(60)
        streams = (f"{which}-{number}" for number in range(150))
        return [written(logs[which], stream, *notes(2)).first_position for stream in streams]

    with ThreadPoolExecutor(2) as programs:
        one, other = programs.map(write, range(2))
    assert sorted(one + other) == list(range(1, 600, 2))
    recorded = [row.recorded for row in logs[0].page(0, 1000)]
    assert recorded == sorted(recorded)


def test_a_store_of_a_newer_program_is_not_opened_and_not_touched(stores: Stores) -> None:
    written(stores.open(), "n-1")
    stores.tamper("UPDATE about_store SET value = ? WHERE name = ?", ("99", "store_version"))
    with pytest.raises(StoreNotUsable, match=r"newer Waymark \(store version 99"):
        stores.open()


def test_a_store_is_opened_only_by_the_service_that_made_it(stores: Stores) -> None:
    stores.open(owner="intake")
    stores.open(owner="intake")
    with pytest.raises(StoreNotUsable, match="belongs to intake, not to triage"):
        stores.open(owner="triage")


def test_the_stored_times_sort_as_text(stores: Stores) -> None:
    store = stores.open()
    written(store, "n-1")
    assert store.page(0)[0].recorded == rfc3339(MORNING) == "2026-11-23T09:00:00.000000Z"
