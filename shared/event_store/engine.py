"""Opens a service's log by its address; the only place that knows which database it is."""

import contextlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from shared.event_store.codec import Codec, Seal, Upcasts
from shared.event_store.sqlite import SqliteLog, making_tables, opening
from shared.event_store.store import LIVE, EventStore
from shared.event_store.tables import STORE_VERSION, about_store, log
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import FactType
from shared.kernel.refusals import StoreNotUsable


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
    owner: str = "",
    origin: str = LIVE,
) -> EventStore:
    """A service's log, made if it is not there yet. `before_commit` puts new keys on the disk first.

    `owner` is the service; a log keeps the name of the one that made it. `origin` is what a log that is made now is
    for, and stays so for life: in one made for a rehearsal no fact ever counts as live. Raises StoreNotUsable with
    what to do.
    """
    path = sqlite_path(url)
    codec = Codec(types, upcasts, seal)
    with opening(path):
        with making_tables(path) as connection:
            _make_ours(connection, path, owner, origin)
        return EventStore(SqliteLog(path, clock, before_commit), codec)


def about_store_at(url: str) -> Mapping[str, str] | None:
    """What a log says about itself, without opening it for work or changing anything; None where there is none yet."""
    path = sqlite_path(url)
    if not path.exists():
        return None
    with opening(path), contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
        if not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'about_store'").fetchone():
            return None
        return dict(found.execute("SELECT name, value FROM about_store").fetchall())


def _make_ours(connection: Connection, path: Path, owner: str, origin: str) -> None:
    """Make the tables, or find that the store is one this program may use; any other is left untouched."""
    found = inspect(connection).get_table_names()
    if not found:
        log.create_all(connection)
        about = {"store_version": str(STORE_VERSION), "store_id": new_id(), "owner": owner, "origin": origin}
        connection.execute(insert(about_store), [{"name": name, "value": value} for name, value in about.items()])
        return
    if about_store.name not in found:
        raise StoreNotUsable(f"The file at {path} is some other program's database. Point DATABASE_URL elsewhere.")
    known = {row.name: row.value for row in connection.execute(select(about_store))}
    version = int(known["store_version"])
    if version > STORE_VERSION:
        raise StoreNotUsable(
            f"The store at {path} was written by a newer Waymark (store version {version}; this program knows "
            f"{STORE_VERSION}). Start the newer program, or point DATABASE_URL at another store."
        )
    if owner and (known.get("owner") or owner) != owner:
        raise StoreNotUsable(
            f"The store at {path} belongs to {known['owner']}, not to {owner}. Each service needs its own: "
            "put {service} into DATABASE_URL."
        )


__all__ = ["StoreNotUsable", "about_store_at", "open_store", "sqlite_path"]
