"""The limit: the same rows in the same tables with the same durability, and nothing of ours around them."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine

from shared.event_store import tables
from shared.event_store.jobs import EncodedFact

_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_RECORDED_AT = "2026-11-23T09:12:00.000000Z"

Row = tuple[object, ...]


def connect(path: Path) -> sqlite3.Connection:
    """A plain connection: autocommit, WAL, synchronous=FULL."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class RawLog:
    """Rows into the table of events by the driver alone."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True)
        engine = create_engine(f"sqlite:///{path}")
        tables.log.create_all(engine)
        engine.dispose()
        self._connection = connect(path)
        self._position = 0

    def rows(self, encoded: Sequence[EncodedFact]) -> list[Row]:
        """Rows as the store would write them, with the next positions."""
        made: list[Row] = []
        for stream, version, event_id, name, schema, occurred_at, metadata, data in encoded:
            self._position += 1
            made.append(
                (self._position, stream, version, event_id, name, schema, occurred_at, _RECORDED_AT, metadata, data)
            )
        return made

    def insert_each(self, rows: Sequence[Row]) -> None:
        """One row a commit."""
        insert = self._connection.execute
        for row in rows:
            insert(_INSERT, row)

    def insert_together(self, batches: Sequence[Sequence[Row]]) -> None:
        """One batch a commit."""
        for rows in batches:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(_INSERT, rows)
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
