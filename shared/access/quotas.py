"""How many requests each partner has made, counted where every process sees it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from shared.access.database import Counts
from shared.access.roles import Principal, Terms
from shared.access.tables import counting, requests_counted
from shared.kernel.clock import Clock

_SECONDS: Mapping[str, int] = {"minute": 60, "day": 86_400}


class Quotas:
    """Counts by the minute and by the day of the clock. A request that was turned away is not counted."""

    def __init__(self, counts: Counts, clock: Clock) -> None:
        with counts.making(counting):
            pass
        self._counts, self._clock = counts, clock

    def take(self, principal: Principal) -> int:
        """Count one request: 0, or in how many seconds to come again. Whoever has no terms is not counted."""
        if principal.terms is None:
            return 0
        now, account_id = self._clock(), principal.account_id
        with self._counts.changing(account_id) as connection:
            made = _made(connection, account_id, now)
            waits = [_left(span, now) for span, most in _most(principal.terms).items() if made.get(span, 0) >= most]
            if not waits:
                for span in _SECONDS:
                    _count(connection, account_id, span, now, made.get(span, 0) + 1)
        return max(waits, default=0)

    def made(self, account_id: str) -> dict[str, int]:
        """What was counted so far this minute and this day."""
        with self._counts.reading() as connection:
            return dict.fromkeys(_SECONDS, 0) | _made(connection, account_id, self._clock())


def _most(terms: Terms) -> dict[str, int]:
    return {"minute": terms.per_minute, "day": terms.per_day}


def _made(connection: Connection, account_id: str, now: datetime) -> dict[str, int]:
    """Of spans that are still running; a clock that was put back begins a new one."""
    rows = connection.execute(select(requests_counted).where(requests_counted.c.account_id == account_id))
    return {row.span: row.requests for row in rows if row.began == _began(row.span, now)}


def _count(connection: Connection, account_id: str, span: str, now: datetime, requests: int) -> None:
    this = (requests_counted.c.account_id == account_id) & (requests_counted.c.span == span)
    values = {"began": _began(span, now), "requests": requests}
    if not connection.execute(update(requests_counted).where(this).values(**values)).rowcount:
        connection.execute(insert(requests_counted), {"account_id": account_id, "span": span, **values})


def _began(span: str, now: datetime) -> int:
    return int(now.timestamp()) // _SECONDS[span]


def _left(span: str, now: datetime) -> int:
    return _SECONDS[span] - int(now.timestamp()) % _SECONDS[span]
