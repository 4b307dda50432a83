"""Which notices look due: those that wait, and those whose sending was begun long ago and may have been cut off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, delete, insert, select

from services.notifications.domain import events
from services.notifications.domain.values.patience import ABANDONED_AFTER
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Fact, Recorded

_table = Table(
    "notifications_outgoing",
    MetaData(),
    Column("notice_id", Text, primary_key=True),
    Column("due_at", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("causation_id", Text),
    Column("origin", Text, nullable=False),
    Column("trace_parent", Text),
    Column("position", BigInteger, nullable=False),
    Index("notifications_outgoing_due", "due_at"),
)
# A few at a time, so that whoever wants to stop the sending is not kept waiting by a long list.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice that looks due, and the story it belongs to."""

    notice_id: str
    correlation_id: str
    causation_id: str | None
    origin: str
    trace_parent: str | None


def due(connection: Connection, now: datetime) -> list[Outgoing]:
    """What looks due, the longest due first, else in the order of asking. The log has the last word on each."""
    names = ("notice_id", "correlation_id", "causation_id", "origin", "trace_parent")
    found = (
        select(*(_table.c[name] for name in names))
        .where(_table.c.due_at <= rfc3339(now))
        .order_by(_table.c.due_at, _table.c.position)
    )
    return [Outgoing(*row) for row in connection.execute(found.limit(_AT_ONCE))]


def _on_requested(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.NoticeRequested", recorded.fact)
    context = recorded.context
    row = {
        "notice_id": fact.notice_id,
        "due_at": rfc3339(fact.requested_at),
        "correlation_id": context.correlation_id,
        "causation_id": context.causation_id,
        "origin": context.origin,
        "trace_parent": context.trace_parent,
        "position": recorded.position,
    }
    connection.execute(insert(_table), row)


def _on_begun(connection: Connection, recorded: Recorded) -> None:
    fact = cast("events.SendingBegun", recorded.fact)
    _set_due(connection, fact.notice_id, fact.begun_at + ABANDONED_AFTER)


def _due_at(member: str) -> Callable[[Connection, Recorded], None]:
    def on_waiting(connection: Connection, recorded: Recorded) -> None:
        fact: Any = recorded.fact
        _set_due(connection, fact.notice_id, getattr(fact, member))

    return on_waiting


def _on_released(connection: Connection, recorded: Recorded) -> None:
    """It had left the list; whoever released it began a story of their own."""
    fact = cast("events.NoticeReleased", recorded.fact)
    context = recorded.context
    row = {
        "notice_id": fact.notice_id,
        "due_at": rfc3339(fact.due_at),
        "correlation_id": context.correlation_id,
        "causation_id": recorded.event_id,
        "origin": context.origin,
        "trace_parent": context.trace_parent,
        "position": recorded.position,
    }
    connection.execute(insert(_table), row)


def _on_over(connection: Connection, recorded: Recorded) -> None:
    fact: Any = recorded.fact
    connection.execute(delete(_table).where(_table.c.notice_id == fact.notice_id))


def _set_due(connection: Connection, notice_id: str, due_at: datetime) -> None:
    connection.execute(_table.update().where(_table.c.notice_id == notice_id).values(due_at=rfc3339(due_at)))


_APPLY: dict[type[Fact], Callable[[Connection, Recorded], None]] = {
    events.NoticeRequested: _on_requested,
    events.NoticePostponed: _due_at("until_at"),
    events.NoticeFailed: _due_at("next_try_at"),
    events.SendingBegun: _on_begun,
    events.NoticeReleased: _on_released,
    events.NoticeSent: _on_over,
    events.NoticeWithheld: _on_over,
    events.NoticeGivenUp: _on_over,
    events.NoticeLeftUncertain: _on_over,
}
OUTGOING = View("outgoing", 3, (_table,), _APPLY)
