"""A service's live log beside the ledger's record of it: what differs, told as what somebody must have done."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from services.audit.domain.finding import (
    FactChanged,
    FactInserted,
    FactRemoved,
    FactsMoved,
    FactsSwapped,
    Finding,
    FurtherDifferences,
    LogCutShort,
    NotYetInLedger,
    PositionMissing,
    in_order,
)
from services.audit.domain.ledger import FIRST_POSITION, POSITION, Entry, Row, altered, columns_of, columns_that_differ
from services.audit.domain.merkle import leaf_hash

# Enough to tell what was done. A log rewritten from end to end is one deed, not a million.
AT_MOST = 1000

Content = tuple[tuple[str, bytes], ...]


class Pair(msgspec.Struct, frozen=True):
    """One position of a log: what the ledger recorded there and what stands there now.

    `evidence` is the ledger position of the entry here, or of the nearest one; `beyond` says that the ledger's record
    of this log ends before this position.
    """

    source: str
    position: int
    entry: Entry | None
    row: Row | None
    evidence: int | None
    beyond: bool

    @property
    def place(self) -> dict[str, Any]:
        """Where a finding about this position stands."""
        stream = (self.entry and self.entry.stream) or (self.row and self.row.stream)
        return {
            "source": self.source,
            "stream": stream,
            "position": self.position,
            "ledger_position": self.evidence,
        }

    @property
    def agrees(self) -> bool:
        """Whether the live row is the one whose hash the ledger recorded."""
        if self.entry is None or self.row is None:
            return False
        return leaf_hash(self.row.canonical) == self.entry.leaf_hash


def compare_logs(source: str, entries: Iterable[Entry], rows: Iterable[Row], at_most: int = AT_MOST) -> list[Finding]:
    """Everything in which a live log differs from the ledger's entries for it, the first wrong thing first.

    `entries` and `rows` are of one source, each by rising source position; both are read once, in step, so neither
    needs to fit in memory. After `at_most` differing positions the rest are only counted.
    """
    found: list[Finding] = []
    differences = _Differences(at_most)
    expected = FIRST_POSITION
    for pair in _in_step(source, entries, rows):
        if pair.position > expected:
            found.append(_hole(pair, expected))
        expected = max(expected, pair.position + 1)
        if pair.entry and not pair.entry.holds:
            found.append(altered(pair.entry))
        differences.look_at(pair)
    return in_order([*found, *differences.findings()])


def _in_step(source: str, entries: Iterable[Entry], rows: Iterable[Row]) -> Iterator[Pair]:
    """Entry and row of each position, by rising position; a row that repeats a position comes alone."""
    recorded, live = iter(entries), iter(rows)
    entry, row = next(recorded, None), next(live, None)
    evidence, last_recorded = None, 0
    while entry or row:
        position = min(one.source_position for one in (entry, row) if one)
        ours = entry if entry and entry.source_position == position else None
        theirs = row if row and row.source_position == position else None
        if entry:
            evidence, last_recorded = entry.ledger_position, entry.source_position
        yield Pair(source, position, ours, theirs, evidence, entry is None and position > last_recorded)
        entry = next(recorded, None) if ours else entry
        row = next(live, None) if theirs else row


def _hole(pair: Pair, expected: int) -> PositionMissing:
    place = pair.place | {"stream": None, "position": expected}
    return PositionMissing(count=pair.position - expected, **place)


class _Differences:
    """The positions that differ, kept until it can be told what was done to them.

    Twice as many are kept as are explained, so that a fact that moved is found again at its new position.
    """

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._kept: list[Pair] = []
        self._differing = 0
        self._ended = 0
        self._last_live = 0
        self._unseen: Pair | None = None
        self._unseen_count = 0

    def look_at(self, pair: Pair) -> None:
        """Takes in the next position."""
        self._ended = 0 if pair.row else self._ended + 1
        self._last_live = pair.position if pair.row else self._last_live
        if pair.beyond:
            self._unseen = self._unseen or pair
            self._unseen_count += 1
            # Only beside a difference can it matter what stands here: the rest of a log that was renumbered.
            if not self._kept:
                return
        elif pair.agrees:
            return
        else:
            self._differing += 1
        if len(self._kept) < 2 * self._at_most:
            self._kept.append(pair)

    def findings(self) -> Iterator[Finding]:
        """What the differences amount to."""
        ending = [pair for pair in self._kept if pair.position > self._last_live]
        explained = _Explanation(self._kept, self._kept[: self._at_most], ending, self._ended)
        yield from explained.findings()
        further = self._differing - explained.covered
        if further > 0:
            first = self._kept[min(self._at_most, len(self._kept) - 1)]
            yield FurtherDifferences(count=further, **first.place)
        unseen = self._unseen_count - explained.moved_beyond
        if self._unseen and unseen > 0:
            first_unseen = self._unseen.position + explained.moved_beyond
            place = self._unseen.place | {"stream": None, "position": first_unseen, "ledger_position": None}
            yield NotYetInLedger(count=unseen, **place)


class _Explanation:
    """What must have been done to the differing positions, from where their contents stand now."""

    def __init__(self, known: list[Pair], pairs: list[Pair], ending: list[Pair], ended: int) -> None:
        self._pairs = pairs
        self._at = {pair.position: pair for pair in known}
        self._recorded_at = {_content(pair.entry.row): pair.position for pair in reversed(known) if pair.entry}
        self._now_at = {_content(pair.row.canonical): pair.position for pair in reversed(known) if pair.row}
        self._cut = [pair for pair in ending if pair.entry and _content(pair.entry.row) not in self._now_at]
        self._cut_count = ended - (len(ending) - len(self._cut))
        self._moved: list[Pair] = []
        self.covered = sum(not pair.beyond for pair in pairs)
        self.moved_beyond = 0

    def findings(self) -> Iterator[Finding]:
        """One finding for each deed."""
        cut = {pair.position for pair in self._cut}
        for pair in self._pairs:
            if pair.position not in cut:
                yield from self._explain(pair)
        if self._moved:
            yield FactsMoved(count=len(self._moved), **self._moved[0].place)
        told = sum(pair.position in cut for pair in self._pairs)
        if told:
            yield LogCutShort(count=self._cut_count, **self._cut[0].place)
            self.covered += self._cut_count - told

    def _explain(self, pair: Pair) -> Iterator[Finding]:
        now_at = self._now_at.get(_content(pair.entry.row)) if pair.entry else pair.position
        recorded_at = self._recorded_at.get(_content(pair.row.canonical)) if pair.row else pair.position
        if pair.entry and pair.row and (now_at == recorded_at):
            yield from self._changed_or_swapped(pair, pair.entry, pair.row, now_at)
            return
        if now_at is None:
            yield FactRemoved(**pair.place)
        if recorded_at is None and not pair.beyond:
            yield FactInserted(**pair.place)
        if pair.row and recorded_at is not None:
            self._moved.append(pair)
            self.moved_beyond += pair.beyond

    def _changed_or_swapped(self, pair: Pair, entry: Entry, row: Row, other: int | None) -> Iterator[Finding]:
        if other is None or other == pair.position:
            yield FactChanged(columns=columns_that_differ(entry.row, row.canonical), **pair.place)
        elif other > pair.position:
            yield FactsSwapped(other_position=other, other_stream=self._at[other].place["stream"], **pair.place)


def _content(row: bytes) -> Content:
    """A row without its position, by which it is known again elsewhere."""
    try:
        return tuple(sorted((name, text) for name, text in columns_of(row).items() if name != POSITION))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return (("", row),)
