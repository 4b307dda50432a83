"""How far each reader of a service's log is behind its end: in positions, and in seconds since what it has not read."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from shared.delivery.ports import Standing
from shared.delivery.relay import MARK
from shared.event_store.tables import checkpoints
from shared.kernel.clock import Clock, parse_rfc3339
from shared.runtime.service import Service

_RECORDED_AT = "SELECT recorded_at FROM events WHERE position = ?"

RELAY, VIEW, SUBSCRIPTION = "relay", "view", "subscription"


class Lag(NamedTuple):
    """`kind` is what the reader is, `reader` its name; `seconds` the age of the oldest fact it has not read.

    Of what a broker holds the age is not known: there it is how long ago the last message was taken.
    """

    kind: str
    reader: str
    positions: int
    seconds: float


def lags(service: Service, clock: Clock) -> list[Lag]:
    """Of each view, of the relay, and of what is heard through a broker."""
    with service.views.reading() as connection:
        reached = {row.name: int(row.position) for row in connection.execute(select(checkpoints))}
    readers = [(VIEW, name, reached.get(name, 0)) for name in service.views.names()]
    readers.append((RELAY, RELAY, reached.get(MARK, 0)))
    # Asked last: a reader that went on meanwhile seems a little further behind than it is, never ahead.
    head, now = service.store.head(), clock()
    found = [
        Lag(kind, reader, max(0, head - position), _age(service, position + 1, now) if position < head else 0.0)
        for kind, reader, position in readers
    ]
    return found if service.subscription is None else [*found, _heard(service.subscription.standing(), now)]


def _heard(standing: Standing, now: datetime) -> Lag:
    behind = sum(standing.behind.values())
    since = (now - standing.taken_at).total_seconds() if behind and standing.taken_at is not None else 0.0
    return Lag(SUBSCRIPTION, SUBSCRIPTION, behind, max(0.0, since))


def _age(service: Service, position: int, now: datetime) -> float:
    """Positions have no holes, so the first fact that was not read stands at the next one."""
    found = service.store.look(_RECORDED_AT, (position,))
    return max(0.0, (now - parse_rfc3339(str(found[0][0]))).total_seconds()) if found else 0.0
