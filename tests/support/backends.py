"""Every implementation of a port, so that one suite can hold them all to the same: event stores, ways of delivery."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from shared.event_store.codec import Upcasts
from shared.event_store.engine import migrate_store, open_store
from shared.event_store.postgres.log import PostgresLog
from shared.event_store.sqlite import SqliteLog
from shared.event_store.store import EventStore, Log
from shared.kernel.clock import Clock, ScriptedClock
from shared.kernel.messages import FactType
from shared.kernel.personal import Personal, Unsealed
from tests.support.notebook import FACTS, MORNING


def no_seal(value: Unsealed) -> Personal[Any]:
    raise AssertionError("nothing personal is expected here")


def nothing_first() -> None:
    """No keys have to reach the disk first."""


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


class StoresAt:
    """Logs at an address."""

    def __init__(self, address: str) -> None:
        self.clock = ScriptedClock(MORNING)
        self.address = address
        self._made = False
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
        self._make(owner)
        store = open_store(self.address, types, upcasts or {}, no_seal, clock or self.clock, before_commit, owner=owner)
        self._closers.append(store.close)
        return store

    def log(self) -> Log:
        log = self._log()
        self._closers.append(log.close)
        return log

    def tamper(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Change the database behind the program's back; values stand as ? in the statement."""
        log = self._log()
        log.execute(statement, parameters)
        log.close()

    def close(self) -> None:
        for close in self._closers:
            close()

    def _make(self, owner: str = "") -> None:
        """As the database's owner does before any program starts; on SQLite programs do so themselves."""
        if not self._made and not self.address.startswith("sqlite:"):
            migrate_store(self.address, owner)
        self._made = True

    def _log(self) -> Log:
        self._make()
        if self.address.startswith("sqlite:"):
            return SqliteLog(Path(self.address.removeprefix("sqlite:///")), self.clock, nothing_first)
        return PostgresLog(self.address, self.clock, nothing_first)


NewStores = Callable[[str], Stores]
NewAddress = Callable[[str], str]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> NewAddress:
    """Gives the address of an empty database of some name, once for each kind of database."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / name}.sqlite"
    new_database = request.getfixturevalue("new_database")
    return lambda name: new_database()


@pytest.fixture
def new_stores(new_address: NewAddress) -> Iterator[NewStores]:
    """Makes an empty log of some name."""
    made: list[StoresAt] = []

    def make(name: str) -> Stores:
        made.append(StoresAt(new_address(name)))
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
