"""Brings the ledger up to date before something is said about it: by following, or by waiting for who does."""

import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from services.audit.application.feed import Feed, LedgerCutShort
from services.audit.application.ports import Lease, LogUnreadable

# What a page waits, and then says how much is missing; and what a command waits, which has the time.
PAGE_SECONDS = 1.0
COMMAND_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.02


class CatchingUp:
    """`follow` runs the feed under its lease where that is free; else another process follows, and is waited for."""

    def __init__(self, feed: Feed, lease: Callable[[], Lease]) -> None:
        self._feed = feed
        self._lease = lease

    def heads(self) -> dict[str, int]:
        """The last position of each log now."""
        return self._feed.heads()

    def wait(self, seconds: float = PAGE_SECONDS) -> dict[str, int]:
        """Where the logs ended when this was asked; the ledger holds them so far, unless the time was up first.

        A command finishes what it follows itself, however long that takes; a page has somebody waiting for it.
        """
        heads = self._feed.heads()
        deadline = time.monotonic() + seconds
        here_until = deadline if seconds <= PAGE_SECONDS else math.inf
        while not self._feed.holds(heads) and not self._follow(heads, here_until) and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_SECONDS)
        return heads

    def missing(self) -> int:
        """The same for a page; how many of the facts that were there when this was asked are still missing."""
        return self._feed.missing(self.wait())

    def _follow(self, heads: Mapping[str, int], until: float) -> bool:
        """Up to these positions and no further, for the logs go on; False where somebody else follows."""
        lease = self._lease()
        if not lease.acquire():
            return False
        try:
            with suppress(LogUnreadable, LedgerCutShort):
                self._feed.catch_up(heads, until)
        finally:
            lease.release()
        return True
