"""The writer's connection: hands jobs to the two functions that append, and reads what each is answered."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import psycopg

from shared.event_store.jobs import Appended, Job, Outcome
from shared.event_store.postgres.connecting import connect
from shared.event_store.postgres.wire import Calls, Value, blobs, elements, integer, integers, number, texts
from shared.kernel.clock import rfc3339
from shared.kernel.dispatching import Receipt, StoredReceipt
from shared.kernel.refusals import ConcurrencyConflict, KeyReused

# An append waits ten seconds at most for another's lock; whoever is silent twice as long is not coming back.
_SECONDS = 20.0
# Beside the log there is no table so small that it may be read whole, whatever a table without statistics looks like.
_SESSION = {"synchronous_commit": "on", "plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"}

_ONE, _MANY = b"append_one", b"append_many"
_STATEMENTS = (
    (_ONE, f"SELECT * FROM append_one({', '.join(f'${number}' for number in range(1, 14))})"),
    (_MANY, f"SELECT * FROM append_many({', '.join(f'${number}' for number in range(1, 25))})"),
)
_STORED, _CONFLICT, _REPEATED = 0, 1, 2
_NO_RECEIPT: tuple[Value, ...] = (None, None, None, None)
_NO_RECEIPTS: tuple[Value, ...] = (texts(()), texts(()), texts(()), blobs(()))

_ITSELF = "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()"
_END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2::timestamptz"
_THERE = "SELECT event_id, position FROM events WHERE event_id = ANY($1)"

# A session of the server: its process, and when that began, since numbers of processes come again.
Session = tuple[int, str]


class Writer:
    """One connection; used by one thread at a time."""

    def __init__(self, address: str) -> None:
        self.connection = connect(address, **_SESSION)
        try:
            self._calls = Calls(self.connection, _STATEMENTS, _SECONDS)
            self.session: Session = self.connection.execute(_ITSELF).fetchall()[0]
        except BaseException:
            self.close()
            raise

    def append(self, jobs: Sequence[Job], now: str) -> list[Outcome]:
        """Write jobs of different streams and receipts in one commit; each gets its own answer."""
        if len(jobs) == 1 and jobs[0].rows and not jobs[0].timers:
            return [_answer_to_one(jobs[0], self._calls.call(_ONE, _for_one(jobs[0], now)))]
        return _answers_to_many(jobs, self._calls.call(_MANY, _for_many(jobs, now)))

    def there(self, jobs: Sequence[Job], lost: Session) -> list[Appended | None]:
        """What of these jobs a session stored before it was lost; that session is ended first, if it lives still."""
        if not all(ended for (ended,) in self.connection.execute(_END, lost).fetchall()):
            raise psycopg.OperationalError("the lost session does not end")
        firsts = [job.rows[0][2] for job in jobs if job.rows]
        positions: dict[str, int] = dict(self.connection.execute(_THERE, (firsts,)).fetchall())
        return [_stored(job, positions.get(job.rows[0][2]) if job.rows else None) for job in jobs]

    def close(self) -> None:
        """Let go of the connection, whatever state it is in."""
        with contextlib.suppress(psycopg.Error):
            self.connection.close()


def _stored(job: Job, first: int | None) -> Appended | None:
    if first is None:
        return None
    return Appended(first, first + len(job.rows) - 1, job.expected_version + len(job.rows))


def _for_one(job: Job, now: str) -> tuple[Value, ...]:
    rows, receipt = job.rows, job.receipt
    return (
        job.stream.encode(),
        integer(job.expected_version),
        rows[0][5].encode(),
        now.encode(),
        rows[0][6],
        texts([row[2] for row in rows]),
        texts([row[3] for row in rows]),
        integers([row[4] for row in rows]),
        blobs([row[7] for row in rows]),
        *(_NO_RECEIPT if receipt is None else _of_receipt(receipt)),
    )


def _of_receipt(receipt: Receipt) -> tuple[Value, ...]:
    return receipt.scope.encode(), receipt.key.encode(), receipt.fingerprint.encode(), receipt.answer


def _for_many(jobs: Sequence[Job], now: str) -> tuple[Value, ...]:
    facts = [(place, row) for place, job in enumerate(jobs, 1) for row in job.rows]
    timers = [(place, job, timer) for place, job in enumerate(jobs, 1) for timer in job.timers]
    return (
        now.encode(),
        texts([job.stream for job in jobs]),
        integers([job.expected_version for job in jobs]),
        integers([len(job.rows) for job in jobs]),
        *_of_receipts([job.receipt for job in jobs]),
        integers([place for place, _ in facts]),
        integers([number for job in jobs for number in range(1, len(job.rows) + 1)]),
        texts([row[0] for _, row in facts]),
        integers([row[1] for _, row in facts]),
        texts([row[2] for _, row in facts]),
        texts([row[3] for _, row in facts]),
        integers([row[4] for _, row in facts]),
        texts([row[5] for _, row in facts]),
        blobs([row[6] for _, row in facts]),
        blobs([row[7] for _, row in facts]),
        integers([place for place, _, _ in timers]),
        texts([timer.timer_id for _, _, timer in timers]),
        texts([timer.kind for _, _, timer in timers]),
        texts([None if timer.due_at is None else rfc3339(timer.due_at) for _, _, timer in timers]),
        blobs([msgspec.json.encode(dict(timer.payload)) for _, _, timer in timers]),
        blobs([job.timer_metadata for _, job, _ in timers]),
    )


def _of_receipts(receipts: Sequence[Receipt | None]) -> tuple[Value, ...]:
    if not any(receipts):
        return _NO_RECEIPTS
    return (
        texts([None if receipt is None else receipt.scope for receipt in receipts]),
        texts([None if receipt is None else receipt.key for receipt in receipts]),
        texts([None if receipt is None else receipt.fingerprint for receipt in receipts]),
        blobs([None if receipt is None else receipt.answer for receipt in receipts]),
    )


def _answer_to_one(job: Job, result: Any) -> Outcome:
    value = result.get_value
    stored = (value(0, place) for place in (3, 4, 1, 2))
    return _outcome(job, number(value(0, 0)), number(value(0, 1)), stored)


def _answers_to_many(jobs: Sequence[Job], result: Any) -> list[Outcome]:
    states, befores, firsts, lasts, fingerprints, answers = (elements(result.get_value(0, place)) for place in range(6))
    stored = (each for repeated in zip(fingerprints, answers, firsts, lasts, strict=True) for each in repeated)
    return [
        _outcome(job, number(state), number(before) + 1, stored)
        for job, state, before in zip(jobs, states, befores, strict=True)
    ]


def _outcome(job: Job, state: int, first: int, stored: Iterator[Any]) -> Outcome:
    """What a job is answered; what its receipt holds is taken from `stored` where it is repeated."""
    if state == _STORED:
        facts = len(job.rows)
        return Appended(first, first + facts - 1, job.expected_version + facts) if facts else _nothing_new(job)
    if state == _REPEATED:
        fingerprint, answer, first_position, last_position = (next(stored) for _ in range(4))
        known = StoredReceipt(fingerprint.decode(), answer, number(first_position), number(last_position))
        return Appended(known.first_position, known.last_position, 0, repeated=known)
    return ConcurrencyConflict() if state == _CONFLICT else KeyReused()


def _nothing_new(job: Job) -> Appended:
    return Appended(0, 0, job.expected_version)
