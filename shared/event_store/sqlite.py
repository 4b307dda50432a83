"""SQLite: how its files are opened, what its errors mean, and the one transaction in which jobs become history."""

import contextlib
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from shared.event_store.batch import Batch
from shared.event_store.checkpointing import Checkpointing
from shared.event_store.jobs import Appended, Job, Outcome
from shared.event_store.rows import AT_ONCE, STATEMENTS_KEPT, for_rows
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.dispatching import StoredReceipt
from shared.kernel.refusals import ConcurrencyConflict, Damaged, StoreNotUsable, Unavailable, cannot_be_kept
from shared.kernel.write_ahead import keep_a_write_ahead_log

_BUSY_MS = 10_000
_LAST = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
_VERSIONS = "SELECT stream, max(version) FROM events WHERE stream IN (VALUES {rows}) GROUP BY stream"
_RECEIPTS = (
    "SELECT scope, key, fingerprint, answer, first_position, last_position "
    "FROM (VALUES {rows}) CROSS JOIN receipts ON scope = column1 AND key = column2"
)
# A job by itself: the lock, the version check, the place and the rows in one statement, its own transaction. Python
# runs cold after each wait for the disk, so every call less between two commits counts: a tenth of the whole, measured.
_APPEND = f"""
INSERT INTO events
SELECT ifnull(last.position, 0) + column1 - ?, ?, column1, column2, column3, column4, ?,
       max(ifnull(last.recorded_at, ''), ?), ?, column5
FROM (VALUES {{rows}}) LEFT JOIN ({_LAST}) AS last
WHERE ifnull((SELECT max(version) FROM events WHERE stream = ?), 0) = ?
"""

_DAMAGED = "The store's file is damaged. Stop Waymark, keep the file as it is, and put back the last good copy."
_BUSY = "The store is busy with another program's work. Nothing was stored; send it again."
_MEANT = {
    sqlite3.SQLITE_FULL: "The disk is full, so nothing was stored. Free some space, then send it again.",
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_READONLY: "The store may only be read, so nothing was stored. Check who owns the data folder.",
    sqlite3.SQLITE_CANTOPEN: "The store's files cannot be opened. Check that the data folder is there, and its owner.",
    sqlite3.SQLITE_IOERR: "The disk is full or does not work, so nothing was stored. Check it, then send it again.",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}


@contextlib.contextmanager
def opening(path: Path) -> Iterator[None]:
    """Say what to do when a file cannot be opened, or is no database; Unavailable where it is only busy."""
    try:
        yield
    except (sqlite3.Error, SQLAlchemyError, OSError) as error:
        if str(explain(error)) == _BUSY:
            raise Unavailable(
                f"The store at {path} is busy with another program's work and cannot be opened just now. Try again."
            ) from error
        raise StoreNotUsable(
            f"The store at {path} cannot be opened. Check that it is Waymark's own file, that its folder can be "
            "written, and that the disk has room."
        ) from error


