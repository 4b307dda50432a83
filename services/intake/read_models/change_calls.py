"""Calls that people asked for about their own behaviour, sealed; it holds nothing of any referral."""

from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, func, insert, select

from services.intake.domain.events import ChangeCallAnswered, ChangeCallRequested, as_text, from_text
from shared.event_store.views import View
from shared.kernel.messages import Recorded

PAGE = 25

_metadata = MetaData()

waiting = Table(
    "change_calls_waiting",
    _metadata,
    Column("request_id", Text, primary_key=True),
    Column("requested_at", Text, nullable=False),
    Column("requested", Text, nullable=False),
    Index("change_calls_by_time", "requested_at", "request_id"),
)


def on_change_call_requested(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ChangeCallRequested)
    row = {"request_id": fact.request_id, "requested_at": recorded.occurred, "requested": as_text(fact)}
    connection.execute(insert(waiting), row)


def on_change_call_answered(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, ChangeCallAnswered)
    connection.execute(delete(waiting).where(waiting.c.request_id == recorded.fact.request_id))


VIEW = View(
    "change_calls",
    1,
    (waiting,),
    {ChangeCallRequested: on_change_call_requested, ChangeCallAnswered: on_change_call_answered},
)


def oldest(connection: Connection, page: int) -> list[tuple[Row[Any], ChangeCallRequested]]:
    """One page of those who wait, whoever waits longest first; pages count from 1."""
    wanted = (
        select(waiting).order_by(waiting.c.requested_at, waiting.c.request_id).limit(PAGE).offset(PAGE * (page - 1))
    )
    return [(row, from_text(row.requested, ChangeCallRequested)) for row in connection.execute(wanted)]


def how_many(connection: Connection) -> int:
    """How many wait."""
    return connection.execute(select(func.count()).select_from(waiting)).scalar_one()
