"""A process's numbers: worked out from the store when somebody asks, none left out because it is nought."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from shared.kernel.handling import Timer
from shared.runtime.metrics import Metrics
from shared.runtime.worker import drain
from shared.web.tally import RequestTally
from tests.support.backends import NewAddress
from tests.support.builders.delivery import COPY
from tests.support.builders.notes_service import CHASE, NotesService
from tests.support.notebook import a_job


@pytest.fixture
def notes(new_address: NewAddress, tmp_path: Path) -> Iterator[NotesService]:
    made = NotesService(tmp_path / "data", new_address("notes"))
    drain(made.work())
    yield made
    made.close()


def measured(notes: NotesService, tally: RequestTally | None = None) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels, those in order of the labels' names."""
    text = Metrics(tally or RequestTally(), [notes.service], notes.workers().standing, notes.clock)().decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_facts_and_lags_are_those_of_the_store(notes: NotesService) -> None:
    before = measured(notes)["waymark_facts_total", "notes"]
    notes.write("n-1")
    notes.clock.set(notes.clock() + timedelta(seconds=7))
    found = measured(notes)
    assert found["waymark_facts_total", "notes"] == before + 1
    assert found["waymark_lag_positions", "view", "seen", "notes"] == 1
    assert found["waymark_lag_seconds", "relay", "relay", "notes"] == 7


def test_dead_letters_are_counted_by_policy_with_the_age_of_the_oldest(notes: NotesService) -> None:
    assert measured(notes)["waymark_dead_letters", COPY.name, "notes"] == 0
    for number, policy in enumerate((COPY.name, COPY.name, "unreadable", "of_an_older_program")):
        at = f"2026-11-23T08:5{number}:00.000000Z"
        notes.service.letters.keep(policy, f"e-{number}", "t", "k", b"", "ValueError", None, at)
    found = measured(notes)
    assert found["waymark_dead_letters", COPY.name, "notes"] == 2
    assert found["waymark_dead_letter_oldest_seconds", COPY.name, "notes"] == 600
    assert found["waymark_dead_letters", "unreadable", "notes"] == 1
    assert found["waymark_dead_letters", "other", "notes"] == 1
    assert not any("of_an_older_program" in key for key in found)


def test_deadlines_that_have_come_are_counted_and_those_to_come_are_not(notes: NotesService) -> None:
    now = notes.clock()
    timers = [Timer("t-1", CHASE.kind, now - timedelta(seconds=90)), Timer("t-2", CHASE.kind, now + timedelta(days=1))]
    notes.service.store.append(a_job(notes.service.store, "n-1", timers=timers))
    found = measured(notes)
    assert found["waymark_timers_overdue", CHASE.kind, "notes"] == 1
    assert found["waymark_timer_overdue_seconds", CHASE.kind, "notes"] == 90


def test_leases_held_and_failures_are_told_for_each_piece_of_work(notes: NotesService) -> None:
    workers = notes.workers()
    metrics = Metrics(RequestTally(), [], workers.standing, notes.clock)
    assert b'waymark_lease_held{work="notes.views"} 0.0' in metrics()
    workers.start()
    try:
        deadline = time.monotonic() + 60
        while b'waymark_lease_held{work="notes.views"} 1.0' not in metrics():
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        workers.stop()
    assert b'waymark_lease_held{work="notes.views"} 0.0' in metrics()
    workers.standing["notes.relay"].failures += 2
    assert b'waymark_work_failures_total{work="notes.relay"} 2.0' in metrics()


def test_requests_are_a_histogram_by_route_method_and_class_of_status(notes: NotesService) -> None:
    tally = RequestTally()
    tally.count("/notes/{number}", "GET", 404, 0.02)
    found = measured(notes, tally)
    assert found["waymark_request_seconds_count", "GET", "/notes/{number}", "4xx"] == 1
    assert found["waymark_request_seconds_bucket", "0.025", "GET", "/notes/{number}", "4xx"] == 1
    assert found["waymark_request_seconds_bucket", "0.01", "GET", "/notes/{number}", "4xx"] == 0
    assert found["waymark_request_seconds_bucket", "+Inf", "GET", "/notes/{number}", "4xx"] == 1


def test_a_store_that_gives_no_numbers_costs_a_bounded_time_and_is_said(notes: NotesService) -> None:
    assert measured(notes)["waymark_unmeasured", "notes"] == 0
    notes.tamper("ALTER TABLE dead_letters RENAME TO gone")
    found = measured(notes)
    assert found["waymark_unmeasured", "notes"] == 1
    assert ("waymark_facts_total", "notes") not in found


def test_nothing_is_kept_in_the_registry_all_programs_share(notes: NotesService) -> None:
    measured(notes), measured(notes)
    assert not any(family.name.startswith("waymark") for family in REGISTRY.collect())
