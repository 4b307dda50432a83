"""Moves commits out of SQLite's write-ahead log beside the writer: in its way, a hundred callers would wait."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

# Rows of some kilobytes: about as much as SQLite by itself lets gather before it moves it.
_AFTER_ROWS = 1_000
# Where nobody comes along to move it, the writer still does, before the log is larger than 64 MiB.
_AT_MOST_PAGES = 16_000


class Checkpointing:
    """One database's; its thread starts with the first rows worth moving."""

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        writer.execute(f"PRAGMA wal_autocheckpoint={_AT_MOST_PAGES}")
        self._path = path
        self._rows = 0
        self._wanted = threading.Event()
        self._moving = threading.Lock()
        self._closing = False
        self._thread: threading.Thread | None = None

    def wrote(self, rows: int) -> None:
        """So many rows were committed. Called by one thread at a time."""
        self._rows += rows
        if self._rows >= _AFTER_ROWS:
            self._rows = 0
            if self._thread is None:
                self._start()
            self._wanted.set()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is moved meanwhile, so that somebody else may have the database to himself."""
        with self._moving:
            yield

    def close(self) -> None:
        """Finish what is in hand."""
        self._closing = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _start(self) -> None:
        thread = threading.Thread(target=self._run, name="checkpointing", daemon=True)
        # What is committed is committed: where the system gives no more threads, the writer moves it after all.
        with contextlib.suppress(RuntimeError):
            thread.start()
            self._thread = thread

    def _run(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        while not self._closing:
            self._wanted.wait()
            self._wanted.clear()
            # A disk that refuses is said by the next commit; what was not moved now is moved another time.
            with self._moving, contextlib.suppress(sqlite3.Error):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        connection.close()
