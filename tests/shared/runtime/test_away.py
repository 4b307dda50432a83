"""A store that is away while a worker runs: the worker goes on trying, says it once, and goes on when it is back."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.postgres import LocalPostgres
from shared.event_store.engine import migrate_store, open_store
from shared.event_store.lease import FileLeases
from shared.event_store.leasing import leases_at
from shared.event_store.store import EventStore
from shared.kernel.clock import system_clock
from shared.kernel.refusals import Unavailable
from shared.runtime.worker import Work, Workers
from tests.support.backends import no_seal, nothing_first
from tests.support.builders.web import logged, named
from tests.support.notebook import FACTS, written

GONE = "The database cannot be reached."


def until(so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


class Away:
    """A step whose store is away for a number of tries, for changing reasons."""

    def __init__(self, *reasons: Exception) -> None:
        self._reasons = list(reasons)
        self.done = 0

    def __call__(self) -> bool:
        if self._reasons:
            raise self._reasons.pop(0)
        self.done += 1
        return False


def test_each_reason_is_said_once_and_its_end_once(
    store: EventStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.runtime.worker._PAUSE_AFTER_ERROR_SECONDS", 0.01)
    step = Away(Unavailable(GONE), OSError("host=db password=secret"), Unavailable(GONE), OSError("secret"))
    workers = Workers([Work("notes.step", step, store)], FileLeases(tmp_path))
    with logged() as entries:
        workers.start()
        try:
            until(lambda: step.done > 0)
        finally:
            workers.stop()
    assert [(line["reason"], line["says"]) for line in named(entries, "work_failed")] == [
        ("Unavailable", GONE),
        ("OSError", None),
    ]
    assert len(named(entries, "work_recovered")) == 1
    assert workers.standing["notes.step"].failures == 4
    assert "secret" not in str(entries)


@pytest.mark.slow
def test_a_server_that_stops_and_starts_again_is_waited_for(own_postgres: LocalPostgres) -> None:
    """The lease goes with the server, so whoever works asks for it anew before it goes on."""
    address = own_postgres.address
    migrate_store(address, "notes")
    store = open_store(address, FACTS, {}, no_seal, system_clock, nothing_first, owner="notes")
    written(store, "n-1")
    seen: list[int] = []

    def step() -> bool:
        seen.extend(row.position for row in store.page(seen[-1] if seen else 0))
        return False

    workers = Workers([Work("notes.step", step, store)], leases_at(address))
    standing = workers.standing["notes.step"]
    with logged() as entries:
        workers.start()
        try:
            until(lambda: seen == [1])
            own_postgres.stop()
            until(lambda: standing.failures >= 3)
            assert not standing.held
            own_postgres.start()
            until(lambda: standing.held and standing.failing_since is None)
            written(store, "n-2")
            until(lambda: seen == [1, 2])
        finally:
            workers.stop()
            store.close()
    said = named(entries, "work_failed")
    assert len({line["reason"] for line in said}) == len(said) <= 2
    assert len(named(entries, "work_recovered")) == 1
    assert "password" not in str(entries)
