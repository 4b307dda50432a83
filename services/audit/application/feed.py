"""Follows every log into the ledger, in the order in which things were recorded, and the ledger into its index."""

import heapq
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice

from services.audit.application.ports import Follower, HeadFolder, Ledger, Logs, LogUnreadable
from services.audit.domain.ledger import Row, entries_from
from services.audit.domain.merkle import Frontier, Tree, grow

_PAGE = 500


class LedgerCutShort(LookupError):
    """The ledger ends before a head that was signed over it, so nothing may be added until its end is put back."""

    def __init__(self) -> None:
        super().__init__(
            "The ledger ends before a head that was signed over it. Put back a copy of the ledger that has its end. "
            "Where this data is new and other data stood here before, move that data's folder of heads away: its name "
            "ends in .checkpoints."
        )


class Feed:
    """The only writer of the ledger; whoever calls `step` holds the lease for it."""

    def __init__(self, logs: Logs, ledger: Ledger, heads: HeadFolder, index: Follower) -> None:
        self._logs = logs
        self._ledger = ledger
        self._heads = heads
        self._index = index
        self._frontier = Frontier()

    def step(self, limit: int = _PAGE) -> bool:
        """Write down the next page of what the logs hold, and index the last; False when there was nothing new.

        A log that cannot be read holds up no other; once they are followed, LogUnreadable says which it is. Raises
        LedgerCutShort and Unavailable too.
        """
        indexed = self._index.step()
        rows, unreadable = self._next_rows(limit)
        if rows:
            self._write(rows)
        elif not indexed:
            for error in unreadable:
                raise error
        return bool(rows) or indexed

    def _write(self, rows: Sequence[Row]) -> None:
        size = self._ledger.size()
        if size < self._heads.newest_size():
            raise LedgerCutShort
        if self._frontier.size != size:
            self._frontier = Tree(self._ledger.hashes).frontier(size)
        entries = list(entries_from(rows, size + 1))
        grown, completed = grow(self._frontier, (entry.leaf_hash for entry in entries))
        self._ledger.append(entries, completed)
        self._frontier = grown

    def catch_up(self, heads: Mapping[str, int] | None = None, until: float = math.inf) -> None:
        """Follow to the end of the logs, or only up to these positions, or until a moment of the monotonic clock."""
        while (heads is None or not self.holds(heads)) and time.monotonic() < until and self.step():
            pass

    @property
    def sources(self) -> Sequence[str]:
        """The logs that are followed."""
        return self._logs.names

    def heads(self) -> dict[str, int]:
        """The last position of each log that can be read."""
        found: dict[str, int] = {}
        for name in self._logs.names:
            with suppress(LogUnreadable):
                found[name] = self._logs.head(name)
        return found

    def missing(self, heads: Mapping[str, int]) -> int:
        """How many facts up to these positions the ledger does not hold yet."""
        return sum(max(0, position - self._ledger.reached(name)) for name, position in heads.items())

    def holds(self, heads: Mapping[str, int]) -> bool:
        """Whether the ledger has come as far as these positions, and its index with it."""
        size = self._ledger.size()
        reached = all(self._ledger.reached(name) >= position for name, position in heads.items())
        return reached and self._index.position() >= size

    def _next_rows(self, limit: int) -> tuple[Sequence[Row], list[LogUnreadable]]:
        """Of all logs together the first rows by time of recording; within one log its own order counts."""
        pages: list[list[Row]] = []
        unreadable: list[LogUnreadable] = []
        for name in self._logs.names:
            try:
                pages.append(list(self._logs.rows(name, self._ledger.reached(name), limit=limit)))
            except LogUnreadable as error:
                unreadable.append(error)
        return list(islice(heapq.merge(*pages, key=_when), limit)), unreadable


def _when(row: Row) -> tuple[str, str]:
    """Ids are time-ordered, so they tell what led to what where a clock stood still."""
    return str(row.columns.get("recorded_at")), str(row.columns.get("event_id"))
