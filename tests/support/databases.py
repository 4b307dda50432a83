"""Every kind of database that may lie beside a log, so that one suite can hold them all to the same."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.support.missing import missing
from tests.support.postgres import NewDatabase, administer, plain_connection


class Place(Protocol):
    """Where databases are: the same name gives the same one, as another process would see it."""

    readers_at_once: int

    def address(self, name: str) -> str: ...

    def stored_bytes(self, name: str) -> bytes:
        """All that lies on the disk of what was committed to it, wherever the database keeps it."""
        ...

    def tamper(self, name: str, statement: str, **values: Any) -> int:
        """Change it behind the program's back; how many rows were changed."""
        ...

    def look(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Rows of it as they are stored."""
        ...

    def writes(self, name: str) -> object:
        """Something that changes whenever anything is written."""
        ...

    def leave_copies(self, name: str, *statements: str) -> None:
        """Change it as somebody would who overwrites nothing of what is deleted."""
        ...

    def retype(self, name: str, table: str, column: str, value: str) -> None:
        """Declare a column to hold text, and have it hold this one in every row."""
        ...

    def held(self, name: str, statement: str) -> AbstractContextManager[None]:
        """Somebody goes on seeing it as it stood when this was asked."""
        ...

    def scratch_left(self, name: str) -> int:
        """How many of the places where something was made anew are still there."""
        ...


class SqlitePlace:
    """Files in a folder."""

    readers_at_once = 40

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address(self, name: str) -> str:
        return f"sqlite:///{self._folder}/{name}.sqlite"

    def stored_bytes(self, name: str) -> bytes:
        files = sorted(self._folder.glob(f"{name}.*"))
        return b"".join(path.read_bytes() for path in files if not path.name.endswith("-shm"))

    def tamper(self, name: str, statement: str, **values: Any) -> int:
        return _changed(self.address(name), statement, values)

    def look(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        return _rows(self.address(name), statement)

    def writes(self, name: str) -> object:
        return self.stored_bytes(name)

    def leave_copies(self, name: str, *statements: str) -> None:
        with contextlib.closing(self._plain(name)) as connection:
            for statement in ("PRAGMA secure_delete=OFF", *statements, "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.execute(statement)

    def retype(self, name: str, table: str, column: str, value: str) -> None:
        changed = (f"ALTER TABLE {table} DROP COLUMN {column}", f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
        self.leave_copies(name, *changed, f"UPDATE {table} SET {column} = '{value}'")

    @contextlib.contextmanager
    def held(self, name: str, statement: str) -> Iterator[None]:
        with contextlib.closing(self._plain(name)) as reader:
            reader.execute("BEGIN")
            reader.execute(statement).fetchall()
            yield

    def _plain(self, name: str) -> sqlite3.Connection:
        return sqlite3.connect(self._folder / f"{name}.sqlite", isolation_level=None)

    def scratch_left(self, name: str) -> int:
        return sum(path.is_dir() for path in self._folder.iterdir())


class PostgresPlace:
    """Databases of a server, each made when it is first spoken of."""

    readers_at_once = 10

    def __init__(self, server: str, new_database: NewDatabase) -> None:
        self._server = server
        self._new = new_database
        self._made: dict[str, str] = {}

    def address(self, name: str) -> str:
        if name not in self._made:
            self._made[name] = self._new()
        return self._made[name]

    def stored_bytes(self, name: str) -> bytes:
        """Not the log of the whole server."""
        return database_files(self._server, str(make_url(self.address(name)).database))

    def tamper(self, name: str, statement: str, **values: Any) -> int:
        return _changed(self.address(name), statement, values)

    def look(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        return _rows(self.address(name), statement)

    def writes(self, name: str) -> object:
        return self.look(name, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text")

    def leave_copies(self, name: str, *statements: str) -> None:
        administer(self.address(name), *statements)

    def retype(self, name: str, table: str, column: str, value: str) -> None:
        self.leave_copies(name, f"ALTER TABLE {table} ALTER COLUMN {column} TYPE text USING '{value}'")

    @contextlib.contextmanager
    def held(self, name: str, statement: str) -> Iterator[None]:
        with plain_connection(self.address(name)) as reader:
            reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            reader.execute(statement.encode()).fetchall()
            yield

    def scratch_left(self, name: str) -> int:
        with plain_connection(self.address(name)) as connection:
            asked = "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
            return int(connection.execute(asked).fetchall()[0][0])


def database_files(server: str, database: str) -> bytes:
    """All files of a database, once everything in memory has reached them."""
    administer(server, "CHECKPOINT")
    with plain_connection(server) as connection:
        asked = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s"
        folder, oid = connection.execute(asked, (database,)).fetchall()[0]
    files = Path(folder, "base", str(oid))
    if not os.access(files, os.R_OK | os.X_OK):
        missing("the PostgreSQL server's files are not on this machine, or not for us to read")
    return b"".join(_read(path) for path in sorted(files.iterdir()))


def _read(path: Path) -> bytes:
    with contextlib.suppress(FileNotFoundError):  # a table that was written anew, whose old file goes just now
        return path.read_bytes()
    return b""


def _changed(address: str, statement: str, values: Mapping[str, Any]) -> int:
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        return connection.execute(text(statement), values).rowcount


def _rows(address: str, statement: str) -> list[tuple[Any, ...]]:
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Somewhere for databases, once for each kind."""
    if request.param == "sqlite":
        yield SqlitePlace(tmp_path)
    else:
        yield PostgresPlace(request.getfixturevalue("postgres"), request.getfixturevalue("new_database"))
