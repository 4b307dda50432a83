"""Reading back: the log page by page with typed facts, and states rebuilt from their streams."""

import functools
import itertools
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import msgspec
import orjson
from eventsourcing.application import Application

from bench.calls import DECIDER, CallRecorded, Waymark, fill, open_waymark
from bench.outcome import Outcome
from bench.peer import open_peer, saved
from bench.raw_log import connect
from bench.rounds import Bar, Case, Work, measure, ratios
from shared.kernel.personal import Narrative

_PAGE = 500
_COLUMNS = "position, stream, version, event_id, name, schema_version, occurred_at, recorded_at, metadata, data"
_SELECT_PAGE = f"SELECT {_COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?"
_SELECT_STREAM = "SELECT name, schema_version, data FROM events WHERE stream = ? ORDER BY version"
# How many streams of each length are kept, and rebuilt in a round.
_STREAMS = {100: 60, 1_000: 6}
_DATA = 9

_BARS = (
    Bar("page + typed decode", "raw SELECT", 0.5),
    Bar("page + typed decode", "eventsourcing select + decode", 4.0),
    Bar("raw SELECT + orjson", "raw SELECT"),
    *(
        bar
        for length in _STREAMS
        for bar in (
            Bar(f"fold of {length:,}", f"raw + msgspec + handler, {length:,}", 0.5),
            Bar(f"fold of {length:,}", f"eventsourcing rebuild, {length:,}", 6.0),
            Bar(f"fold and open of {length:,}", f"eventsourcing rebuild, {length:,}"),
        )
    ),
)


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """The same calls in both stores, read in alternating rounds."""
    waymark = open_waymark(folder / "waymark")
    peer = open_peer(folder / "peer" / "calls.sqlite")
    raw = connect(folder / "waymark" / "calls.sqlite")
    cases: dict[str, Case] = {}
    for length, count in _STREAMS.items():
        count = max(int(count * share), 1)
        streams = fill(waymark, count, length)
        ids = [aggregate.id for aggregate in saved(peer, count, length)]
        cases |= _rebuilds(waymark, raw, peer, streams, ids, length)
    cases |= _pages(waymark, raw, peer)
    rates = measure(cases, rounds)
    raw.close()
    waymark.close()
    peer.close()
    notes = ["Both logs hold the same calls. Ours hold one detail of each sealed; the peer holds it in clear."]
    return Outcome("replay", "events/s", rates, ratios(rates, _BARS), notes)


def _pages(waymark: Waymark, raw: sqlite3.Connection, peer: Application[UUID]) -> dict[str, Case]:
    head = waymark.store.head()
    return {
        "raw SELECT": lambda: (head, lambda: _raw_pages(raw)),
        "raw SELECT + orjson": lambda: (head, lambda: _raw_pages_with_orjson(raw)),
        "page + typed decode": lambda: (head, lambda: _typed_pages(waymark)),
        "eventsourcing select + decode": functools.partial(_peer_pages, peer),
    }


def _raw_pages(raw: sqlite3.Connection) -> None:
    after = 0
    while rows := raw.execute(_SELECT_PAGE, (after, _PAGE)).fetchall():
        after = rows[-1][0]


def _raw_pages_with_orjson(raw: sqlite3.Connection) -> None:
    after = 0
    while rows := raw.execute(_SELECT_PAGE, (after, _PAGE)).fetchall():
        after = rows[-1][0]
        for row in rows:
            orjson.loads(row[_DATA])


def _typed_pages(waymark: Waymark) -> None:
    after = 0
    while page := waymark.store.page(after, _PAGE):
        after = page[-1].position


def _peer_pages(peer: Application[UUID]) -> Work:
    last = peer.recorder.max_notification_id() or 0

    def work() -> None:
        for start in range(1, last + 1, _PAGE):
            for notification in peer.recorder.select_notifications(start, _PAGE):
                peer.mapper.to_domain_event(notification)

    return last, work


def _rebuilds(
    waymark: Waymark,
    raw: sqlite3.Connection,
    peer: Application[UUID],
    streams: Sequence[str],
    ids: Sequence[UUID],
    length: int,
) -> dict[str, Case]:
    events = len(streams) * length

    def fold() -> None:
        for stream in streams:
            waymark.store.fold(stream, DECIDER)

    def by_hand() -> None:
        for stream in streams:
            _fold_by_hand(raw, stream)

    def fold_and_open() -> None:
        for stream in streams:
            _fold_and_open(waymark, stream)

    def rebuild() -> None:
        for each in ids:
            peer.repository.get(each)

    return {
        f"raw + msgspec + handler, {length:,}": lambda: (events, by_hand),
        f"fold of {length:,}": lambda: (events, fold),
        f"fold and open of {length:,}": lambda: (events, fold_and_open),
        f"eventsourcing rebuild, {length:,}": lambda: (events, rebuild),
    }


_DECODERS = {("bench.call_recorded", 1): msgspec.json.Decoder(CallRecorded).decode}


def _fold_by_hand(raw: sqlite3.Connection, stream: str) -> None:
    state, evolve = DECIDER.initial, DECIDER.evolve
    for name, version, data in raw.execute(_SELECT_STREAM, (stream,)):
        state = evolve(state, _DECODERS[name, version](data))


def _fold_and_open(waymark: Waymark, stream: str) -> None:
    """The state, and every account of the stream in clear, as a page that shows them all would have them."""
    facts = (recorded.fact for recorded in waymark.store.stream(stream))
    kept, folded = itertools.tee(facts)
    DECIDER.fold(folded)
    for fact in kept:
        if isinstance(fact, CallRecorded):
            waymark.keyring.open(fact.account, Narrative)
