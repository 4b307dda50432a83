"""What a log of ten thousand, a million and five million facts costs whoever appends to it and reads it."""

import functools
import itertools
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.append import calls_of
from bench.calls import AT, CONTEXT, DECIDER, FACTS, open_waymark
from bench.long_log import LENGTH, LongLog, loaded
from bench.outcome import Outcome
from bench.postgres_server import connected, new_database, running
from bench.rounds import Bar, Pieces, middles, ratios
from shared.event_store.engine import open_store
from shared.event_store.store import EventStore
from shared.kernel.clock import ScriptedClock, rfc3339, system_clock
from shared.runtime.housekeeping import KEPT_FOR, Housekeeping

SIZES = (10_000, 1_000_000, 5_000_000)
_APPENDS, _READS, _PAGES, _CLEARED = 60, 60, 12, 200
_ROUNDS = 7
# As many as the smallest log has: the cases in hand, of which there are no more when there is more history.
_IN_HAND = 500
_PAGE, _LAST = 1_000, 100
_INBOX = "inbox/note_contacts_when_referral_submitted"
# The most each may take as long at a size as at the smallest.
_MOST: dict[str, tuple[float | None, float | None]] = {
    "append to a case in hand": (1.4, 1.6),
    "append to any stream there is": (1.4, 1.6),
    "stream of 20": (None, 6.0),
    "page of 1,000": (2.5, 2.5),
    "last 100": (2.5, 2.5),
    "stream as at a time": (None, 6.0),
    "stream as at a position": (None, 6.0),
    "receipt": (None, 6.0),
    "housekeeping": (None, None),
}

Piece = Callable[[], object]


@dataclass(slots=True)
class Grown:
    """One log under measurement, and how far each of its streams has come."""

    kind: str
    address: str
    log: LongLog
    size: int
    _draw: random.Random = field(init=False)
    _versions: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._draw = random.Random(self.size)

    def cases(self, share: float) -> dict[str, Pieces]:
        """What is measured, by its name with the size."""
        store = self.log.waymark.store

        def many(count: int, make: Callable[[], Piece]) -> Pieces:
            return lambda: [make() for _ in range(max(int(count * share), 3))]

        made = {
            "append to a case in hand": lambda: self._appends(store, self.log.streams[-_IN_HAND:], share),
            "append to any stream there is": lambda: self._appends(store, self.log.streams, share),
            "stream of 20": many(_READS, lambda: functools.partial(store.fold, self._stream(), DECIDER)),
            "page of 1,000": many(_PAGES, lambda: functools.partial(store.page, self._position(), _PAGE)),
            "last 100": many(_PAGES, lambda: functools.partial(store.page, store.head() - _LAST, _LAST)),
            "stream as at a time": many(_READS, lambda: self._as_at(store, until=True)),
            "stream as at a position": many(_READS, lambda: self._as_at(store, until=False)),
            "receipt": many(_READS, lambda: functools.partial(store.receipt, _INBOX, self._key())),
            "housekeeping": many(3, functools.partial(self._housekeeping, store, share)),
        }
        return {named(self.kind, what, self.size): pieces for what, pieces in made.items()}

    def _appends(self, store: EventStore, streams: Sequence[str], share: float) -> list[Piece]:
        """One fact more for each of some streams."""
        return [self._append(store, stream) for stream in self._draw.sample(streams, max(int(_APPENDS * share), 3))]

    def _append(self, store: EventStore, stream: str) -> Piece:
        version = self._versions.get(stream, LENGTH)
        self._versions[stream] = version + 1
        facts = calls_of(stream, version, self.log.waymark.caller, 1)
        return functools.partial(store.append, store.job(stream, version, facts, CONTEXT, AT))

    def _stream(self) -> str:
        return self._draw.choice(self.log.streams)

    def _position(self) -> int:
        return self._draw.randrange(max(self.log.facts - _PAGE, 1))

    def _key(self) -> str:
        return self._draw.choice(self.log.receipts)

    def _as_at(self, store: EventStore, *, until: bool) -> Piece:
        position = self.log.facts // 2
        moment = datetime.fromisoformat(self.log.moment(position))
        bounds: dict[str, Any] = {"until": moment} if until else {"until_position": position}
        return functools.partial(store.stream, self._stream(), **bounds)

    def _housekeeping(self, store: EventStore, share: float) -> Piece:
        """Requests' receipts of the last day and an hour, of which that hour's are cleared away."""
        now = system_clock()
        each = [(number, now - KEPT_FOR - timedelta(minutes=1)) for number in range(max(int(_CLEARED * share), 2))]
        for number, at in each:
            key = f"{self._draw.random()}-{number}"
            store.beside(
                "INSERT INTO receipts VALUES ('http/someone/POST', ?, '', ?, 1, 1, ?)", (key, b"{}", rfc3339(at))
            )
        return Housekeeping(store, ScriptedClock(now)).step


