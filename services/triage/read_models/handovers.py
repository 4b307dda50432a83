"""Every hand-over: to whom, where it stands, and which are back with us because nobody has said they have it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, func, insert, select, update

from services.triage.domain.handover import events
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Personal

WAITING, LATE, LEFT_OPEN, RECEIVED, SETTLED = "waiting", "late", "left_open", "received", "settled"
# Those that a person has to see to.
BACK = (LEFT_OPEN, LATE)
_MOST = 200

_metadata = MetaData()

handovers = Table(
    "triage_handovers",
    _metadata,
    Column("handover_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("route", Text),
    Column("to_id", Text),
    Column("to_name", Text),
    Column("stands", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("receipt_due_at", Text),
    Column("answer_due_at", Text),
    Column("answer", Text),
    Column("ended_at", Text),
    Column("how", Text),
    Column("code_p", Text),
    Column("code_c", Text),
    Index("triage_handovers_standing", "stands", "made_at"),
    Index("triage_handovers_reference", "reference"),
    Index("triage_handovers_ended", "ended_at"),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A hand-over that may be received, with its code still sealed."""

    referral_id: str
    handover_id: str
    route: str | None
    code: Personal[Contact]


def on_made(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.HandoverMade)
    connection.execute(
        insert(handovers),
        {
            "handover_id": fact.handover_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "route": fact.route,
            "to_id": fact.to.id,
            "to_name": fact.to.name,
            "stands": WAITING,
            "made_at": recorded.occurred,
            "receipt_due_at": rfc3339(fact.receipt_due_at),
            "code_p": fact.code.p,
            "code_c": fact.code.c,
        },
    )


def on_safeguarding_referred(connection: Connection, recorded: Recorded) -> None:
    """It waits for a receipt as any other does; the service it went to is named where it went by message."""
    fact = recorded.fact
    assert isinstance(fact, SafeguardingReferred)
    connection.execute(
        insert(handovers),
        {
            "handover_id": fact.handover_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "route": fact.route,
            "to_id": fact.to.id if fact.to else None,
            "to_name": fact.to.name if fact.to else None,
            "stands": WAITING,
            "made_at": recorded.occurred,
            "receipt_due_at": rfc3339(fact.receipt_due_at),
            "answer_due_at": rfc3339(fact.answer_due_at),
            "code_p": fact.code.p if fact.code else None,
            "code_c": fact.code.c if fact.code else None,
        },
    )


def on_safeguarding_answered(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, SafeguardingAnswered)
    _change(connection, recorded.fact.handover_id, answer=recorded.fact.answer)


def on_left_open(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.HandoverLeftOpen)
    known = connection.execute(select(handovers.c.handover_id).filter_by(handover_id=fact.handover_id)).first()
    if known is not None:
        _change(connection, fact.handover_id, stands=LEFT_OPEN, how=fact.because)
        return
    connection.execute(
        insert(handovers),
        {
            "handover_id": fact.handover_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "route": fact.route,
            "stands": LEFT_OPEN,
            "made_at": recorded.occurred,
            "how": fact.because,
        },
    )


def on_received(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.HandoverReceived)
    how = recorded.fact.how
    _change(connection, recorded.fact.handover_id, stands=RECEIVED, ended_at=recorded.occurred, how=how)


def on_overdue(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReceiptMissed)
    _change(connection, recorded.fact.handover_id, stands=LATE)


def on_settled(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.HandoverSettled)
    how = recorded.fact.how
    _change(connection, recorded.fact.handover_id, stands=SETTLED, ended_at=recorded.occurred, how=how)


VIEW = View(
    "handovers",
    3,
    (handovers,),
    {
        events.HandoverMade: on_made,
        SafeguardingReferred: on_safeguarding_referred,
        SafeguardingAnswered: on_safeguarding_answered,
        events.HandoverLeftOpen: on_left_open,
        events.HandoverReceived: on_received,
        events.ReceiptMissed: on_overdue,
        events.HandoverSettled: on_settled,
    },
)


def several(connection: Connection, stands: tuple[str, ...]) -> list[Row[Any]]:
    """Those that stand so, the oldest first."""
    wanted = (
        select(handovers).where(handovers.c.stands.in_(stands)).order_by(handovers.c.made_at, handovers.c.handover_id)
    )
    return list(connection.execute(wanted.limit(_MOST)))


def ended(connection: Connection) -> list[Row[Any]]:
    """Those that are over, the newest first."""
    wanted = select(handovers).where(handovers.c.ended_at.is_not(None))
    return list(connection.execute(wanted.order_by(handovers.c.ended_at.desc()).limit(_MOST)))


def of_reference(connection: Connection, reference: str) -> list[Row[Any]]:
    """Those of one referral, in order."""
    wanted = select(handovers).where(handovers.c.reference == reference)
    return list(connection.execute(wanted.order_by(handovers.c.made_at, handovers.c.handover_id)))


def one(connection: Connection, handover_id: str) -> Row[Any] | None:
    """The hand-over with this id."""
    return connection.execute(select(handovers).where(handovers.c.handover_id == handover_id)).one_or_none()


def back(connection: Connection) -> int:
    """How many a person has to see to."""
    counted = select(func.count()).select_from(handovers).where(handovers.c.stands.in_(BACK))
    return int(connection.execute(counted).scalar_one())


def coded(connection: Connection, reference: str) -> list[Coded]:
    """Those of a referral that were sent, each with its code."""
    return [
        Coded(row.referral_id, row.handover_id, row.route, Personal(row.code_p, row.code_c))
        for row in of_reference(connection, reference)
        if row.code_p is not None
    ]


def _change(connection: Connection, handover_id: str, **values: object) -> None:
    connection.execute(update(handovers).where(handovers.c.handover_id == handover_id).values(**values))
