"""The event store of one service: append jobs, read streams and the log, in one order that loses nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

import msgspec

from shared.event_store.appender import Appender
from shared.event_store.codec import Codec
from shared.event_store.jobs import Appended, EncodedFact, Job, Outcome
from shared.kernel.clock import rfc3339
from shared.kernel.decider import Decider
from shared.kernel.dispatching import Receipt, StoredReceipt
from shared.kernel.handling import Timer
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context, Fact, Metadata, Recorded

S = TypeVar("S")

_COLUMNS = "position, stream, version, event_id, name, schema_version, occurred_at, recorded_at, metadata, data"
_PAGE = f"SELECT {_COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?"
_STREAM = (
    f"SELECT {_COLUMNS} FROM events WHERE stream = ? AND version > ? AND position <= ? AND recorded_at <= ? "
    "ORDER BY version"
)
_FOLD = "SELECT name, schema_version, data FROM events WHERE stream = ? ORDER BY version"
_RECEIPT = "SELECT fingerprint, answer, first_position, last_position FROM receipts WHERE scope = ? AND key = ?"
_DUE = (
    "SELECT timer_id, kind, due_at, payload, metadata FROM timers WHERE due_at <= ? ORDER BY due_at, timer_id LIMIT ?"
)

_ORIGIN = "SELECT value FROM about_store WHERE name = 'origin'"

LIVE = "live"
_END_OF_LOG = 2**62
_END_OF_TIME = "9999"


class Wakes(Protocol):
    """Something to be told that the log has grown."""

    def set(self) -> None: ...


class Log(Protocol):
    """What lies beneath the store, one for each kind of database. Values stand as ? in a statement.

    `commit` and `execute` are called by one thread at a time, `read` by any.
    """

    def commit(self, jobs: Sequence[Job]) -> list[Outcome]: ...

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None: ...

    def read(self, statement: str, parameters: Sequence[object] = ()) -> list[Any]: ...

    def close(self) -> None: ...


class DueTimer(msgspec.Struct, frozen=True):
    """A timer whose moment has come, with the context it was set in."""

    timer: Timer
    context: Context


class EventStore:
    """One service's history. Only the service itself writes it."""

    def __init__(self, log: Log, codec: Codec) -> None:
        self._log = log
        self._codec = codec
        self._appender = Appender(log.commit, self._announce)
        self._listeners: list[Wakes] = []
        self._metadata = msgspec.json.Encoder()
        found = log.read(_ORIGIN)
        self.origin = str(found[0][0]) if found else LIVE
        """What the log is for: "live", or "rehearsal" for life."""

    def append(self, job: Job) -> Appended:
        """Write a job and wait for its commit.

        Raises ConcurrencyConflict where the stream has moved on, KeyReused where the receipt's key stands for another
        request, Unavailable where the store cannot take it; in each case nothing of the job is stored.
        """
        return self._appender.append(job)

    async def append_async(self, job: Job) -> Appended:
        """`append` for an event loop, gathered with everybody else's appends into one commit."""
        return await self._appender.append_async(job)

    def append_together(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Write many jobs in few commits and wait for all of them; each has its own answer."""
        return self._appender.append_together(jobs)

    def job(
        self,
        stream: str,
        expected_version: int,
        facts: Sequence[Fact],
        context: Context,
        occurred_at: datetime,
        about: tuple[str, ...] = (),
        receipt: Receipt | None = None,
        timers: Sequence[Timer] = (),
    ) -> Job:
        """Facts made ready to be written: named, sealed and encoded; nothing is live in a log that is not."""
        if context.origin == LIVE != self.origin:
            context = msgspec.structs.replace(context, origin=self.origin)
        metadata = self._metadata.encode(Metadata(context, about))
        occurred = rfc3339(occurred_at)
        rows: list[EncodedFact] = []
        for version, fact in enumerate(facts, start=expected_version + 1):
            name, schema_version, data = self._codec.encode(fact)
            rows.append((stream, version, new_id(), name, schema_version, occurred, metadata, data))
        return Job(stream, expected_version, rows, receipt, timers, metadata if timers else b"")

    def fold(self, stream: str, decider: Decider[S]) -> tuple[S, int]:
        """A stream's state and its version; the initial state and 0 where there is no such stream."""
        decode, evolve, state, version = self._codec.decode, decider.evolve, decider.initial, 0
        for name, schema_version, data in self._log.read(_FOLD, (stream,)):
            state = evolve(state, decode(name, schema_version, data))
            version += 1
        return state, version

    def stream(
        self, stream: str, after_version: int = 0, until: datetime | None = None, until_position: int | None = None
    ) -> list[Recorded]:
        """A stream's facts in order, as they stood at a time of recording or at a position of the log."""
        bounds = (
            stream,
            after_version,
            _END_OF_LOG if until_position is None else until_position,
            _END_OF_TIME if until is None else rfc3339(until),
        )
        return self._read(_STREAM, bounds)

    def page(self, after: int, limit: int = 500) -> list[Recorded]:
        """What was recorded after a position, oldest first. A reader that goes on from the last one misses nothing."""
        return self._read(_PAGE, (after, limit))

    def head(self) -> int:
        """The last position, 0 for an empty log."""
        return int(self._log.read("SELECT max(position) FROM events")[0][0] or 0)

    def receipt(self, scope: str, key: str) -> StoredReceipt | None:
        """What was answered under this key before, if anything."""
        found = self._log.read(_RECEIPT, (scope, key))
        return StoredReceipt(*found[0]) if found else None

    def due_timers(self, now: datetime, limit: int = 100) -> list[DueTimer]:
        """Timers whose moment has come, the earliest first."""
        return [
            DueTimer(
                Timer(timer_id, kind, datetime.fromisoformat(due_at), msgspec.json.decode(payload)),
                msgspec.json.decode(metadata, type=Metadata).context,
            )
            for timer_id, kind, due_at, payload, metadata in self._log.read(_DUE, (rfc3339(now), limit))
        ]

    def timer_done(self, timer: Timer) -> None:
        """Forget a timer that has been acted on, unless it has been set anew meanwhile."""
        if timer.due_at is not None:
            self.beside("DELETE FROM timers WHERE timer_id = ? AND due_at = ?", (timer.timer_id, rfc3339(timer.due_at)))

    def beside(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Change a table beside the log (timers, dead letters, what is said about the store), between two commits."""
        self._appender.exclusively(lambda: self._log.execute(statement, parameters))

    def look(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Read a table beside the log."""
        return self._log.read(statement, parameters)

    def listen(self, listener: Wakes) -> None:
        """Have somebody woken after each commit of this process; other processes' commits must still be polled for."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish what has gathered and let go of the database."""
        self._appender.close()
        self._appender.exclusively(self._log.close)

    def _announce(self) -> None:
        for listener in self._listeners:
            listener.set()

    def _read(self, statement: str, bounds: Sequence[object]) -> list[Recorded]:
        decode = self._codec.decode
        return [
            Recorded(position, stream, version, event_id, name, schema, occurred, recorded, metadata, fact)
            for position, stream, version, event_id, name, schema, occurred, recorded, metadata, data in self._log.read(
                statement, bounds
            )
            for fact in (decode(name, schema, data),)
        ]
