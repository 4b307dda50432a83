"""Jobs of one transaction: each finds its place in the one order of the log, or learns what stands in its way."""

import sqlite3
from collections.abc import Mapping

import msgspec

from shared.event_store.jobs import Appended, Job, Outcome
from shared.event_store.rows import run_all
from shared.kernel.clock import rfc3339
from shared.kernel.dispatching import StoredReceipt
from shared.kernel.handling import Timer
from shared.kernel.refusals import ConcurrencyConflict, KeyReused

_INSERT = "INSERT INTO events VALUES {rows}"
_KEEP_RECEIPTS = "INSERT INTO receipts VALUES {rows}"
_SET_TIMER = "INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?, ?)"
_TAKE_TIMER_BACK = "DELETE FROM timers WHERE timer_id = ?"


class Batch:
    """Jobs finding their places after the last position, under the order lock; no two of one stream or receipt."""

    def __init__(
        self,
        position: int,
        recorded_at: str,
        known: Mapping[tuple[str, str], StoredReceipt],
        versions: Mapping[str, int],
    ) -> None:
        self._position = position
        self._recorded_at = recorded_at
        self._known, self._versions = known, versions
        self._facts: list[tuple[object, ...]] = []
        self._receipts: list[tuple[object, ...]] = []
        self._timers: list[tuple[Timer, bytes]] = []

    def place(self, job: Job) -> Outcome:
        """Give a job its place, or say why it has none."""
        standing = self._standing(job)
        if standing is not None:
            return standing
        first = self._position + 1 if job.rows else 0
        for stream, version, event_id, name, schema, occurred_at, metadata, data in job.rows:
            self._position += 1
            at = (occurred_at, self._recorded_at)
            self._facts.append((self._position, stream, version, event_id, name, schema, *at, metadata, data))
        done = Appended(first, self._position if job.rows else 0, job.expected_version + len(job.rows))
        if receipt := job.receipt:
            place = (done.first_position, done.last_position, self._recorded_at)
            self._receipts.append((receipt.scope, receipt.key, receipt.fingerprint, receipt.answer, *place))
        self._timers += [(timer, job.timer_metadata) for timer in job.timers]
        return done

    @property
    def rows(self) -> int:
        """How many there are to write."""
        return len(self._facts) + len(self._receipts) + len(self._timers)

    def write(self, connection: sqlite3.Connection) -> None:
        """Everything that found a place."""
        run_all(connection, _INSERT, self._facts)
        run_all(connection, _KEEP_RECEIPTS, self._receipts)
        for timer, metadata in self._timers:
            if timer.due_at is None:
                connection.execute(_TAKE_TIMER_BACK, (timer.timer_id,))
            else:
                payload = msgspec.json.encode(dict(timer.payload))
                row = (timer.timer_id, timer.kind, rfc3339(timer.due_at), payload, metadata)
                connection.execute(_SET_TIMER, row)

    def _standing(self, job: Job) -> Outcome | None:
        """What stands in the way: the receipt with its answer before the version, which may have moved on since."""
        receipt = job.receipt
        stored = self._known.get((receipt.scope, receipt.key)) if receipt else None
        if receipt is not None and stored is not None:
            if stored.fingerprint != receipt.fingerprint:
                return KeyReused()
            return Appended(stored.first_position, stored.last_position, 0, repeated=stored)
        return None if self._versions.get(job.stream, 0) == job.expected_version else ConcurrencyConflict()
