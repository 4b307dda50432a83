"""A database beside a log as an SQLite file of its own."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table

from shared.event_store import sqlite
from shared.event_store.migrating import make_tables


class SqliteDatabase:
    """One file."""

    byte_order = "BINARY"

    def __init__(self, path: Path, setting: str, lasting: bool = False) -> None:
        self._path = path
        self._setting = setting
        self._engine = sqlite.engine(path, "FULL" if lasting else "NORMAL")
        self._writing = sqlite.writing(self._engine)

    @contextlib.contextmanager
    def making(self, metadata: MetaData) -> Iterator[Connection]:
        with sqlite.opening(self._path), sqlite.making_tables(self._path) as connection:
            make_tables(connection, metadata, str(self._path), self._setting)
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        with sqlite.explaining(), self._engine.connect() as connection:
            yield connection

    def snapshot(self) -> AbstractContextManager[Connection]:
        return self.reading()

    @contextlib.contextmanager
    def held_still(self) -> Iterator[None]:
        with self.changing():
            yield

    @contextlib.contextmanager
    def changing(self, part: str = "") -> Iterator[Connection]:
        with sqlite.explaining(), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def scratch(self, name: str) -> Iterator[Connection]:
        with (
            sqlite.explaining(),
            tempfile.TemporaryDirectory(prefix=f"{name}-", dir=self._path.parent) as folder,
        ):
            engine = sqlite.engine(Path(folder) / "rebuilt.sqlite")
            try:
                with engine.connect() as connection:
                    yield connection
            finally:
                engine.dispose()

    def keep_no_samples(self, connection: Connection, tables: Sequence[Table]) -> None:
        """SQLite takes samples only when told to, and nobody tells it."""

    def remove_old_copies(self, tables: Sequence[Table]) -> bool:
        return sqlite.remove_old_copies(self._path)

    def close(self) -> None:
        self._engine.dispose()


def sqlite_database(address: str, setting: str, beside: str, lasting: bool) -> SqliteDatabase:
    """The file an address names, or one of its name and another's: `intake.views.sqlite` beside `intake.sqlite`."""
    path = Path(address.removeprefix("sqlite:///"))
    return SqliteDatabase(path.with_suffix(f".{beside}.sqlite") if beside else path, setting, lasting)
