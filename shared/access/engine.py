"""Opens the access database, alike for several processes at once, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from shared.access.tables import metadata

_ANY_LOCK_NUMBER = 0x57414343  # advisory locks are numbers; this one is ours


class Database:
    """Reads take no lock; a write transaction holds the write lock from its start, so a check stays true."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(make_url(url), pool_pre_ping=not url.startswith("sqlite"))
        prepare = _PREPARATIONS.get(self.engine.dialect.name)
        if prepare is not None:
            prepare(self.engine)
        self._writer = self.engine.execution_options(writes=True)
        with self.write() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ANY_LOCK_NUMBER})")
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


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late (at the first write), when a read may already be stale.
        connection.isolation_level = None
        for setting in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


_PREPARATIONS: dict[str, Callable[[Engine], None]] = {"sqlite": _prepare_sqlite}
