"""What only SQLite lets be done to a log, and files that are none."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.audit.adapters.sqlite_logs import SqliteLogs
from services.audit.application.ports import LogUnreadable
from services.audit.domain.ledger import Row

TABLE = "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, data BLOB)"
NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may look into, unlike the ones tests usually get."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def a_log(folder: Path, name: str = "intake") -> sqlite3.Connection:
    connection = sqlite3.connect(folder / f"{name}.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(TABLE)
    connection.executemany("INSERT INTO events VALUES (?, 's', 1, ?)", [(n, b"{}") for n in (1, 2, 3)])
    return connection


def logs(folder: Path) -> SqliteLogs:
    return SqliteLogs({"intake": f"sqlite:///{folder}/intake.sqlite"})


STORED_OTHERWISE = {
    "bytes as text": ("UPDATE events SET data = '{}'", "data", "stored as text: e30="),
    "text as bytes": ("UPDATE events SET stream = x'73'", "stream", "stored as blob: cw=="),
    "a fraction": ("UPDATE events SET version = 1.5", "version", "stored as real: MS41"),
    "text for a number": ("UPDATE events SET version = 'one'", "version", "stored as text: b25l"),
    "text that is no Unicode": ("UPDATE events SET stream = cast(x'ff' AS TEXT)", "stream", "stored as blob: /w=="),
}


@pytest.mark.parametrize("how", STORED_OTHERWISE)
def test_a_value_stored_as_another_type_does_not_pass_for_what_was_there(folder: Path, how: str) -> None:
    statement, column, shown = STORED_OTHERWISE[how]
    a_log(folder).execute(statement)
    row = next(logs(folder).rows("intake"))
    assert row.columns[column] == shown
    assert row.canonical


def test_nothing_can_be_written_through_it(folder: Path) -> None:
    a_log(folder)
    reader = logs(folder)
    with reader._reading("intake") as connection:
        assert connection is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM events")


@pytest.mark.parametrize("content", [b"", b"no database" * 1000], ids=["an empty file", "another file"])
def test_a_file_that_is_no_log_is_said_to_be_none(folder: Path, content: bytes) -> None:
    (folder / "intake.sqlite").write_bytes(content)
    with pytest.raises(LogUnreadable, match=r"^The log of intake cannot be read: "):
        list(logs(folder).rows("intake"))


def test_a_log_damaged_in_the_middle_breaks_off_there(folder: Path) -> None:
    writer = a_log(folder)
    writer.executemany("INSERT INTO events VALUES (?, 's', 1, ?)", [(n, b"x" * 1000) for n in range(4, 400)])
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writer.close()
    file = folder / "intake.sqlite"
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)
    read: list[Row] = []
    with pytest.raises(LogUnreadable):
        read.extend(logs(folder).rows("intake"))
    assert 3 < len(read) < 399


@pytest.mark.parametrize("running", [True, False], ids=["beside the service", "after it has stopped"])
def test_credentials_that_can_only_read_are_enough(folder: Path, running: bool) -> None:
    writer = a_log(folder)
    if not running:
        writer.close()
    (folder / "intake.sqlite").chmod(0o644)
    if (child := os.fork()) == 0:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        folder.chmod(0o555) if os.access(folder, os.W_OK) else None
        os._exit(0 if len(list(logs(folder).rows("intake"))) == logs(folder).head("intake") == 3 else 1)
    assert os.waitpid(child, 0)[1] == 0
    folder.chmod(0o755)
    writer.close()
