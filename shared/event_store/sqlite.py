"""The log on SQLite: connections that are durable, and the one transaction in which jobs become history."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from sqlalchemy import MetaData, create_engine

from shared.event_store.jobs import Appended, Job
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import Receipt, StoredReceipt
from shared.kernel.refusals import ConcurrencyConflict, KeyReused, Unavailable

_BUSY_MS = 10_000
_LAST = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
_VERSION = "SELECT version FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_RECEIPT = "SELECT fingerprint, answer, first_position, last_position FROM receipts WHERE scope = ? AND key = ?"
_KEEP_RECEIPT = "INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?)"
_SET_TIMER = "INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?, ?)"

Outcome = Appended | Exception


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits reach the disk before they are acknowledged."""
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def create_tables(path: Path, metadata: MetaData) -> None:
    """Make what is missing, in a folder that is made too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    try:
        metadata.create_all(engine)
    finally:
        engine.dispose()


def explain(error: sqlite3.Error) -> Exception:
    """A database error in words that say what to do, where we know what to do."""
    said = str(error)
    if "full" in said:
        return Unavailable("The disk is full, so nothing was stored. Free some space, then send it again.")
    if "locked" in said:
        return Unavailable("The store is busy with another program's work. Nothing was stored; send it again.")
    if "readonly" in said:
        return Unavailable("The store may only be read, so nothing was stored. Check who owns the data folder.")
    return error


class SqliteLog:
    """One service's log in one file."""

    def __init__(self, path: Path, clock: Clock, before_commit: Callable[[], None]) -> None:
        self._path = path
        self._clock = clock
        self._before_commit = before_commit
        self._writer = connect(path)
        self._readers = threading.local()

    def reader(self) -> sqlite3.Connection:
        """This thread's own connection for reading."""
        connection: sqlite3.Connection | None = getattr(self._readers, "connection", None)
        if connection is None:
            connection = connect(self._path)
            connection.execute("PRAGMA query_only=ON")
            self._readers.connection = connection
        return connection

    def commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Write jobs of different streams in one transaction; each gets its own answer, and none spoils another.

        Called by one thread at a time.
        """
        try:
            self._before_commit()
            return self._transaction(jobs)
        except sqlite3.Error as error:
            self._roll_back()
            if len(jobs) == 1:
                return [explain(error)]
            return [outcome for job in jobs for outcome in self.commit([job])]
        except Exception as error:  # the answer belongs to whoever asked, whatever it is
            self._roll_back()
            return [error for _ in jobs]

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """One statement on a table beside the log. Called by one thread at a time, like `commit`."""
        try:
            self._writer.execute(statement, parameters)
        except sqlite3.Error as error:
            raise explain(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    def _transaction(self, jobs: Sequence[Job]) -> list[Outcome]:
        run = self._writer.execute
        run("BEGIN IMMEDIATE")
        position, last_recorded = run(_LAST).fetchone() or (0, "")
        recorded_at = max(last_recorded, rfc3339(self._clock()))
        rows: list[tuple[object, ...]] = []
        outcomes: list[Outcome] = []
        for job in jobs:
            outcome = self._known(job.receipt) if job.receipt else None
            if outcome is None:
                outcome = self._check_version(job)
            if outcome is None:
                first = position + 1
                for stream, version, event_id, name, schema, occurred_at, metadata, data in job.rows:
                    position += 1
                    row = (position, stream, version, event_id, name, schema, occurred_at, recorded_at, metadata, data)
                    rows.append(row)
                outcome = Appended(first, position, job.expected_version + len(job.rows))
                self._beside(job, outcome, recorded_at)
            outcomes.append(outcome)
        if len(rows) == 1:
            run(_INSERT, rows[0])
        else:
            self._writer.executemany(_INSERT, rows)
        run("COMMIT")
        return outcomes

    def _check_version(self, job: Job) -> ConcurrencyConflict | None:
        found = self._writer.execute(_VERSION, (job.stream,)).fetchone()
        return None if (found[0] if found else 0) == job.expected_version else ConcurrencyConflict()

    def _known(self, receipt: Receipt) -> Outcome | None:
        found = self._writer.execute(_RECEIPT, (receipt.scope, receipt.key)).fetchone()
        if found is None:
            return None
        stored = StoredReceipt(*found)
        if stored.fingerprint != receipt.fingerprint:
            return KeyReused()
        return Appended(stored.first_position, stored.last_position, 0, repeated=stored)

    def _beside(self, job: Job, done: Appended, recorded_at: str) -> None:
        run = self._writer.execute
        if receipt := job.receipt:
            first, last = (done.first_position, done.last_position) if job.rows else (0, 0)
            run(
                _KEEP_RECEIPT,
                (receipt.scope, receipt.key, receipt.fingerprint, receipt.answer, first, last, recorded_at),
            )
        for timer in job.timers:
            if timer.due_at is None:
                run("DELETE FROM timers WHERE timer_id = ?", (timer.timer_id,))
            else:
                payload = msgspec.json.encode(dict(timer.payload))
                due = rfc3339(timer.due_at)
                run(_SET_TIMER, (timer.timer_id, timer.kind, due, payload, job.timer_metadata))
