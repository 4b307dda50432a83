"""Opens the access database, alike for several processes at once, on SQLite and on PostgreSQL."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from shared.access.tables import metadata
from shared.kernel.refusals import StoreNotUsable, Unavailable
from shared.kernel.write_ahead import keep_a_write_ahead_log

# A write takes the one write lock first, so that what it checks stays true until it commits. Writes are rare here: a
# sign-in, a change of an account, once a minute for each busy session. The number names our advisory lock.
_LOCK_FOR_WRITING = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(1463895891)",
}


_NOT_NOW = (
    "The accounts cannot be read or changed just now: the disk may be full, or their file busy or damaged. "
    "Nothing was changed. Try again in a moment."
)


class Database:
    """Reads take no lock; a write transaction holds the write lock from its start."""

    def __init__(self, url: str) -> None:
        """Raises StoreNotUsable with what to do."""
        parsed = make_url(url)
        # What is bound to a statement may be a name; no message of an exception shows it.
        self.engine = create_engine(parsed, hide_parameters=True)
        event.listen(self.engine, "begin", _begin)
        self._writer = self.engine.execution_options(writes=True)
        try:
            if self.engine.dialect.name == "sqlite":
                _prepare_sqlite(self.engine)
            with self._writer.begin() as connection:
                self._make_tables(connection)
        except (SQLAlchemyError, OSError) as error:
            raise StoreNotUsable(
                f"The accounts at {parsed.database} cannot be opened. Check that it is Waymark's own database, that it "
                "can be written, and that the disk has room."
            ) from error

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading. Raises Unavailable where the database cannot be had."""
        with _having(), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of its `with` block, or takes everything back on an error.

        Raises Unavailable where the database cannot be had.
        """
        with _having(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def _make_tables(self, connection: Connection) -> None:
        """A database that holds tables and none of ours is somebody else's, and left untouched."""
        there = set(inspect(connection).get_table_names())
        if there and there.isdisjoint(metadata.tables):
            raise StoreNotUsable(
                f"The file at {self.engine.url.database} is some other program's database. Point ACCESS_URL elsewhere."
            )
        metadata.create_all(connection)


@contextlib.contextmanager
def _having() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        # Its other kinds, such as a name that stands there already, say something about what was asked.
        if type(error) in (DatabaseError, OperationalError):
            raise Unavailable(_NOT_NOW) from error
        raise


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(_LOCK_FOR_WRITING[connection.dialect.name])


def _prepare_sqlite(engine: Engine) -> None:
    file = engine.url.database
    if file:  # for its owner alone: it holds the secret that signs cookies (SQLite gives its side files the same mode)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late (at the first write), when a read may already be stale.
        connection.isolation_level = None
        for setting in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        keep_a_write_ahead_log(connection)
