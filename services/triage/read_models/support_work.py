"""Who advises in which case of domestic abuse, who was reached when, and which case a reciprocal code stands for."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, MetaData, Row, Table, Text, func, insert, select, update

from services.triage.domain import events
from services.triage.domain.support.events import AdviserGiven, AdviserTried, ReciprocalAsked
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

MOST_ROWS = 200
_metadata = MetaData()

# A row stands here from the moment support was asked for.
work = Table(
    "triage_support_work",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("adviser_id", Text),
    Column("given_at", Text),
    Column("reached_at", Text),
    Column("closed", Boolean, nullable=False),
    Index("triage_support_work_open", "closed", "adviser_id"),
    Index("triage_support_work_given", "given_at", "adviser_id"),
    Index("triage_support_work_asked", "asked_at"),
    Index("triage_support_work_due", "closed", "due_at"),
)

reciprocals = Table(
    "triage_reciprocals",
    _metadata,
    Column("code", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
)


def on_support_requested(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.SupportRequested)
    connection.execute(
        insert(work),
        {
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "asked_at": recorded.occurred,
            "due_at": rfc3339(fact.due_at),
            "closed": False,
        },
    )


def on_adviser_given(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AdviserGiven)
    _change(connection, fact.referral_id, adviser_id=fact.adviser_id, given_at=recorded.occurred)


def on_adviser_tried(connection: Connection, recorded: Recorded) -> None:
    """The first that reached them counts."""
    fact = recorded.fact
    assert isinstance(fact, AdviserTried)
    if fact.outcome == "reached":
        this = (work.c.referral_id == fact.referral_id) & work.c.reached_at.is_(None)
        connection.execute(update(work).where(this).values(reached_at=rfc3339(fact.tried_at)))


def on_case_closed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.CaseClosed | events.ReferralSignposted)
    _change(connection, fact.referral_id, closed=True)


def on_reciprocal_asked(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReciprocalAsked)
    values = {"code": fact.code, "referral_id": fact.referral_id, "reference": fact.reference}
    connection.execute(insert(reciprocals), values)


VIEW = View(
    "support_work",
    2,
    (work, reciprocals),
    {
        events.SupportRequested: on_support_requested,
        AdviserGiven: on_adviser_given,
        AdviserTried: on_adviser_tried,
        ReciprocalAsked: on_reciprocal_asked,
        events.CaseClosed: on_case_closed,
        events.ReferralSignposted: on_case_closed,
    },
)


def open_by_adviser(connection: Connection) -> dict[str | None, int]:
    """How many open cases each adviser has; None: how many nobody has."""
    query = select(work.c.adviser_id, func.count()).where(work.c.closed.is_(False)).group_by(work.c.adviser_id)
    return {adviser: int(cases) for adviser, cases in connection.execute(query)}


def new_by_adviser(connection: Connection, since: datetime) -> dict[str | None, int]:
    """How many cases each adviser was given since a moment."""
    query = select(work.c.adviser_id, func.count()).where(work.c.given_at >= rfc3339(since)).group_by(work.c.adviser_id)
    return {adviser: int(cases) for adviser, cases in connection.execute(query)}


def asked_since(connection: Connection, since: datetime) -> int:
    """In how many cases support was asked for since a moment, whoever has them."""
    query = select(func.count()).select_from(work).where(work.c.asked_at >= rfc3339(since))
    return int(connection.execute(query).scalar_one())


def without_adviser(connection: Connection, advising: Collection[str]) -> list[Row[Any]]:
    """Open cases that none of those who advise has, those due first: what somebody had who left is nobody's."""
    nobodys = work.c.adviser_id.is_(None) | work.c.adviser_id.not_in(advising)
    query = select(work).where(nobodys, work.c.closed.is_(False))
    return list(connection.execute(query.order_by(work.c.due_at, work.c.referral_id).limit(MOST_ROWS)))


def of(connection: Connection, referral_ids: list[str]) -> dict[str, Row[Any]]:
    """What stands of these cases, by referral."""
    rows = connection.execute(select(work).where(work.c.referral_id.in_(referral_ids)))
    return {row.referral_id: row for row in rows}


def behind(connection: Connection, code: str) -> str | None:
    """The reference of the case that a reciprocal code stands for."""
    query = select(reciprocals.c.reference).where(reciprocals.c.code == code)
    return connection.execute(query).scalar_one_or_none()


def _change(connection: Connection, referral_id: str, **values: Any) -> None:
    connection.execute(update(work).where(work.c.referral_id == referral_id).values(**values))
