"""Durable appends on PostgreSQL: one caller and many, against the driver, the server's load program, and the peer."""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application

from bench.append import Growing, appending, calls_of, saving
from bench.calls import AT, CONTEXT, Waymark, open_waymark
from bench.outcome import Outcome
from bench.peer import open_peer_on_postgres, saved
from bench.postgres_server import new_database, running
from bench.raw_postgres import PgBench, RawPostgresLog
from bench.rounds import Bar, Case, Work, measure, ratios
from shared.event_store.jobs import Job
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id

CALLERS = 32
_COMMITS = {1: 300, 10: 120}
_TOGETHER = 3_200
_PEERS_TOGETHER = 320
_ANSWER = b'{"reference":"WM-7K3F-Q"}'

_BARS = (
    Bar("store.append, 1 event", "psycopg prepared, 1 event", 0.75),
    Bar("store.append, 1 event", "eventsourcing save, 1 event", 2.5),
    Bar("store.append, 10 events", "psycopg prepared, 10 events", 0.60),
    Bar("store.append, 10 events", "eventsourcing save, 10 events", 3.0),
    Bar("32 callers", "pgbench, 32 clients", 1.0),
    Bar("32 callers with receipts", "pgbench, 32 clients", 0.85),
    Bar("32 callers", "eventsourcing save, 32 threads", 10.0),
    Bar("32 threads", "pgbench, 32 clients"),
)


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Appends in alternating rounds, on one server."""
    with running(folder) as server:
        waymark = open_waymark(folder / "waymark", new_database(server, "waymark"))
        raw = RawPostgresLog(new_database(server, "raw"))
        peer = open_peer_on_postgres(new_database(server, "peer"), CALLERS)
        row = waymark.store.job("n-1", 0, calls_of("n-1", 0, waymark.caller, 1), CONTEXT, AT).rows[0]
        load = PgBench(server, new_database(server, "load"), folder, row)
        cases: dict[str, Case] = {}
        for events, commits in _COMMITS.items():
            cases |= _one_caller(waymark, raw, peer, events, max(int(commits * share), 2))
        cases |= _many_callers(waymark, load, peer, share)
        rates = measure(cases, rounds)
        for each in (waymark, raw, peer):
            each.close()
    notes = [
        "fsync, full_page_writes and synchronous_commit on, everything on one machine. One commit for each job of one "
        "caller; jobs of many callers share commits, and each answer waits for its own.",
        "pgbench inserts rows of the same size into the same table, at positions from a sequence: without an order "
        "lock, without a version check, and in C.",
    ]
    return Outcome("postgres", "commits/s", rates, ratios(rates, _BARS), notes)


def _one_caller(
    waymark: Waymark, raw: RawPostgresLog, peer: Application[UUID], events: int, commits: int
) -> dict[str, Case]:
    ours, theirs = Growing(), Growing()
    aggregates = saved(peer, commits, 0)
    named = f"{events} event{'s' if events > 1 else ''}"
    return {
        f"psycopg prepared, {named}": functools.partial(_raw, raw, waymark, theirs, events, commits),
        f"store.append, {named}": functools.partial(appending, waymark, ours, events, commits),
        f"eventsourcing save, {named}": functools.partial(saving, peer, aggregates, events, commits),
    }


def _raw(raw: RawPostgresLog, waymark: Waymark, streams: Growing, events: int, commits: int) -> Work:
    """The very bytes the store would write, sealed and encoded beforehand."""
    places = [streams.next(events) for _ in range(commits)]
    calls = [(stream, version, calls_of(stream, version, waymark.caller, events)) for stream, version in places]
    batches = [raw.rows(waymark.store.job(*each, CONTEXT, AT).rows) for each in calls]
    return commits, functools.partial(raw.insert, batches)


def _many_callers(waymark: Waymark, load: PgBench, peer: Application[UUID], share: float) -> dict[str, Case]:
    jobs = max(int(_TOGETHER * share), CALLERS)
    aggregates = saved(peer, max(int(_PEERS_TOGETHER * share), CALLERS), 0)
    return {
        "pgbench, 32 clients": lambda: (jobs, functools.partial(load.run, CALLERS, jobs)),
        "32 callers": lambda: (jobs, functools.partial(_on_a_loop, waymark, jobs, with_receipts=False)),
        "32 callers with receipts": lambda: (jobs, functools.partial(_on_a_loop, waymark, jobs, with_receipts=True)),
        "32 threads": lambda: (jobs, functools.partial(_in_threads, functools.partial(_append, waymark), jobs)),
        "eventsourcing save, 32 threads": lambda: (
            len(aggregates),
            functools.partial(_in_threads, functools.partial(_save_next, peer, iter(aggregates)), len(aggregates)),
        ),
    }


def _job(waymark: Waymark, receipt: Receipt | None = None) -> Job:
    stream = f"referral-{new_id()}"
    return waymark.store.job(stream, 0, calls_of(stream, 0, waymark.caller, 1), CONTEXT, AT, (), receipt)


def _on_a_loop(waymark: Waymark, jobs: int, *, with_receipts: bool) -> None:
    """Callers of one event loop, as requests are: each goes on when its own job is on the disk."""

    async def caller() -> None:
        for _ in range(jobs // CALLERS):
            receipt = (
                Receipt("http/bench/POST", new_id(), "print", b'{"reference":"WM-7K3F-Q"}') if with_receipts else None
            )
            await waymark.store.append_async(_job(waymark, receipt))

    async def everybody() -> None:
        await asyncio.gather(*(caller() for _ in range(CALLERS)))

    asyncio.run(everybody())


def _append(waymark: Waymark) -> None:
    waymark.store.append(_job(waymark))


def _save_next(peer: Application[UUID], aggregates: Any) -> None:
    aggregate = next(aggregates)
    aggregate.record_call()
    peer.save(aggregate)


def _in_threads(does: Callable[[], None], jobs: int) -> None:
    def caller(_: int) -> None:
        for _ in range(jobs // CALLERS):
            does()

    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(caller, range(CALLERS)))
