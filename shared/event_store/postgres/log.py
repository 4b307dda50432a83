"""One service's log on PostgreSQL: one connection that writes, a few that read, and the truth after one was lost."""

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any

import psycopg

from shared.event_store.jobs import Job, Outcome
from shared.event_store.postgres.connecting import connect
from shared.event_store.postgres.errors import GONE, NOT_KNOWN, explain, is_lost
from shared.event_store.postgres.writer import Writer
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.refusals import StoreNotUsable, Unavailable

# A server that restarts is back within a second or two. Whoever's answer was lost waits that long to learn the truth;
# after that everybody is told at once, and the server is asked again every so often.
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.1
_ASK_AGAIN_SECONDS = 0.5
# More connections than this read no faster; a hundred is what a server has for everybody.
_READERS = 8
_READER_SECONDS = 10.0


@lru_cache(maxsize=512)
def numbered(statement: str) -> str:
    """A statement with its places as PostgreSQL has them: $1, $2 for each ? in turn."""
    first, *others = statement.split("?")
    return first + "".join(f"${place}{part}" for place, part in enumerate(others, 1))


class PostgresLog:
    """One service's log in one database, which `migrate` has made."""

    def __init__(self, address: str, clock: Clock, before_commit: Callable[[], None]) -> None:
        self._address = address
        self._clock = clock
        self._before_commit = before_commit
        self._writer: Writer | None = Writer(address)
        self._refused_until = 0.0
        self._idle: deque[psycopg.Connection] = deque()
        self._may_read = BoundedSemaphore(_READERS)
        self._closed = False

    def read(self, statement: str, parameters: Sequence[object] = ()) -> list[Any]:
        """All rows of a question, from one snapshot. Asked once more where the connection turns out to be dead."""
        if not self._may_read.acquire(timeout=_READER_SECONDS):
            raise Unavailable(GONE)
        try:
            try:
                return self._read(statement, parameters)
            except psycopg.Error as error:
                if not is_lost(error):
                    raise explain(error) from error
            self._close_idle()  # they met the same end
            try:
                return self._read(statement, parameters)
            except psycopg.Error as error:
                raise explain(error) from error
        finally:
            self._may_read.release()

    def commit(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Write jobs of different streams in one transaction; each gets its own answer, and none spoils another.

        Called by one thread at a time.
        """
        try:
            self._before_commit()
        except Exception as error:  # without its keys no job may be written, alone as little as together
            return [explain(error) for _ in jobs]
        try:
            return self._append(jobs)
        except Exception as error:  # the answer belongs to whoever asked, whatever it is
            explained = explain(error)
            if len(jobs) > 1 and not isinstance(explained, Unavailable):
                return [outcome for job in jobs for outcome in self.commit([job])]
            return [explain(error) for _ in jobs]

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """One statement on a table beside the log; it must be one that may be done twice.

        Called by one thread at a time, like `commit`.
        """
        asked = numbered(statement)
        try:
            with self._writing() as writer:
                writer.connection.execute(asked, parameters)
        except psycopg.Error as error:
            if not is_lost(error):
                raise explain(error) from error
            with self._explained(), self._writing(_PATIENCE_SECONDS) as writer:
                writer.connection.execute(asked, parameters)

    def close(self) -> None:
        """Let go of the database."""
        self._closed = True
        self._close_idle()
        if self._writer is not None:
            self._writer.close()

    def _append(self, jobs: Sequence[Job]) -> list[Outcome]:
        now = rfc3339(self._clock())
        with self._writing() as writer:
            session = writer.session
            try:
                return writer.append(jobs, now)
            except psycopg.Error as error:
                if not is_lost(error):
                    raise
                self._drop(writer)
        try:
            with self._writing(_PATIENCE_SECONDS) as again:
                there = again.there(jobs, session)
                missing = [job for job, outcome in zip(jobs, there, strict=True) if outcome is None]
                written = iter(again.append(missing, now) if missing else ())
                return [outcome or next(written) for outcome in there]
        except (psycopg.OperationalError, psycopg.InterfaceError, Unavailable) as error:
            if isinstance(error, psycopg.Error) and not is_lost(error):
                raise
            raise Unavailable(NOT_KNOWN) from error

    @contextlib.contextmanager
    def _writing(self, patience: float = 0.0) -> Iterator[Writer]:
        """The writer, connected; what shows that the connection is gone makes the next one connect anew."""
        writer = self._writer or self._connected(patience)
        self._writer = writer
        try:
            yield writer
        except psycopg.Error as error:
            if is_lost(error):
                self._drop(writer)
            raise

    def _connected(self, patience: float) -> Writer:
        until = time.monotonic() + patience
        while True:
            if patience or time.monotonic() >= self._refused_until:
                try:
                    return Writer(self._address)
                except (psycopg.Error, Unavailable, StoreNotUsable):
                    self._refused_until = time.monotonic() + _ASK_AGAIN_SECONDS
            if time.monotonic() >= until:
                raise Unavailable(GONE)
            time.sleep(_PAUSE_SECONDS)

    def _drop(self, writer: Writer) -> None:
        writer.close()
        self._writer = None

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise explain(error) from error

    def _read(self, statement: str, parameters: Sequence[object]) -> list[Any]:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._reader()
        try:
            return connection.cursor(binary=True).execute(numbered(statement), parameters).fetchall()
        finally:
            if self._closed or connection.broken:
                connection.close()
            else:
                self._idle.append(connection)

    def _reader(self) -> psycopg.Connection:
        try:
            return connect(self._address, default_transaction_read_only="on")
        except StoreNotUsable as error:  # it could be used when this program started
            raise Unavailable(GONE) from error

    def _close_idle(self) -> None:
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()
