"""Counts tries at coming back, so that nobody can guess at a phrase: for each reference, and for each client."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, delete, insert, select, update

from shared.event_store.databases import Database
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339

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


# Nobody mistypes four times in a row. A client may be a whole library, or a proxy before all of us.
REFERENCE, CLIENT = Allowance(3, _FORGET_AFTER), Allowance(30, timedelta(minutes=10))


class CountedTries:
    """Tries by what they were made at. What was typed stands here only as a keyed mark."""

    def __init__(self, database: Database, mark: Callable[[str], str], clock: Clock) -> None:
        with database.making(_metadata):
            pass
        self._database, self._mark, self._clock = database, mark, clock

    def wait(self, reference: str, client: str) -> int:
        """Whole seconds to wait; 0 means that one may try once, and that try is counted already.

        Counted before the phrase is looked at, so that a hundred tries sent at once are not one try. Alike for
        references that there are and those that there are not.
        """
        ours = ((self._mark(f"return {reference}"), REFERENCE), (self._mark(f"client {client}"), CLIENT))
        with self._database.changing() as connection:
            left = max(self._left(connection, mark, allowed) for mark, allowed in ours)
            if not left:
                for mark, allowed in ours:
                    self._count(connection, mark, allowed)
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

    def _left(self, connection: Connection, mark: str, allowed: Allowance) -> int:
        made, last_at = self._made(connection, mark)
        if last_at is None or made < allowed.free:
            return 0
        pause = min(timedelta(seconds=2 ** min(made - allowed.free, 20)), _LONGEST_WAIT)
        since = self._clock() - parse_rfc3339(last_at)
        return 0 if since >= allowed.back_after else max(0, math.ceil((pause - since).total_seconds()))

    def _count(self, connection: Connection, mark: str, allowed: Allowance) -> None:
        now = self._clock()
        made, last_at = self._made(connection, mark)
        if last_at is None:
            connection.execute(insert(tries).values(mark=mark, tries=1, last_at=rfc3339(now)))
            return
        again = 1 if now - parse_rfc3339(last_at) >= allowed.back_after else made + 1
        connection.execute(update(tries).where(tries.c.mark == mark).values(tries=again, last_at=rfc3339(now)))

    @staticmethod
    def _made(connection: Connection, mark: str) -> tuple[int, str | None]:
        row = connection.execute(select(tries.c.tries, tries.c.last_at).where(tries.c.mark == mark)).one_or_none()
        return (0, None) if row is None else (row.tries, row.last_at)
