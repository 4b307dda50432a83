"""Durable appends, one and ten events a commit: the driver alone, the store, a whole dispatch, and the peer."""

import functools
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application

from bench.calls import AT, COMMANDS, CONTEXT, CallRecorded, RecordCall, Waymark, call, open_waymark
from bench.outcome import Outcome
from bench.peer import open_peer, saved
from bench.raw_log import RawLog
from bench.rounds import Bar, Case, Work, measure, ratios
from shared.kernel.identifiers import new_id
from shared.runtime.dispatch import Dispatcher

# No round has more commits than there are streams, so each stream grows at most once a round.
STREAMS = 300
_COMMITS = {1: 300, 10: 120}
_BARS = {1: (0.80, 1.25), 10: (0.75, 1.40)}


class Growing:
    """Streams that every round makes a little longer, each commit the next stream in turn."""

    def __init__(self) -> None:
        self._streams = [f"referral-{new_id()}" for _ in range(STREAMS)]
        self._versions = dict.fromkeys(self._streams, 0)
        self._turn = 0

    def next(self, events: int) -> tuple[str, int]:
        """The stream of the next commit, and the version it is at."""
        stream = self._streams[self._turn % STREAMS]
        self._turn += 1
        version = self._versions[stream]
        self._versions[stream] += events
        return stream, version


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """Appends in alternating rounds."""
    # Dispatch has a log of its own, so that the others' logs all grow alike.
    waymark, dispatched = open_waymark(folder / "waymark"), open_waymark(folder / "dispatched")
    raw = RawLog(folder / "raw" / "calls.sqlite")
    peer = open_peer(folder / "peer" / "calls.sqlite")
    cases: dict[str, Case] = {}
    for events in (1, 10):
        commits = max(int(_COMMITS[events] * share), 2)
        cases |= _cases(waymark, dispatched, raw, peer, events, commits)
    rates = measure(cases, rounds)
    for each in (waymark, dispatched, raw, peer):
        each.close()
    return Outcome("append", "commits/s", rates, ratios(rates, _bars()))


def _cases(
    waymark: Waymark, dispatched: Waymark, raw: RawLog, peer: Application[UUID], events: int, commits: int
) -> dict[str, Case]:
    ours, theirs = Growing(), Growing()
    dispatch = Dispatcher("bench", dispatched.store, COMMANDS)
    aggregates = saved(peer, STREAMS, 0)
    return {
        _name("raw sqlite3", events): functools.partial(_raw, raw, waymark, theirs, events, commits),
        _name("store.append", events): functools.partial(appending, waymark, ours, events, commits),
        _name("dispatch", events): functools.partial(_dispatch, dispatched, dispatch, events, commits),
        _name("eventsourcing save", events): functools.partial(saving, peer, aggregates, events, commits),
    }


def _bars() -> list[Bar]:
    made = []
    for events, (of_raw, of_peer) in _BARS.items():
        for ours, bars in (("store.append", (of_raw, of_peer)), ("dispatch", (None, None))):
            for against, least in zip(("raw sqlite3", "eventsourcing save"), bars, strict=True):
                made.append(Bar(_name(ours, events), _name(against, events), least))
    return made


def _name(what: str, events: int) -> str:
    return f"{what}, {events} event{'s' if events > 1 else ''}"


def _raw(raw: RawLog, waymark: Waymark, streams: Growing, events: int, commits: int) -> Work:
    """The very bytes the store would write, sealed and encoded beforehand."""
    places = [streams.next(events) for _ in range(commits)]
    calls = [(stream, version, calls_of(stream, version, waymark.caller, events)) for stream, version in places]
    batches = [raw.rows(waymark.store.job(*each, CONTEXT, AT).rows) for each in calls]
    if events > 1:
        return commits, functools.partial(raw.insert_together, batches)
    return commits, functools.partial(raw.insert_each, [row for rows in batches for row in rows])


def appending(waymark: Waymark, streams: Growing, events: int, commits: int) -> Work:
    """From the values of the facts to their commit."""
    places = [streams.next(events) for _ in range(commits)]
    store, caller = waymark.store, waymark.caller

    def work() -> None:
        for stream, version in places:
            store.append(store.job(stream, version, calls_of(stream, version, caller, events), CONTEXT, AT))

    return commits, work


def calls_of(stream: str, version: int, caller: str, events: int) -> list[CallRecorded]:
    return [call(stream, caller, version + each + 1) for each in range(events)]


def _dispatch(waymark: Waymark, dispatch: Dispatcher, events: int, commits: int) -> Work:
    """A command that opens a stream: load, fold, decide, append."""
    commands = [RecordCall(at=AT, referral_id=new_id(), caller=waymark.caller, how_many=events) for _ in range(commits)]

    def work() -> None:
        for command in commands:
            dispatch(command, CONTEXT)

    return commits, work


def saving(peer: Application[UUID], aggregates: list[Any], events: int, commits: int) -> Work:
    """From the values of the events to their commit, the aggregate being at hand already."""
    chosen = aggregates[:commits]

    def work() -> None:
        for aggregate in chosen:
            for _ in range(events):
                aggregate.record_call()
            peer.save(aggregate)

    return commits, work
