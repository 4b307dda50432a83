"""The services' logs as they lie in PostgreSQL: read by who may do nothing else, and taken as stored."""

import contextlib
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from services.audit.adapters.stored_columns import TABLE, as_stored
from services.audit.application.ports import LogUnreadable
from services.audit.domain.ledger import POSITION, Column, Row
from shared.event_store.postgres.connecting import connect
from shared.kernel.refusals import StoreNotUsable, Unavailable

_HEAD = f"SELECT max({POSITION}) FROM public.{TABLE}"
_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_DECLARED = f"""
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = to_regclass('public.{TABLE}') AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_BY_DECLARATION: dict[str, type] = {"bigint": int, "integer": int, "smallint": int, "text": str, "bytea": bytes}
_AT_ONCE = 1000
_END_OF_LOG = 2**62

Connection = psycopg.Connection[TupleRow]


class PostgresLogs:
    """One database a service. Connections are kept; one that was lost is made anew."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.names = tuple(addresses)
        self._addresses = dict(addresses)
        self._idle: dict[str, deque[Connection]] = {name: deque() for name in addresses}

    def head(self, source: str) -> int:
        """The last position, 0 for an empty log."""
        with self._reading(source) as connection:
            try:
                found = connection.execute(_HEAD).fetchone()
            except psycopg.errors.UndefinedTable:
                return 0
        return int(found[0] or 0) if found else 0

    def rows(self, source: str, after: int = 0, until: int | None = None, limit: int = -1) -> Iterator[Row]:
        """The rows after a position in order, all from the moment of the first."""
        with self._reading(source) as connection, _snapshot(connection):
            declared = connection.execute(_DECLARED).fetchall()
            if not declared:
                return
            columns = [(str(name), _BY_DECLARATION.get(kind)) for name, kind in declared]
            if POSITION not in dict(columns):
                raise LogUnreadable(source, "it has no table of facts")
            wanted = (after, _END_OF_LOG if until is None else until, None if limit < 0 else limit)
            for values in _streamed(connection, [name for name, _ in columns], wanted):
                row = {name: as_stored(name, value, kind) for (name, kind), value in zip(columns, values, strict=True)}
                yield Row(source, _position(source, row[POSITION]), row)

    def close(self) -> None:
        """Let go of every connection."""
        for idle in self._idle.values():
            while idle:
                idle.pop().close()

    @contextlib.contextmanager
    def _reading(self, source: str) -> Iterator[Connection]:
        """A connection that cannot write, given back afterwards unless it was lost."""
        try:
            connection = self._living(source)
            try:
                yield connection
            finally:
                if connection.closed:
                    connection.close()
                else:
                    self._idle[source].append(connection)
        except (psycopg.Error, StoreNotUsable, Unavailable) as error:
            raise LogUnreadable(source, _in_words(error)) from error

    def _living(self, source: str) -> Connection:
        with contextlib.suppress(IndexError):
            while True:
                connection = self._idle[source].pop()
                with contextlib.suppress(psycopg.Error):
                    connection.execute("SELECT 1")
                    return connection
                connection.close()
        return connect(self._addresses[source], "LEDGER_SOURCE_URL", default_transaction_read_only="on")


@contextlib.contextmanager
def _snapshot(connection: Connection) -> Iterator[None]:
    connection.execute(_SNAPSHOT)
    try:
        yield
    finally:
        with contextlib.suppress(psycopg.Error):
            connection.execute("ROLLBACK")


def _streamed(connection: Connection, names: list[str], wanted: tuple[Any, ...]) -> Iterator[TupleRow]:
    """Rows as they are asked for, some at a time."""
    columns = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    asked = (
        f"DECLARE facts NO SCROLL CURSOR FOR SELECT {columns} FROM public.{TABLE} "
        f"WHERE {POSITION} > $1 AND {POSITION} <= $2 ORDER BY {POSITION} LIMIT $3"
    )
    connection.execute(asked.encode(), wanted)
    while page := connection.execute(f"FETCH {_AT_ONCE} FROM facts".encode(), binary=True).fetchall():
        yield from page


def _position(source: str, value: Column) -> int:
    if not isinstance(value, int):
        raise LogUnreadable(source, "a fact in it has no position")
    return value


def _in_words(error: Exception) -> str:
    if isinstance(error, psycopg.Error):
        return f"the database says {error.sqlstate or 'nothing more'}"
    return str(error).rstrip(".")
