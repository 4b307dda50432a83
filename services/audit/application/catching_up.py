"""Brings the ledger up to date before something is said about it: by following, or by waiting for who does."""

import time
from collections.abc import Callable
from contextlib import suppress

from services.audit.application.feed import Feed, LedgerCutShort
from services.audit.application.ports import Lease, LogUnreadable

PATIENCE_SECONDS = 2.0
_LOOK_AGAIN_SECONDS = 0.02


class CatchingUp:
    """`follow` runs the feed under its lease where that is free; else another process follows, and is waited for."""

    def __init__(self, feed: Feed, lease: Callable[[], Lease], patience: float = PATIENCE_SECONDS) -> None:
        self._feed = feed
        self._lease = lease
        self._patience = patience

    def heads(self) -> dict[str, int]:
        """The last position of each log now."""
        return self._feed.heads()

    def wait(self) -> dict[str, int]:
        """Where the logs ended when this was asked; the ledger holds them so far, unless patience ended first."""
        heads = self._feed.heads()
        if not self._feed.holds(heads) and not self._follow():
            self.wait_for(heads)
        return heads

    def wait_for(self, heads: dict[str, int]) -> bool:
        """Whether the ledger came as far as these positions before patience ended."""
        deadline = time.monotonic() + self._patience
        while not self._feed.holds(heads):
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_AGAIN_SECONDS)
        return True

    def _follow(self) -> bool:
        lease = self._lease()
        if not lease.acquire():
            return False
        try:
            with suppress(LogUnreadable, LedgerCutShort):
                self._feed.catch_up()
        finally:
            lease.release()
        return True
