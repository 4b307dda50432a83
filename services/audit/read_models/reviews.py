"""Which weeks' looks at locked records were gone through, when and by whom."""

from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, insert, select

from services.audit.domain.events import LooksReviewed
from shared.event_store.views import View
from shared.kernel.messages import Recorded

reviews = Table(
    "looks_reviewed",
    MetaData(),
    Column("week", Text, primary_key=True),
    Column("looks", Integer, nullable=False),
    Column("reviewed_at", Text, nullable=False),
    Column("reviewed_by", Text, nullable=False),
)


def on_reviewed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, LooksReviewed)
    row = {"week": fact.week.isoformat(), "looks": fact.looks}
    connection.execute(
        insert(reviews), {**row, "reviewed_at": recorded.recorded, "reviewed_by": recorded.context.actor}
    )


VIEW = View("reviews", 1, (reviews,), {LooksReviewed: on_reviewed})


def of_week(connection: Connection, week: date) -> Row[Any] | None:
    """The review of the week that begins on this Monday."""
    return connection.execute(select(reviews).where(reviews.c.week == week.isoformat())).one_or_none()
