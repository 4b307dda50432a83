"""How much came in, by month, channel, category and outcome, and the officer time it took."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, func, insert, select, update

from services.intake.domain.events import (
    AnswersGiven,
    CampaignNoted,
    MinutesSpent,
    OutcomeNoted,
    ReferralSubmitted,
    ReferrerNoted,
    ward_of,
)
from shared.event_store.views import View
from shared.kernel.messages import Recorded

# Months are the office's: what came in at half past midnight on 1 July in London came in in July.
_LOCAL = ZoneInfo("Europe/London")

_metadata = MetaData()

demand = Table(
    "demand",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("month", Text, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text),
    Column("ward", Text),
    Column("campaign", Text),
    Column("referrer", Text),
    Column("origin", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("route", Text),
    Column("minutes", Integer, nullable=False),
    Index("demand_received_on", "received_on"),
)

DIMENSIONS = ("month", "kind", "channel", "category", "ward", "campaign", "referrer", "origin", "status", "route")


@dataclass(frozen=True, slots=True)
class Span:
    """Days of receipt, local time: from the first to the last, both included."""

    first: date
    last: date


def on_referral_submitted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted)
    received_on = _local_day(fact.received_at)
    connection.execute(
        insert(demand),
        {
            "reference": fact.reference,
            "month": f"{received_on:%Y-%m}",
            "received_on": received_on.isoformat(),
            "kind": fact.kind,
            "channel": fact.channel,
            "category": fact.category,
            "ward": ward_of(fact),
            "origin": recorded.context.origin,
            "status": "received",
            "minutes": 0,
        },
    )


def on_campaign_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, CampaignNoted)
    connection.execute(update(demand).where(demand.c.reference == fact.reference).values(campaign=fact.campaign))


def on_referrer_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferrerNoted)
    connection.execute(update(demand).where(demand.c.reference == fact.reference).values(referrer=fact.referrer))


def on_outcome_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, OutcomeNoted)
    this = demand.c.reference == fact.reference
    connection.execute(update(demand).where(this).values(status=fact.status, route=fact.route))


def on_minutes_spent(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, MinutesSpent)
    this = demand.c.reference == fact.reference
    connection.execute(update(demand).where(this).values(minutes=demand.c.minutes + fact.minutes))


def on_answers_given(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AnswersGiven)
    given = {"kind": fact.kind, "category": fact.category, "ward": ward_of(fact)}
    if changed := {name: value for name, value in given.items() if value is not None}:
        connection.execute(update(demand).where(demand.c.reference == fact.reference).values(**changed))


VIEW = View(
    "demand",
    3,
    (demand,),
    {
        ReferralSubmitted: on_referral_submitted,
        AnswersGiven: on_answers_given,
        CampaignNoted: on_campaign_noted,
        ReferrerNoted: on_referrer_noted,
        OutcomeNoted: on_outcome_noted,
        MinutesSpent: on_minutes_spent,
    },
)


def counts(connection: Connection, span: Span, *by: str) -> list[Row[Any]]:
    """Referrals and officer minutes for each combination of the named dimensions; the most come first.

    Raises ValueError for a name that is not in `DIMENSIONS`.
    """
    if not set(by) <= set(DIMENSIONS):
        raise ValueError(f"count by any of {', '.join(DIMENSIONS)}")
    columns = [demand.c[name] for name in by]
    how_many = func.count().label("referrals")
    query = select(*columns, how_many, func.coalesce(func.sum(demand.c.minutes), 0).label("minutes"))
    query = query.where(demand.c.received_on.between(span.first.isoformat(), span.last.isoformat()))
    return list(connection.execute(query.group_by(*columns).order_by(how_many.desc(), *columns)))


def _local_day(moment: datetime) -> date:
    return moment.astimezone(_LOCAL).date()
