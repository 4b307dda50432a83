"""Programs that start together on one new file: whoever finds it locked comes again instead of giving up."""

import sqlite3
import threading
from pathlib import Path

import pytest

from shared.kernel.write_ahead import keep_a_write_ahead_log


def mode_of(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_whoever_finds_the_file_locked_waits_for_the_other(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    ours = sqlite3.connect(path, timeout=0, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):  # what SQLite does by itself
        ours.execute("PRAGMA journal_mode=WAL")
    ending = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    ending.start()
    keep_a_write_ahead_log(ours)
    ending.join()
    assert mode_of(ours) == "wal"
    ours.close()
    other.close()


def test_what_is_no_database_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear neighbour, " * 100)
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.DatabaseError):
        keep_a_write_ahead_log(connection)
    connection.close()
