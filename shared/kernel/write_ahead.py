"""Lets several programs share one SQLite file: readers beside a writer, and nobody turned away at the start."""

import sqlite3
import time
from typing import Any

_PATIENCE_SECONDS = 10
_PAUSE_SECONDS = 0.01


def keep_a_write_ahead_log(connection: Any) -> None:
    """Let readers and a writer work side by side. Programs that start together on a new file take turns.

    SQLite does not wait by itself here, whatever its busy timeout: one of them would be told that the file is locked.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
