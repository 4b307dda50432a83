"""Where the time comes from: asked at the edge, handed on with the command, never read by a decision."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock

import msgspec

Clock = Callable[[], datetime]

# Twenty times as fast as isoformat, and asked for with every fact.
_encode = msgspec.json.Encoder().encode


def system_clock() -> datetime:
    """The time now, UTC, with its zone."""
    return datetime.now(UTC)


class ScriptedClock:
    """A clock that stands where it is put: for rehearsals and tests. Released, it follows the system's again."""

    def __init__(self, now: datetime) -> None:
        self._now: datetime | None = now
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            return self._now or system_clock()

    def set(self, now: datetime) -> None:
        """Move to a moment; it never goes back."""
        with self._lock:
            if self._now is not None and now > self._now:
                self._now = now

    def release(self) -> None:
        """From here on, the system's time."""
        with self._lock:
            self._now = None


def rfc3339(moment: datetime) -> str:
    """A moment as fixed-width UTC text with microseconds, so that text order is time order.

    Raises ValueError for a moment without a zone, which would be read as this machine's time.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    text = _encode(utc)[1:-1].decode()
    return text if utc.microsecond else f"{text[:-1]}.000000Z"


def parse_rfc3339(text: str) -> datetime:
    """The moment that `rfc3339` wrote."""
    return datetime.fromisoformat(text)
