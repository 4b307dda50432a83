"""Every mediation with what it commits and costs, and every financial year's sum of them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, func, insert, select, update

from services.triage.domain.asb import events
from services.triage.domain.asb.days import financial_year
from shared.event_store.views import View
from shared.kernel.messages import Recorded

MOST_ROWS = 100

_metadata = MetaData()

# Money belongs to the year in which it was committed; what was never booked belongs to none.
mediations = Table(
    "triage_mediations",
    _metadata,
    Column("mediation_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("offered_at", Text, nullable=False),
    Column("financial_year", Integer),
    Column("committed_pence", Integer, nullable=False),
    Column("spent_pence", Integer, nullable=False),
    Column("result", Text),
    Index("triage_mediations_year", "financial_year", "offered_at"),
    Index("triage_mediations_newest", "offered_at"),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """One year: how many were booked, what was spent, and what is committed and not spent yet, in pence."""

    booked: int
    spent_pence: int
    committed_pence: int


def on_offered(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.MediationOffered)
    connection.execute(
        insert(mediations),
        {
            "mediation_id": fact.mediation_id,
            "code": fact.code,
            "reference": fact.reference,
            "offered_at": recorded.occurred,
            "committed_pence": 0,
            "spent_pence": 0,
        },
    )


def on_booked(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.MediatorBooked)
    year = financial_year(fact.booked_on)
    _change(connection, fact.mediation_id, committed_pence=fact.committed_pence, financial_year=year)


def on_ended(connection: Connection, recorded: Recorded) -> None:
    """What was committed is either spent now or free again."""
    fact = recorded.fact
    assert isinstance(fact, events.MediationEnded)
    _change(connection, fact.mediation_id, committed_pence=0, spent_pence=fact.spent_pence, result=fact.result)


VIEW = View(
    "mediations",
    1,
    (mediations,),
    {
        events.MediationOffered: on_offered,
        events.MediatorBooked: on_booked,
        events.MediationEnded: on_ended,
    },
)


def sums(connection: Connection, year: int) -> Sums:
    """What one financial year has cost so far."""
    counted = (func.count(), func.sum(mediations.c.spent_pence), func.sum(mediations.c.committed_pence))
    booked, spent, committed = connection.execute(select(*counted).where(mediations.c.financial_year == year)).one()
    return Sums(booked, int(spent or 0), int(committed or 0))


def newest(connection: Connection) -> list[Row[Any]]:
    """The newest mediations."""
    return list(connection.execute(select(mediations).order_by(mediations.c.offered_at.desc()).limit(MOST_ROWS)))


def _change(connection: Connection, mediation_id: str, **values: object) -> None:
    connection.execute(update(mediations).where(mediations.c.mediation_id == mediation_id).values(**values))
