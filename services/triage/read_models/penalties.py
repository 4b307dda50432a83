"""Every fixed penalty with what is owed on it and what became of it, and every financial year's sum of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
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
from services.triage.domain.asb.days import day_of, financial_year
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

MOST_ROWS = 100

_metadata = MetaData()

penalties = Table(
    "triage_penalties",
    _metadata,
    Column("step_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("financial_year", Integer, nullable=False),
    Column("served_at", Text, nullable=False),
    Column("amount_pence", Integer, nullable=False),
    Column("pay_by", Text, nullable=False),
    Column("early_pence", Integer),
    Column("early_by", Text),
    Column("result", Text),
    Column("paid_on", Text),
    Column("paid_pence", Integer),
    Column("prosecuted_at", Text),
    Index("triage_penalties_year", "financial_year", "served_at", "step_id"),
    Index("triage_penalties_of", "referral_id"),
)

# What follows where nobody pays, by the penalty it follows.
_FOLLOWS = {"prosecution": "fixed_penalty", "order_prosecution": "order_penalty"}


@dataclass(frozen=True, slots=True)
class Sums:
    """One financial year, by the day of service: how many, what was paid in pence, and how many are late."""

    given: int
    paid_pence: int
    overdue: int


def on_taken(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.StepTaken)
    if fact.tool in _FOLLOWS:
        this = (penalties.c.referral_id == fact.referral_id) & (penalties.c.subject_id == fact.subject_id)
        this &= (penalties.c.tool == _FOLLOWS[fact.tool]) & penalties.c.result.is_(None)
        late = penalties.c.pay_by < day_of(fact.served_at).isoformat()
        connection.execute(update(penalties).where(this, late).values(prosecuted_at=rfc3339(fact.served_at)))
    if fact.amount_pence is None or fact.pay_by is None:
        return
    connection.execute(
        insert(penalties),
        {
            "step_id": fact.step_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "subject_id": fact.subject_id,
            "tool": fact.tool,
            "financial_year": financial_year(day_of(fact.served_at)),
            "served_at": rfc3339(fact.served_at),
            "amount_pence": fact.amount_pence,
            "pay_by": fact.pay_by.isoformat(),
            "early_pence": fact.early_pence,
            "early_by": fact.early_by.isoformat() if fact.early_by else None,
        },
    )


def on_ended(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.StepEnded)
    paid_on = fact.paid_on.isoformat() if fact.paid_on else None
    values = {"result": fact.result, "paid_on": paid_on, "paid_pence": fact.paid_pence}
    connection.execute(update(penalties).where(penalties.c.step_id == fact.step_id).values(**values))


VIEW = View("penalties", 1, (penalties,), {events.StepTaken: on_taken, events.StepEnded: on_ended})


def sums(connection: Connection, year: int, today: date) -> Sums:
    """One financial year. A penalty is late from the day after its last, until it is paid, ended or prosecuted."""
    open_still = penalties.c.result.is_(None) & penalties.c.prosecuted_at.is_(None)
    late = open_still & (penalties.c.pay_by < today.isoformat())
    counted = (func.count(), func.sum(penalties.c.paid_pence), func.sum(case((late, 1), else_=0)))
    given, paid, overdue = connection.execute(select(*counted).where(penalties.c.financial_year == year)).one()
    return Sums(given, int(paid or 0), int(overdue or 0))


def of_year(connection: Connection, year: int) -> list[Row[Any]]:
    """The penalties of a financial year, the newest first."""
    wanted = select(penalties).where(penalties.c.financial_year == year)
    return list(
        connection.execute(wanted.order_by(penalties.c.served_at.desc(), penalties.c.step_id.desc()).limit(MOST_ROWS))
    )
