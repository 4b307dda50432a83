"""The services' logs as they lie in SQLite files: opened for reading alone, and taken as stored, column by column."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from services.audit.adapters.stored_columns import TABLE, as_stored
from services.audit.application.ports import LogUnreadable
from services.audit.domain.ledger import POSITION, Column, Row

_WAIT_SECONDS = 10
_BY_DECLARATION: dict[str, type] = {"INTEGER": int, "BIGINT": int, "TEXT": str, "BLOB": bytes}


class SqliteLogs:
    """Every call opens its own connection, so that a file put in another's place is seen."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self.names = tuple(addresses)
        self._paths = {name: Path(address.removeprefix("sqlite:///")) for name, address in addresses.items()}

    def head(self, source: str) -> int:
        """The last position, 0 for an empty log."""
        with self._reading(source) as connection:
            found = connection.execute(f"SELECT max({POSITION}) FROM {TABLE}").fetchone() if connection else None
        return int(found[0] or 0) if found else 0

    def rows(self, source: str, after: int = 0, until: int | None = None, limit: int = -1) -> Iterator[Row]:
        """The rows after a position in order, all from the moment of the first."""
        with self._reading(source) as connection:
            if connection is None:
                return
            columns = [(name, _BY_DECLARATION.get(kind.upper())) for name, kind in _declared(connection)]
            if POSITION not in dict(columns):
                raise LogUnreadable(source, "it has no table of facts")
            statement = (
                f"SELECT {', '.join(_quoted(name) for name, _ in columns)} FROM {TABLE} "
                f"WHERE {POSITION} > ? AND {POSITION} <= ? ORDER BY {POSITION} LIMIT ?"
            )
            for values in connection.execute(statement, (after, 2**62 if until is None else until, limit)):
                row = {name: as_stored(name, value, kind) for (name, kind), value in zip(columns, values, strict=True)}
                yield Row(source, _position(source, row[POSITION]), row)

    def close(self) -> None:
        """Nothing is kept open."""

    @contextmanager
    def _reading(self, source: str) -> Iterator[sqlite3.Connection | None]:
        """A connection that cannot write; None where there is no log yet."""
        path = self._paths[source]
        if not path.exists():
            yield None
            return
        try:
            with closing(_opened(path)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise LogUnreadable(source, _in_words(error)) from error


def _opened(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        # Without a write-ahead log nobody has the file open, and in a folder we may not write none can be made.
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    connection.text_factory = _text
    return connection


def _declared(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    found = connection.execute(f"PRAGMA table_info({TABLE})").fetchall()
    return [(name, kind) for _, name, kind, *_ in found]


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _position(source: str, value: Column) -> int:
    if not isinstance(value, int):
        raise LogUnreadable(source, "a fact in it has no position")
    return value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _in_words(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorname", None)
    return f"the database says {code}" if code else "it is no database"
