"""Clears away what is kept for a time only: the receipts of requests, a day after they were given."""

from datetime import datetime, timedelta

from shared.event_store.store import EventStore
from shared.kernel.clock import Clock, rfc3339

# What callers are told an Idempotency-Key is good for.
KEPT_FOR = timedelta(hours=24)
_EVERY = timedelta(hours=1)

# Only requests' receipts: those of inboxes, timers and imports are how a message is known for ever.
_CLEAR = "DELETE FROM receipts WHERE scope >= 'http/' AND scope < 'http0' AND recorded_at < ?"


class Housekeeping:
    """One service's housekeeping, due once an hour."""

    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._next: datetime | None = None

    def step(self) -> bool:
        """Clear what is past its time, if an hour has gone; never says that there is more to do."""
        now = self._clock()
        if self._next is None or now >= self._next:
            self._next = now + _EVERY
            self._store.beside(_CLEAR, (rfc3339(now - KEPT_FOR),))
        return False
