"""Opens a service's log by its address; the only place that knows which database it is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from shared.event_store import sqlite, tables
from shared.event_store.codec import Codec, Seal, Upcasts
from shared.event_store.store import EventStore
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import FactType


class StoreNotUsable(Exception):
    """The store cannot be opened by this program; says what to do."""


def sqlite_path(url: str) -> Path:
    """The file a `sqlite:///` address names."""
    return Path(url.removeprefix("sqlite:///"))


def open_store(
    url: str,
    types: Sequence[FactType],
    upcasts: Upcasts,
    seal: Seal,
    clock: Clock,
    before_commit: Callable[[], None],
) -> EventStore:
    """A service's log, made if it is not there yet. `before_commit` puts new keys on the disk first."""
    path = sqlite_path(url)
    try:
        sqlite.create_tables(path, tables.log)
    except Exception as error:
        raise StoreNotUsable(f"The store at {path} cannot be opened: check that the folder can be written.") from error
    store = EventStore(sqlite.SqliteLog(path, clock, before_commit), Codec(types, upcasts, seal))
    _check_version(store, path)
    return store


def _check_version(store: EventStore, path: Path) -> None:
    known = {str(name): str(value) for name, value in store.look("SELECT name, value FROM about_store")}
    if not known:
        for name, value in (("store_version", str(tables.STORE_VERSION)), ("store_id", new_id())):
            store.beside("INSERT OR IGNORE INTO about_store VALUES (?, ?)", (name, value))
        return
    version = int(known["store_version"])
    if version > tables.STORE_VERSION:
        store.close()
        raise StoreNotUsable(
            f"The store at {path} was written by a newer Waymark (store version {version}; this program knows "
            f"{tables.STORE_VERSION}). Start the newer program, or point DATABASE_URL at another store."
        )