def named(kind: str, what: str, size: int) -> str:
    """A case by database, question and size."""
    return f"{kind}, {what}, {size:,} facts"


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Logs of each size in both databases, asked in alternating rounds."""
    sizes = [max(int(size * share), 10 * LENGTH * (index + 1)) for index, size in enumerate(SIZES)]
    also: dict[str, Any] = {}
    with running(folder) as server:
        logs = []
        for size in sizes:
            path = folder / f"sqlite-{size}"
            logs.append(_loaded("SQLite", path, f"sqlite:///{path}/calls.sqlite", size, also))
            logs.append(
                _loaded("PostgreSQL", folder / f"postgres-{size}", new_database(server, f"log{size}"), size, also)
            )
        cases: dict[str, Pieces] = {}
        for grown in logs:
            cases |= grown.cases(share)
        for grown in logs:
            _into_memory(grown.kind, grown.address)
        print("growth: all is loaded, measuring …", file=sys.stderr, flush=True)
        rates = middles(cases, min(rounds, _ROUNDS))
        for grown in logs:
            grown.log.waymark.close()
    notes = [
        "A rate is one over the median time of a piece of work; a ratio says how many times as fast it goes in the "
        "smallest log. Every stream has twenty facts, spread from one end of the log to the other.",
        *(f"{name}: {value}" for name, value in also.items()),
    ]
    return Outcome("growth", "a second", rates, ratios(rates, list(_bars(sizes))), notes, also)


def _loaded(kind: str, folder: Path, address: str, size: int, also: dict[str, Any]) -> Grown:
    waymark = open_waymark(folder, "" if kind == "SQLite" else address)
    began = perf_counter()
    log = loaded(waymark, address, size)
    seconds = perf_counter() - began
    began = perf_counter()
    open_store(address, FACTS, {}, waymark.keyring.seal, system_clock, waymark.keyring.flush).close()
    opened = perf_counter() - began
    print(f"growth: {kind}, {size:,} facts are loaded", file=sys.stderr, flush=True)
    also[f"{kind}, {size:,} facts"] = (
        f"{_bytes(kind, address) / size:,.0f} bytes a fact with its receipts and indexes, loaded in {seconds:.0f} s, "
        f"opened in {opened * 1000:.0f} ms"
    )
    return Grown(kind, address, log, size)


def _into_memory(kind: str, address: str) -> None:
    """As after a day's work: what was just written may lie on the disk alone, and another round would find it so."""
    if kind == "SQLite":
        with Path(address.removeprefix("sqlite:///")).open("rb") as file:
            while file.read(1 << 24):
                pass
        return
    with connected(address) as connection:
        connection.execute(b"SELECT sum(length(data)) FROM events")
        connection.execute(b"SELECT count(*) FROM events WHERE stream > ''")


def _bytes(kind: str, address: str) -> int:
    if kind == "SQLite":
        return Path(address.removeprefix("sqlite:///")).stat().st_size
    with connected(address) as connection:
        found = connection.execute(b"SELECT pg_database_size(current_database())").fetchone()
    return int(found[0]) if found else 0


def _bars(sizes: Sequence[int]) -> Iterator[Bar]:
    smallest = sizes[0]
    for kind, (what, most) in itertools.product(("SQLite", "PostgreSQL"), _MOST.items()):
        for size, bar in zip(sizes[1:], most, strict=True):
            yield Bar(named(kind, what, smallest), named(kind, what, size), most=bar)
