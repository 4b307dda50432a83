"""What waits for a person's decision, by risk and clock, and every case that is open."""

from typing import Any

from sqlalchemy import Boolean, Column, Connection, Index, Integer, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain import events
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

RANKS = {"urgent": 0, "high": 1, "standard": 2}
PAGE = 50

_metadata = MetaData()

assessments = Table(
    "triage_queue",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text),
    Column("ward", Text),
    Column("origin", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("priority", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("panels", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("case_state", Text),
    Column("closed", Boolean, nullable=False),
    Index("triage_queue_order", "closed", "settled", "rank", "received_at"),
)


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(assessments).values(
            referral_id=referral.referral_id,
            reference=referral.reference,
            kind=referral.kind,
            channel=referral.channel,
            category=referral.category,
            ward=referral.ward,
            origin=referral.origin,
            received_at=rfc3339(referral.received_at),
            rank=RANKS["standard"],
            priority="standard",
            outcome="",
            route="",
            missing=0,
            panels="",
            settled=False,
            late=False,
            closed=False,
        )
    )


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTriaged)
    decision = recorded.fact.decision
    _change(
        connection,
        recorded.fact.referral_id,
        rank=RANKS[decision.priority],
        priority=decision.priority,
        outcome=decision.outcome,
        route=decision.primary.route,
        missing=len(decision.missing),
        panels=" ".join(decision.panels),
        settled=False,
    )


def on_settled(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.DecisionConfirmed | events.DecisionOverridden)
    _change(connection, recorded.fact.referral_id, settled=True)
    if isinstance(recorded.fact, events.DecisionOverridden):
        _change(connection, recorded.fact.referral_id, route=recorded.fact.route)


def on_case_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.CaseOpened)
    _change(connection, recorded.fact.referral_id, case_state="open")


def on_closed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralSignposted | events.CaseClosed)
    _change(connection, recorded.fact.referral_id, closed=True)
    if isinstance(recorded.fact, events.CaseClosed):
        _change(connection, recorded.fact.referral_id, case_state="closed")


def on_response_missed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ResponseMissed)
    _change(connection, recorded.fact.referral_id, late=True)


VIEW = View(
    "triage_queue",
    1,
    (assessments,),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.ReferralTriaged: on_referral_triaged,
        events.DecisionConfirmed: on_settled,
        events.DecisionOverridden: on_settled,
        events.CaseOpened: on_case_opened,
        events.ReferralSignposted: on_closed,
        events.CaseClosed: on_closed,
        events.ResponseMissed: on_response_missed,
    },
)


def waiting(connection: Connection, priority: str | None = None, page: int = 1) -> list[Row[Any]]:
    """What nobody has confirmed yet, most dangerous first, then longest waiting; imports never wait."""
    wanted = select(assessments).where(~assessments.c.settled, ~assessments.c.closed, assessments.c.origin != "import")
    if priority:
        wanted = wanted.where(assessments.c.priority == priority)
    order = wanted.order_by(assessments.c.rank, assessments.c.received_at)
    return list(connection.execute(order.limit(PAGE).offset((page - 1) * PAGE)))


def by_reference(connection: Connection, reference: str) -> Row[Any] | None:
    """One assessment."""
    return connection.execute(select(assessments).where(assessments.c.reference == reference)).one_or_none()


def cases(connection: Connection, state: str = "open", page: int = 1) -> list[Row[Any]]:
    """Cases in a state, the most dangerous first, then the oldest."""
    wanted = select(assessments).where(assessments.c.case_state == state)
    order = wanted.order_by(assessments.c.rank, assessments.c.received_at)
    return list(connection.execute(order.limit(PAGE).offset((page - 1) * PAGE)))


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(assessments).where(assessments.c.referral_id == referral_id).values(**values))
