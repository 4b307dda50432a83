"""Every application for a case review, and the four numbers that are published each year."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    update,
)

from services.triage.domain.asb import events
from services.triage.domain.asb.days import financial_year
from shared.event_store.views import View
from shared.kernel.messages import Recorded

MOST_ROWS = 100

_metadata = MetaData()

reviews = Table(
    "triage_case_reviews",
    _metadata,
    Column("review_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("financial_year", Integer, nullable=False),
    Column("asked_on", Text, nullable=False),
    Column("qualifying", Integer, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("acknowledge_by", Text, nullable=False),
    Column("decide_by", Text, nullable=False),
    Column("meet_by", Text, nullable=False),
    Column("contact_by", Text),
    Column("met", Boolean),
    Column("held_on", Text),
    Column("recommendations", Integer),
    Index("triage_case_reviews_year", "financial_year", "asked_on", "review_id"),
)


@dataclass(frozen=True, slots=True)
class Annual:
    """The four numbers of one financial year, each by the year in which the application came in."""

    applications: int
    not_met: int
    held: int
    with_recommendations: int


def on_asked(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReviewAsked)
    connection.execute(
        insert(reviews),
        {
            "review_id": fact.review_id,
            "reference": fact.reference,
            "financial_year": financial_year(fact.asked_on),
            "asked_on": fact.asked_on.isoformat(),
            "qualifying": fact.qualifying,
            "needed": fact.needed,
            "acknowledge_by": fact.acknowledge_by.isoformat(),
            "decide_by": fact.decide_by.isoformat(),
            "meet_by": fact.meet_by.isoformat(),
        },
    )


def on_acknowledged(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReviewAcknowledged)
    _change(connection, recorded.fact.review_id, contact_by=recorded.fact.contact_by)


def on_decided(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReviewDecided)
    _change(connection, recorded.fact.review_id, met=recorded.fact.met)


def on_held(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ReviewHeld)
    _change(connection, fact.review_id, held_on=fact.held_on.isoformat(), recommendations=fact.recommendations)


VIEW = View(
    "case_reviews",
    1,
    (reviews,),
    {
        events.ReviewAsked: on_asked,
        events.ReviewAcknowledged: on_acknowledged,
        events.ReviewDecided: on_decided,
        events.ReviewHeld: on_held,
    },
)


def annual(connection: Connection, year: int) -> Annual:
    """The four numbers of a financial year. One not decided yet counts as an application and as nothing else."""
    counts = connection.execute(
        select(
            func.count(),
            func.sum(case((reviews.c.met.is_(False), 1), else_=0)),
            func.sum(case((reviews.c.held_on.is_not(None), 1), else_=0)),
            func.sum(case((reviews.c.recommendations > 0, 1), else_=0)),
        ).where(reviews.c.financial_year == year)
    ).one()
    return Annual(*(int(count or 0) for count in counts))


def years(connection: Connection) -> list[int]:
    """The financial years with an application, the newest first."""
    return list(
        connection.scalars(select(reviews.c.financial_year).distinct().order_by(reviews.c.financial_year.desc()))
    )


def of_year(connection: Connection, year: int) -> list[Row[Any]]:
    """The applications of a financial year, the newest first."""
    wanted = select(reviews).where(reviews.c.financial_year == year)
    return list(
        connection.execute(wanted.order_by(reviews.c.asked_on.desc(), reviews.c.review_id.desc()).limit(MOST_ROWS))
    )


def _change(connection: Connection, review_id: str, **values: object) -> None:
    connection.execute(update(reviews).where(reviews.c.review_id == review_id).values(**values))