def connect(path: Path) -> sqlite3.Connection:
    """A connection whose commits reach the disk before they are acknowledged."""
    connection = sqlite3.connect(
        path,
        timeout=_BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_KEPT,
    )
    keep_a_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def engine(path: Path, synchronous: str = "NORMAL") -> Engine:
    """An engine for what can be made again from a log, unless `synchronous` is FULL; one transaction is one snapshot.

    There are as many connections as threads that read at once; what a statement held never shows in an error.
    """
    made = create_engine(f"sqlite:///{path}", max_overflow=-1, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own transactions begin only with the first write
        keep_a_write_ahead_log(connection)
        for pragma in (
            f"synchronous={synchronous}",
            f"busy_timeout={_BUSY_MS}",
            "secure_delete=ON",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return made


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that will write: two of them never read the same and then both write."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


@contextlib.contextmanager
def making_tables(path: Path) -> Iterator[Connection]:
    """A transaction for making what is missing, in a folder that is made too; programs that start together queue."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not all(os.access(each, os.W_OK) for each in (path.parent, path) if each.exists()):
        raise PermissionError(f"{path} cannot be written")
    path.touch(mode=0o600)  # for its owner alone, and so its side files
    made = engine(path)
    try:
        with writing(made).begin() as connection:
            yield connection
    finally:
        made.dispose()


def remove_old_copies(path: Path) -> bool:
    """Write a file anew and empty its log: pages that were split keep old rows, whatever `secure_delete` says.

    False where that cannot be done now; done again, it finishes.
    """
    try:
        with contextlib.closing(connect(path)) as connection:
            connection.execute("PRAGMA temp_store=MEMORY")  # what is copied must not lie in a file of its own
            connection.execute("VACUUM")
            return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        return False


def explain(error: Exception) -> Exception:
    """A database error in words that say what to do, where we know what to do."""
    of_driver = getattr(error, "orig", None) or error
    if isinstance(error, OverflowError) and "SQLite" in str(error):
        return cannot_be_kept()
    said = _MEANT.get(getattr(of_driver, "sqlite_errorcode", 0) & 0xFF)
    if said is None:
        return error
    return Damaged(said) if said is _DAMAGED else Unavailable(said)


@contextlib.contextmanager
def explaining() -> Iterator[None]:
    """Raise what went wrong in words that say what to do."""
    try:
        yield
    except (sqlite3.Error, SQLAlchemyError, OverflowError) as error:
        explained = explain(error)
        if explained is error:
            raise
        raise explained from error


class SqliteLog:
    """One service's log in one file."""

    def __init__(self, path: Path, clock: Clock, before_commit: Callable[[], None]) -> None:
        self._path = path
        self._clock = clock
        self._before_commit = before_commit
        self._writer = connect(path)
        self._checkpointing = Checkpointing(path, self._writer)
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    def read(self, statement: str, parameters: Sequence[object] = ()) -> list[Any]:
        """All rows of a question, from one snapshot; there are only as many connections as threads that ask at once."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._reader()
        try:
            return connection.execute(statement, parameters).fetchall()
        except (sqlite3.Error, OverflowError) as error:
            raise explain(error) from error
        finally:
            self._idle.append(connection)
            if self._closed:
                self._close_idle()

    def commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Write jobs of different streams in one transaction; each gets its own answer, and none spoils another.

        Called by one thread at a time.
        """
        try:
            self._before_commit()
        except Exception as error:  # without its keys no job may be written, alone as little as together
            return [explain(error) for _ in jobs]
        try:
            if len(jobs) == 1 and _stands_alone(jobs[0]):
                return [self._append(jobs[0])]
            return self._transaction(jobs)
        except Exception as error:  # the answer belongs to whoever asked, whatever it is
            explained = explain(error)
            if len(jobs) > 1 and not isinstance(explained, Unavailable):
                return [outcome for job in jobs for outcome in self.commit([job])]
            return [explain(error) for _ in jobs]

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """One statement on a table beside the log. Called by one thread at a time, like `commit`."""
        try:
            self._writer.execute(statement, parameters)
        except sqlite3.Error as error:
            raise explain(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._closed = True
        self._checkpointing.close()
        self._close_idle()
        self._writer.close()

    def _reader(self) -> sqlite3.Connection:
        connection = connect(self._path)
        connection.execute("PRAGMA query_only=ON")
        return connection

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _append(self, job: Job) -> Outcome:
        rows = job.rows
        *_, occurred_at, metadata, _ = rows[0]  # facts of one job have one moment and one context
        values: list[object] = [job.expected_version, job.stream, occurred_at, rfc3339(self._clock()), metadata]
        for _, version, event_id, name, schema, _, _, data in rows:
            values += (version, event_id, name, schema, data)
        values += (job.stream, job.expected_version)
        done = self._writer.execute(for_rows(_APPEND, len(rows), 5), values)
        if done.rowcount != len(rows):
            return ConcurrencyConflict()
        self._checkpointing.wrote(len(rows))
        last = done.lastrowid or 0
        return Appended(last - len(rows) + 1, last, job.expected_version + len(rows))

    def _transaction(self, jobs: Sequence[Job]) -> list[Outcome]:
        run = self._writer.execute
        run("BEGIN IMMEDIATE")
        try:
            position, recorded_at = run(_LAST).fetchone() or (0, "")
            recorded_at = max(recorded_at, rfc3339(self._clock()))
            batch = Batch(position, recorded_at, self._known(jobs), self._versions(jobs))
            outcomes = [batch.place(job) for job in jobs]
            batch.write(self._writer)
            run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                run("ROLLBACK")
            raise
        self._checkpointing.wrote(batch.rows)
        return outcomes

    def _versions(self, jobs: Sequence[Job]) -> dict[str, int]:
        """The version each stream is at; a stream that is not there has none."""
        streams = [job.stream for job in jobs]
        return dict(self._writer.execute(for_rows(_VERSIONS, len(streams), 1), streams).fetchall())

    def _known(self, jobs: Sequence[Job]) -> dict[tuple[str, str], StoredReceipt]:
        """Those of the jobs' receipts that stand already."""
        keys = [(job.receipt.scope, job.receipt.key) for job in jobs if job.receipt]
        if not keys:
            return {}
        values = [value for key in keys for value in key]
        found = self._writer.execute(for_rows(_RECEIPTS, len(keys), 2), values).fetchall()
        return {(scope, key): StoredReceipt(*stored) for scope, key, *stored in found}


def _stands_alone(job: Job) -> bool:
    """Whether there is nothing to write beside its facts, and these fit into one statement."""
    return job.receipt is None and not job.timers and 0 < len(job.rows) <= AT_ONCE
