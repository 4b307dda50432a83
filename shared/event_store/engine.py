"""Opens a service's log by its address; the only place that knows which database it is."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from shared.event_store import sqlite
from shared.event_store.codec import Codec, Seal, Upcasts
from shared.event_store.databases import scheme_of
from shared.event_store.migrating import LOG, migrate, must_be_up_to_date
from shared.event_store.postgres import connecting, errors
from shared.event_store.postgres.log import PostgresLog
from shared.event_store.sqlite import SqliteLog
from shared.event_store.store import LIVE, EventStore, Log
from shared.event_store.tables import STORE_VERSION, about_store
from shared.kernel.clock import Clock
from shared.kernel.identifiers import new_id
from shared.kernel.messages import FactType
from shared.kernel.refusals import StoreNotUsable

BeforeCommit = Callable[[], None]


@dataclass(frozen=True)
class _Kind:
    """How one kind of database is opened, migrated, and asked about itself. `where` names it without its password."""

    opened: Callable[[str, Clock, BeforeCommit, str, str], Log]
    migrated: Callable[[str, str, str], str | None]
    about: Callable[[str], Mapping[str, str] | None]


def sqlite_path(url: str) -> Path:
    """The file a `sqlite:///` address names."""
    return Path(url.removeprefix("sqlite:///"))


def open_store(
    url: str,
    types: Sequence[FactType],
    upcasts: Upcasts,
    seal: Seal,
    clock: Clock,
    before_commit: BeforeCommit,
    owner: str = "",
    origin: str = LIVE,
) -> EventStore:
    """A service's log. `before_commit` puts new keys on the disk first.

    On SQLite it is made or brought up to date first; on PostgreSQL that is `migrate_store`, for the database's owner.
    `owner` is the service; a log keeps the name of the one that made it. `origin` is what a log that is made now is
    for, and stays so for life: in one made for a rehearsal no fact ever counts as live. Raises StoreNotUsable with
    what to do.
    """
    codec = Codec(types, upcasts, seal)
    return EventStore(_kind_of(url).opened(url, clock, before_commit, owner, origin), codec)


def migrate_store(url: str, owner: str = "", origin: str = LIVE) -> str | None:
    """Make a service's log or bring it up to date, as its database's owner; the step it was at, None for none.

    Raises StoreNotUsable with what to do.
    """
    return _kind_of(url).migrated(url, owner, origin)


def about_store_at(url: str) -> Mapping[str, str] | None:
    """What a log says about itself, without opening it for work or changing anything; None where there is none yet."""
    return _kind_of(url).about(url)


def _kind_of(url: str) -> _Kind:
    return _KINDS[scheme_of(url)]


def _open_sqlite(url: str, clock: Clock, before_commit: BeforeCommit, owner: str, origin: str) -> Log:
    _migrate_sqlite(url, owner, origin)
    with sqlite.opening(sqlite_path(url)):
        return SqliteLog(sqlite_path(url), clock, before_commit)


def _migrate_sqlite(url: str, owner: str, origin: str) -> str | None:
    path = sqlite_path(url)
    with sqlite.opening(path), sqlite.making_tables(path) as connection:
        return _make_ours(connection, str(path), owner, origin)


def _about_sqlite(url: str) -> Mapping[str, str] | None:
    path = sqlite_path(url)
    if not path.exists():
        return None
    read_only = f"{path.absolute().as_uri()}?mode=ro"
    with sqlite.opening(path), contextlib.closing(sqlite3.connect(read_only, uri=True)) as found:
        if not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'about_store'").fetchone():
            return None
        return dict(found.execute("SELECT name, value FROM about_store").fetchall())


def _open_postgres(url: str, clock: Clock, before_commit: BeforeCommit, owner: str, origin: str) -> Log:
    where = connecting.where(url)
    with _postgres(url) as connection:
        must_be_up_to_date(connection, LOG, where, f"python -m services.{owner or 'NAME'} migrate")
        connecting.must_keep_promises(connection, where)
        _refuse_others(connection, where, owner)
    with errors.opening(url):
        return PostgresLog(url, clock, before_commit)


def _migrate_postgres(url: str, owner: str, origin: str) -> str | None:
    with _postgres(url) as connection:
        connecting.must_keep_promises(connection, connecting.where(url))
        return _make_ours(connection, connecting.where(url), owner, origin)


def _about_postgres(url: str) -> Mapping[str, str] | None:
    with _postgres(url) as connection:
        if connection.exec_driver_sql("SELECT to_regclass('about_store')").scalar() is None:
            return None
        return {row.name: row.value for row in connection.execute(select(about_store))}


@contextlib.contextmanager
def _postgres(url: str) -> Iterator[Connection]:
    """A transaction; programs that start together take turns."""
    with errors.opening(url):
        engine = connecting.engine(url)
        try:
            with connecting.writing(engine, "waymark/migrating").begin() as connection:
                yield connection
        finally:
            engine.dispose()


def _make_ours(connection: Connection, where: str, owner: str, origin: str) -> str | None:
    """Make the tables, or find that the store is one this program may use; any other is left untouched."""
    found = migrate(connection, LOG, where)
    if found is None:
        about = {"store_version": str(STORE_VERSION), "store_id": new_id(), "owner": owner, "origin": origin}
        connection.execute(insert(about_store), [{"name": name, "value": value} for name, value in about.items()])
    elif _refuse_others(connection, where, owner)["store_version"] != str(STORE_VERSION):
        # By this number programs from before steps were counted know a newer store.
        changed = about_store.update().where(about_store.c.name == "store_version")
        connection.execute(changed.values(value=str(STORE_VERSION)))
    return found


def _refuse_others(connection: Connection, where: str, owner: str) -> Mapping[str, str]:
    """What the store says about itself; raises StoreNotUsable where it is a newer program's or another service's."""
    known = {row.name: row.value for row in connection.execute(select(about_store))}
    version = int(known["store_version"])
    if version > STORE_VERSION:
        raise StoreNotUsable(
            f"The store at {where} was written by a newer Waymark (store version {version}; this program knows "
            f"{STORE_VERSION}). Start the newer program, or point DATABASE_URL at another store."
        )
    if owner and (known.get("owner") or owner) != owner:
        raise StoreNotUsable(
            f"The store at {where} belongs to {known['owner']}, not to {owner}. Each service needs its own: "
            "put {service} into DATABASE_URL."
        )
    return known


_KINDS: Mapping[str, _Kind] = {
    "sqlite": _Kind(_open_sqlite, _migrate_sqlite, _about_sqlite),
    "postgresql": _Kind(_open_postgres, _migrate_postgres, _about_postgres),
}

__all__ = ["StoreNotUsable", "about_store_at", "migrate_store", "open_store", "sqlite_path"]
