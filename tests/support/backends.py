"""Every implementation of a port, so that one suite can hold them all to the same: event stores, ways of delivery."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from shared.delivery.in_process import InProcessBus
from shared.delivery.ports import Bus, Subscriber
from shared.event_store.codec import Upcasts
from shared.event_store.engine import open_store
from shared.event_store.jobs import Job
from shared.event_store.sqlite import Outcome, SqliteLog
from shared.event_store.store import EventStore
from shared.kernel.clock import Clock, ScriptedClock
from shared.kernel.messages import FactType
from shared.kernel.personal import Personal, Unsealed
from tests.support.notebook import FACTS, MORNING


def no_seal(value: Unsealed) -> Personal[Any]:
    raise AssertionError("nothing personal is expected here")


def nothing_first() -> None:
    """No keys have to reach the disk first."""


class Log(Protocol):
    """What commits jobs, beneath the store."""

    def commit(self, jobs: Sequence[Job]) -> list[Outcome]: ...


class Stores(Protocol):
    """One service's log in one kind of database; opening it again is what another process would do."""

    clock: ScriptedClock
    address: str

    def open(
        self,
        types: Sequence[FactType] = FACTS,
        upcasts: Upcasts | None = None,
        *,
        owner: str = "",
        before_commit: Callable[[], None] = nothing_first,
        clock: Clock | None = None,
    ) -> EventStore: ...

    def log(self) -> Log: ...

    def tamper(self, statement: str, parameters: Sequence[object] = ()) -> None: ...


class SqliteStores:
    """Logs on SQLite."""

    def __init__(self, folder: Path, name: str) -> None:
        self.clock = ScriptedClock(MORNING)
        self._path = folder / f"{name}.sqlite"
        self.address = f"sqlite:///{self._path}"
        self._closers: list[Callable[[], None]] = []

    def open(
        self,
        types: Sequence[FactType] = FACTS,
        upcasts: Upcasts | None = None,
        *,
        owner: str = "",
        before_commit: Callable[[], None] = nothing_first,
        clock: Clock | None = None,
    ) -> EventStore:
        store = open_store(self.address, types, upcasts or {}, no_seal, clock or self.clock, before_commit, owner=owner)
        self._closers.append(store.close)
        return store

    def log(self) -> Log:
        log = SqliteLog(self._path, self.clock, nothing_first)
        self._closers.append(log.close)
        return log

    def tamper(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Change the database behind the program's back; values stand as ? in the statement."""
        log = SqliteLog(self._path, self.clock, nothing_first)
        log.execute(statement, parameters)
        log.close()

    def close(self) -> None:
        for close in self._closers:
            close()


NewStores = Callable[[str], Stores]


@pytest.fixture(params=[pytest.param(SqliteStores, id="sqlite")])
def new_stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewStores]:
    """Makes an empty log of some name, once for each kind of database."""
    made: list[SqliteStores] = []

    def make(name: str) -> Stores:
        made.append(request.param(tmp_path, name))
        return made[-1]

    yield make
    for stores in made:
        stores.close()


@pytest.fixture
def stores(new_stores: NewStores) -> Stores:
    """An empty log."""
    return new_stores("notes")


@pytest.fixture
def store(stores: Stores) -> EventStore:
    """The log, opened."""
    return stores.open()


class Carrier(Bus, Protocol):
    """A way of delivery, with the part that listens."""

    def subscribe(self, subscriber: Subscriber) -> None: ...


@pytest.fixture(params=[pytest.param(InProcessBus, id="in-process")])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    """A way of delivery with nobody listening yet; after `publish`, everything has been handed over."""
    made: Carrier = request.param()
    return made
