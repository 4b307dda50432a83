"""Triage's share of the work through a real broker by one, two and four workers, each a process of its own.

They share one log on PostgreSQL and the twelve partitions of intake's topic; what is said of a referral stays in order.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from bench.broker import broker
from bench.calls import AT, CONTEXT
from bench.delivery import Page, an_address, filled, lines_kept, published
from bench.outcome import Outcome
from bench.postgres_server import connected, new_database, running
from bench.rounds import Bar, ratios
from bench.servers import DidNotStart
from deploy.local.postgres import LocalPostgres
from services.intake.domain.commands import ChangeSafeContact
from services.intake.domain.events import ReferralSubmitted
from services.intake.domain.given import GivenChannel, GivenSafeContact
from shared.delivery.kafka.publishing import Publishing
from shared.runtime.service import Service

WORKERS = (1, 2, 4)
_REFERRALS, _ROUNDS = 1_000, 5
_WORK_SECONDS = 300
# Within this the last to join has been given its partitions, and the others have let go of theirs.
_SHARED_OUT_SECONDS = 6
_SAFE = ("yes", "no")  # what each reporter says anew about being rung up, one after the other
_TAKEN = b"SELECT count(*) FROM receipts WHERE scope LIKE 'inbox/%'"
# Of one referral, a message that led to a fact must not stand behind one that was published after it.
OUT_OF_ORDER = b"""
SELECT count(*) FROM (
    SELECT position, lag(cause) OVER (PARTITION BY stream ORDER BY version) > cause AS earlier FROM (
        SELECT position, stream, version, convert_from(metadata, 'UTF8')::json -> 'context' ->> 'causation_id' AS cause
        FROM events WHERE stream LIKE 'assessment-%'
    ) AS caused WHERE cause IS NOT NULL
) AS seen WHERE earlier
"""


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """The same referrals again and again, each time to empty logs, by more and fewer workers in turn."""
    count = max(int(_REFERRALS * share), 24)
    rates: dict[str, list[float]] = {_named(workers): [] for workers in WORKERS}
    disorder = 0
    with broker(folder) as brokers, running(folder) as server, lines_kept(folder / "lines.log"):
        page = published(_said_anew(filled(folder / "data", count)))
        for number in range(min(rounds, _ROUNDS)):
            turn = number % len(WORKERS)
            for workers in WORKERS[turn:] + WORKERS[:turn]:
                one = _Round(brokers, server, folder, f"triage_{number}_{workers}", page)
                rate, wrong = one.rate(workers)
                rates[_named(workers)].append(rate)
                disorder += wrong
    bars = [Bar(_named(workers), _named(1)) for workers in WORKERS[1:]]
    notes = [
        "Of each referral three messages under one key: the first is two commands, one that opens, judges and files it "
        "and one that notes how its people may be reached; the others change that. "
        f"Facts that stand before what came earlier of their referral: {disorder}.",
        "Broker, database server and all workers share this machine's cores.",
    ]
    return Outcome("workers", "messages/s", rates, ratios(rates, bars), notes, {"out_of_order": disorder})


def _said_anew(intake: Service) -> Service:
    """What triage has to take in the order in which it was said: each answer replaces the one before."""
    position = 0
    while page := intake.store.page(position):
        for recorded in page:
            if isinstance(fact := recorded.fact, ReferralSubmitted):
                for safe in _SAFE:
                    said = GivenSafeContact(phone=GivenChannel(safe=safe))
                    change = ChangeSafeContact(
                        at=AT, reference=fact.reference, person_id=fact.account_of, safe_contact=said
                    )
                    intake.dispatch(change, CONTEXT)
        position = page[-1].position
    return intake


def _named(workers: int) -> str:
    return f"{workers} worker{'s' if workers > 1 else ''}"


class _Round:
    """A topic and a log that nobody has used."""

    def __init__(self, brokers: str, server: LocalPostgres, folder: Path, name: str, page: Page) -> None:
        self._address, self._page = an_address(brokers), page
        # The first message of a referral is taken by two policies.
        self._receipts = len(page) + len(page) // (1 + len(_SAFE))
        self._database = new_database(server, name)
        self._environment = os.environ | {
            "DATABASE_URL": self._database,
            "DELIVERY_URL": f"kafka://{self._address}/{self._address.borough}",
            "WAYMARK_DATA": str(folder / "data"),
        }
        subprocess.run(
            [sys.executable, "-m", "services.triage", "migrate"],
            env=self._environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def rate(self, workers: int) -> tuple[float, int]:
        """Messages a second from the first message to the last commit, and how many facts stand out of order."""
        with self._at_work(workers), connected(self._database) as connection:
            began = perf_counter()
            road = Publishing(self._address, "intake")
            road.publish(self._page)
            _until(lambda: _number(connection, _TAKEN) >= self._receipts, _WORK_SECONDS)
            seconds = perf_counter() - began
            road.close()
            return len(self._page) / seconds, _number(connection, OUT_OF_ORDER)

    @contextlib.contextmanager
    def _at_work(self, workers: int) -> Iterator[None]:
        """Once all have joined, and been told their partitions."""
        started = [self._start(number) for number in range(1, workers + 1)]
        try:
            for process in started:
                if process.stdout is None or process.stdout.readline() != "joined\n":
                    raise DidNotStart(f"worker {process.args} ended before it had joined")
            sleep(_SHARED_OUT_SECONDS)
            yield
        finally:
            for process in started:
                process.kill()
                process.wait()

    def _start(self, number: int) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "bench.triage_worker", str(number)]
        return subprocess.Popen(
            command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )


def _until(done: Any, seconds: float) -> None:
    deadline = monotonic() + seconds
    while not done():
        if monotonic() > deadline:
            raise TimeoutError("the workers did not come to the end")
        sleep(0.05)


def _number(connection: Any, question: bytes) -> int:
    found: Sequence[int] = connection.execute(question).fetchone()
    return int(found[0])
