"""Opens the access database, alike for several processes at once, on SQLite and on PostgreSQL."""

import os
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from shared.access.tables import metadata
from shared.kernel.write_ahead import keep_a_write_ahead_log

# A write takes the one write lock first, so that what it checks stays true until it commits. Writes are rare here: a
# sign-in, a change of an account, once a minute for each busy session. The number names our advisory lock.
_LOCK_FOR_WRITING = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(1463895891)",
}


class Database:
    """Reads take no lock; a write transaction holds the write lock from its start."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        # What is bound to a statement may be a name; no message of an exception shows it.
        self.engine = create_engine(parsed, hide_parameters=True)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        event.listen(self.engine, "begin", _begin)
        self._writer = self.engine.execution_options(writes=True)
        with self.write() as connection:
            metadata.create_all(connection)

    def read(self) -> Connection:
        """A connection for reading; use it in `with`."""
        return self.engine.connect()

    def write(self) -> Any:
        """A transaction that commits at the end of its `with` block, or takes everything back on an error."""
        return self._writer.begin()

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


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
