"""Counts tries at coming back, so that nobody can guess at a phrase: for each reference, and for each client.

What was tried at is counted where every process sees it. Clients are counted in this process's memory alone, under a
key that goes with it: where somebody asked from is written down nowhere.
"""

import hmac
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, delete, insert, select, update

from shared.event_store.databases import Database
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339
from shared.kernel.randomness import random_bytes

_LONGEST_WAIT = timedelta(minutes=5)
_FORGET_AFTER = timedelta(days=1)

_metadata = MetaData()

tries = Table(
    "tries",
    _metadata,
    Column("mark", Text, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("last_at", Text, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many tries are free; after them each doubles the wait before the next, up to five minutes.

    `back_after` without a try, all of them are free again.
    """

    free: int
    back_after: timedelta

    def left(self, made: int, since: timedelta) -> int:
        """Whole seconds to wait, where so many were made and the last so long ago."""
        if made < self.free or since >= self.back_after:
            return 0
        pause = min(timedelta(seconds=2 ** min(made - self.free, 20)), _LONGEST_WAIT)
        return max(0, math.ceil((pause - since).total_seconds()))


# Nobody mistypes four times in a row. A client may be a whole library.
REFERENCE, CLIENT = Allowance(3, _FORGET_AFTER), Allowance(30, timedelta(minutes=10))
# As many clients as are remembered at once; beyond that, those who tried longest ago are forgotten.
MOST_CLIENTS = 50_000


class _Clients:
    """Tries by client, in memory; called by one thread at a time."""

    def __init__(self) -> None:
        self._key = random_bytes(32)
        self._made: dict[bytes, tuple[int, datetime]] = {}

    def left(self, client: str, now: datetime) -> int:
        made, last_at = self._made.get(self._mark(client), (0, now))
        return CLIENT.left(made, now - last_at)

    def count(self, client: str, now: datetime) -> None:
        mark = self._mark(client)
        made, last_at = self._made.pop(mark, (0, now))
        self._made[mark] = (1 if now - last_at >= CLIENT.back_after else made + 1, now)
        while len(self._made) > MOST_CLIENTS:
            del self._made[next(iter(self._made))]

    def _mark(self, client: str) -> bytes:
        return hmac.digest(self._key, client.encode(), "sha256")[:16]


class CountedTries:
    """Tries by what they were made at. What was typed stands here only as a keyed mark."""

    def __init__(self, database: Database, mark: Callable[[str], str], clock: Clock) -> None:
        with database.making(_metadata):
            pass
        self._database, self._mark, self._clock = database, mark, clock
        self._clients, self._lock = _Clients(), threading.Lock()

    def wait(self, reference: str, client: str) -> int:
        """Whole seconds to wait; 0 means that one may try once, and that try is counted already.

        Counted before the phrase is looked at, so that a hundred tries sent at once are not one try. Alike for
        references that there are and those that there are not.
        """
        mark, now = self._mark(f"return {reference}"), self._clock()
        with self._lock, self._database.changing() as connection:
            left = max(self._left(connection, mark, now), self._clients.left(client, now))
            if not left:
                self._count(connection, mark, now)
                self._clients.count(client, now)
        return left

    def forgive(self, reference: str) -> None:
        """A right phrase starts the count of its reference anew."""
        with self._database.changing() as connection:
            connection.execute(delete(tries).where(tries.c.mark == self._mark(f"return {reference}")))

    def forget_old(self) -> bool:
        """Delete what counts no more; False where there was nothing."""
        old = tries.c.last_at < rfc3339(self._clock() - _FORGET_AFTER)
        with self._database.reading() as connection:
            if connection.execute(select(tries.c.mark).where(old).limit(1)).first() is None:
                return False
        with self._database.changing() as connection:
            connection.execute(delete(tries).where(old))
        return True

    def _left(self, connection: Connection, mark: str, now: datetime) -> int:
        made, last_at = self._made(connection, mark)
        return 0 if last_at is None else REFERENCE.left(made, now - parse_rfc3339(last_at))

    def _count(self, connection: Connection, mark: str, now: datetime) -> None:
        made, last_at = self._made(connection, mark)
        if last_at is None:
            connection.execute(insert(tries), {"mark": mark, "tries": 1, "last_at": rfc3339(now)})
            return
        again = 1 if now - parse_rfc3339(last_at) >= REFERENCE.back_after else made + 1
        connection.execute(update(tries).where(tries.c.mark == mark).values(tries=again, last_at=rfc3339(now)))

    @staticmethod
    def _made(connection: Connection, mark: str) -> tuple[int, str | None]:
        row = connection.execute(select(tries.c.tries, tries.c.last_at).where(tries.c.mark == mark)).one_or_none()
        return (0, None) if row is None else (row.tries, row.last_at)
