"""What is open and in whose hands: every case that is open and every referral that waits, each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
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

from services.triage.domain import events
from services.triage.domain.desk.events import ReferralGiven, ReferralHandedOver
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

work = Table(
    "triage_work",
    MetaData(),
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("is_case", Boolean, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("imported", Boolean, nullable=False),
    Column("taken_by", Text),
    Column("handed_from", Text),
    Index("triage_work_in_hand", "closed", "taken_by"),
    Index("triage_work_handed", "closed", "handed_from"),
)


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one priority is open in one officer's hands (None: nobody's)."""

    taken_by: str | None
    priority: str
    pieces: int
    late: int
    oldest_at: str


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(work),
        {
            "referral_id": referral.referral_id,
            "reference": referral.reference,
            "received_at": rfc3339(referral.received_at),
            "priority": "standard",
            "is_case": False,
            "waits": False,
            "closed": False,
            "late": False,
            "imported": referral.origin == "import",
        },
    )


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    """An import waits for nobody until somebody adds to it."""
    fact = recorded.fact
    assert isinstance(fact, events.ReferralTriaged)
    waits = ~work.c.imported if fact.round == 1 else True
    _change(connection, fact.referral_id, priority=fact.decision.priority, waits=waits)


def on_settled(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.DecisionConfirmed | events.DecisionOverridden)
    _change(connection, recorded.fact.referral_id, waits=False, late=False)


def on_case_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.CaseOpened)
    _change(connection, recorded.fact.referral_id, is_case=True)


def on_response_missed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ResponseMissed)
    _change(connection, recorded.fact.referral_id, late=True)


def on_closed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralSignposted | events.CaseClosed)
    _change(connection, recorded.fact.referral_id, closed=True, waits=False)


def on_taken(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTaken | ReferralGiven)
    _change(connection, recorded.fact.referral_id, taken_by=recorded.fact.taken_by, handed_from=None)


def on_put_back(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralPutBack)
    _change(connection, recorded.fact.referral_id, taken_by=None, handed_from=None)


def on_handed_over(connection: Connection, recorded: Recorded) -> None:
    """Only what went because somebody was away is hers to take back."""
    fact = recorded.fact
    assert isinstance(fact, ReferralHandedOver)
    whose = fact.handed_from_id if fact.because == "absence" else None
    _change(connection, fact.referral_id, taken_by=fact.taken_by, handed_from=whose)


VIEW = View(
    "workload",
    1,
    (work,),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.ReferralTriaged: on_referral_triaged,
        events.DecisionConfirmed: on_settled,
        events.DecisionOverridden: on_settled,
        events.CaseOpened: on_case_opened,
        events.ResponseMissed: on_response_missed,
        events.ReferralSignposted: on_closed,
        events.CaseClosed: on_closed,
        events.ReferralTaken: on_taken,
        events.ReferralPutBack: on_put_back,
        ReferralGiven: on_taken,
        ReferralHandedOver: on_handed_over,
    },
)

_OPEN = ~work.c.closed & (work.c.is_case | work.c.waits)


def loads(connection: Connection) -> list[Load]:
    """The open work in each officer's hands, and in nobody's, by priority."""
    late = func.sum(case((work.c.late, 1), else_=0))
    query = select(work.c.taken_by, work.c.priority, func.count(), late, func.min(work.c.received_at))
    rows = connection.execute(query.where(_OPEN).group_by(work.c.taken_by, work.c.priority))
    return [Load(row[0], row[1], int(row[2]), int(row[3] or 0), row[4]) for row in rows]


def in_hand_of(connection: Connection, accounts: Collection[str]) -> Sequence[Row[Any]]:
    """What is not closed and in the hands of these officers, the oldest first."""
    query = select(work).where(~work.c.closed, work.c.taken_by.in_(sorted(accounts)))
    return list(connection.execute(query.order_by(work.c.received_at, work.c.referral_id)))


def handed_from(connection: Connection, account_id: str) -> Sequence[Row[Any]]:
    """What went to others while this officer was away, and is open."""
    query = select(work).where(_OPEN, work.c.handed_from == account_id)
    return list(connection.execute(query.order_by(work.c.received_at, work.c.referral_id)))


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(work).where(work.c.referral_id == referral_id).values(**values))
