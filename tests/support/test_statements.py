"""A statement that reads a whole table is named, whoever sends it; one that is led by an index is not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.statements import Statements, noted, worded


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, Statements]]:
    with noted() as statements, closing(sqlite3.connect(tmp_path / "notes.sqlite", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, word TEXT UNIQUE, kind TEXT, read_at TEXT)")
        connection.execute("CREATE INDEX unread ON notes (kind) WHERE read_at IS NULL")
        yield connection, statements


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM notes WHERE kind = 'loud'",
        "SELECT count(*) FROM notes",
        "SELECT word FROM notes ORDER BY kind LIMIT 3",
        "DELETE FROM notes WHERE kind < 'loud'",
        "SELECT n.word FROM notes AS n WHERE n.kind IN ('a', 'b')",
    ],
)
def test_one_that_reads_everything_is_named_with_its_table(
    sent: tuple[sqlite3.Connection, Statements], statement: str
) -> None:
    sent[0].execute(statement)

    assert [(scan.file, scan.table) for scan in sent[1].scans()] == [("notes.sqlite", "notes")]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM notes WHERE id > 7",
        "SELECT max(id) FROM notes",
        "SELECT kind FROM notes WHERE read_at IS NULL ORDER BY kind",
        "SELECT * FROM notes ORDER BY id DESC LIMIT 1",
        "SELECT * FROM (VALUES ('a'), ('b')) CROSS JOIN notes ON word = column1",
        "INSERT INTO notes SELECT 1, 'a', 'b', NULL WHERE NOT EXISTS (SELECT 1 FROM notes WHERE word = 'a')",
    ],
)
def test_one_that_is_led_to_its_rows_is_not(sent: tuple[sqlite3.Connection, Statements], statement: str) -> None:
    sent[0].execute(statement)

    assert list(sent[1].scans()) == []
    assert len(sent[1].sent) == 1


def test_statements_that_differ_in_their_values_alone_are_one() -> None:
    assert worded("SELECT 'it''s', x'00ff', 12\n FROM a WHERE b IN (1, 2, 3)") == worded(
        "SELECT '', x'', 3 FROM a WHERE b IN (4)"
    )
