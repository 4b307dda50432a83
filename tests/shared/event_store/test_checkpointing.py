"""Commits leave the write-ahead log beside the writer: nobody waits for it, and who needs the file alone gets it."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.event_store import sqlite
from shared.event_store.checkpointing import Checkpointing

WORTH_MOVING = 1_000


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with a table and some committed pages in its write-ahead log."""
    connection = sqlite.connect(tmp_path / "notes.sqlite")
    connection.execute("CREATE TABLE notes (words TEXT)")
    connection.executemany("INSERT INTO notes VALUES (?)", [("x" * 500,) for _ in range(50)])
    yield connection
    connection.close()


@pytest.fixture
def checkpointing(tmp_path: Path, writer: sqlite3.Connection) -> Iterator[Checkpointing]:
    """What moves them."""
    made = Checkpointing(tmp_path / "notes.sqlite", writer)
    yield made
    made.close()


def moved(folder: Path, words: str = "x" * 500) -> bool:
    """Whether the database file itself holds the notes as they are now; what is only in the log does not count."""
    alone = folder / "alone.sqlite"
    alone.write_bytes((folder / "notes.sqlite").read_bytes())
    with contextlib.closing(sqlite3.connect(alone)) as connection:
        try:
            counted = connection.execute("SELECT count(*) FROM notes WHERE words = ?", (words,))
        except sqlite3.DatabaseError:  # nothing there yet, or copied while it was being moved
            return False
        return bool(counted.fetchone()[0] == 50)


def in_time(folder: Path, words: str = "x" * 500) -> bool:
    deadline = time.monotonic() + 60
    while not moved(folder, words):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_little_is_left_where_it_is_and_enough_is_moved(tmp_path: Path, checkpointing: Checkpointing) -> None:
    checkpointing.wrote(WORTH_MOVING - 1)
    assert not moved(tmp_path)
    checkpointing.wrote(1)
    assert in_time(tmp_path)


def test_whoever_holds_it_has_the_file_alone_until_letting_go(tmp_path: Path, checkpointing: Checkpointing) -> None:
    with checkpointing.held():
        checkpointing.wrote(WORTH_MOVING)
        time.sleep(0.1)
        assert not moved(tmp_path)
    assert in_time(tmp_path)


def test_a_reader_in_the_middle_of_a_question_does_not_stop_it_for_good(
    tmp_path: Path, writer: sqlite3.Connection, checkpointing: Checkpointing
) -> None:
    reader = sqlite.connect(tmp_path / "notes.sqlite")
    asked = reader.execute("SELECT words FROM notes")
    asked.fetchone()
    writer.execute("UPDATE notes SET words = 'y'")
    checkpointing.wrote(WORTH_MOVING)
    asked.close()
    reader.close()
    checkpointing.wrote(WORTH_MOVING)
    assert in_time(tmp_path, "y")


def test_closing_ends_its_thread(tmp_path: Path, writer: sqlite3.Connection) -> None:
    before = set(threading.enumerate())
    made = Checkpointing(tmp_path / "notes.sqlite", writer)
    made.wrote(WORTH_MOVING)
    started = set(threading.enumerate()) - before
    made.close()
    assert [thread.name for thread in started] == ["checkpointing"]
    assert not any(thread.is_alive() for thread in started)
