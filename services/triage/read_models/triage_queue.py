"""What waits for a person's decision, by risk and clock, and why each is where it is."""

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
    Select,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    update,
)

from services.triage.domain import events
from services.triage.domain.desk.events import OverrideDeclined, OverrideProposed, ReferralGiven, ReferralHandedOver
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
    Column("reference", Text, nullable=False),
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
    Column("missing", Text, nullable=False),
    Column("panels", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("due_at", Text),
    Column("reasons", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("taken_by", Text),
    Column("late", Boolean, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("proposed_by", Text),
    Index("triage_queue_order", "waits", "rank", "received_at", "referral_id"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of those that wait to list; None means any. `late` only those whose first response is overdue, `taken_by`
    those an officer has in hand, `proposed` those that wait for a second reader."""

    priority: str | None = None
    outcome: str | None = None
    kind: str | None = None
    panel: str | None = None
    taken_by: str | None = None
    late: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of those that wait, how many there are in all, and whether more follow."""

    rows: list[Row[Any]]
    total: int
    more: bool


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(assessments),
        {
            "referral_id": referral.referral_id,
            "reference": referral.reference,
            "kind": referral.kind,
            "channel": referral.channel,
            "category": referral.category,
            "ward": referral.ward,
            "origin": referral.origin,
            "received_at": rfc3339(referral.received_at),
            "rank": RANKS["standard"],
            "priority": "standard",
            "outcome": "",
            "route": "",
            "missing": "",
            "panels": "",
            "reasons": "",
            "rules": "",
            "round": 0,
            "late": False,
            "waits": False,
        },
    )


def on_address_hidden(connection: Connection, recorded: Recorded) -> None:
    """Where nobody may find the place, not even its ward is told."""
    assert isinstance(recorded.fact, events.AddressHidden)
    if recorded.fact.location:
        _change(connection, recorded.fact.referral_id, ward=None)


def on_answers_added(connection: Connection, recorded: Recorded) -> None:
    """What it is about may have been said since."""
    fact = recorded.fact
    assert isinstance(fact, events.AnswersAdded)
    said = {n: value for n in ("kind", "category", "ward") if (value := getattr(fact, n)) is not None}
    if said:
        _change(connection, fact.referral_id, **said)


def on_referral_triaged(connection: Connection, recorded: Recorded) -> None:
    """What came out now waits for a person; an import never does, until somebody adds to it."""
    assert isinstance(recorded.fact, events.ReferralTriaged)
    decision = recorded.fact.decision
    waits = assessments.c.origin != "import" if recorded.fact.round == 1 else True
    _change(
        connection,
        recorded.fact.referral_id,
        rank=RANKS[decision.priority],
        priority=decision.priority,
        outcome=decision.outcome,
        route=decision.primary.route,
        missing=" ".join(missing.fact for missing in decision.missing),
        panels=" ".join(decision.panels),
        reasons=" ".join(reason.rule for reason in decision.reasons),
        rules=decision.rules.version,
        round=recorded.fact.round,
        waits=waits,
        proposed_by=None,
    )


def on_taken(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTaken | ReferralGiven | ReferralHandedOver)
    _change(connection, recorded.fact.referral_id, taken_by=recorded.fact.taken_by)


def on_put_back(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralPutBack)
    _change(connection, recorded.fact.referral_id, taken_by=None)


def on_case_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.CaseOpened)
    due_at = recorded.fact.due_at
    _change(connection, recorded.fact.referral_id, due_at=rfc3339(due_at) if due_at else None)


def on_settled(connection: Connection, recorded: Recorded) -> None:
    """Somebody confirmed, overrode or closed it."""
    assert isinstance(
        recorded.fact,
        events.DecisionConfirmed | events.DecisionOverridden | events.ReferralSignposted | events.CaseClosed,
    )
    _change(connection, recorded.fact.referral_id, waits=False, proposed_by=None)


def on_override_proposed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, OverrideProposed)
    _change(connection, recorded.fact.referral_id, proposed_by=recorded.fact.proposed_by)


def on_override_declined(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, OverrideDeclined)
    _change(connection, recorded.fact.referral_id, proposed_by=None)


def on_response_missed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ResponseMissed)
    _change(connection, recorded.fact.referral_id, late=True)


VIEW = View(
    "triage_queue",
    4,
    (assessments,),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AnswersAdded: on_answers_added,
        events.AddressHidden: on_address_hidden,
        events.ReferralTriaged: on_referral_triaged,
        events.ReferralTaken: on_taken,
        events.ReferralPutBack: on_put_back,
        ReferralGiven: on_taken,
        ReferralHandedOver: on_taken,
        events.CaseOpened: on_case_opened,
        events.DecisionConfirmed: on_settled,
        events.DecisionOverridden: on_settled,
        events.ReferralSignposted: on_settled,
        events.CaseClosed: on_settled,
        events.ResponseMissed: on_response_missed,
        OverrideProposed: on_override_proposed,
        OverrideDeclined: on_override_declined,
    },
)


def waiting(
    connection: Connection, wanted: Wanted | None = None, page: int = 1, size: int = PAGE, reader: str | None = None
) -> Page:
    """What nobody has confirmed yet: what the reader has in hand, then the most dangerous, then by the clock.

    What has a time to be done by comes before what has none; then the longest waiting. Imports never wait.
    """
    query = _filtered(wanted or Wanted())
    mine = case((assessments.c.taken_by == (reader or ""), 0), else_=1)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    clock = (assessments.c.due_at.is_(None), assessments.c.due_at, assessments.c.received_at)
    order = query.order_by(mine, assessments.c.rank, *clock, assessments.c.referral_id)
    rows = list(connection.execute(order.limit(size).offset((page - 1) * size)))
    return Page(rows, total, page * size < total)


def _filtered(wanted: Wanted) -> Select[Any]:
    query = select(assessments).where(assessments.c.waits)
    for name in ("priority", "outcome", "kind", "taken_by"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(assessments.c[name] == value)
    if wanted.panel is not None:
        query = query.where((" " + assessments.c.panels + " ").contains(f" {wanted.panel} ", autoescape=True))
    if wanted.proposed:
        query = query.where(assessments.c.proposed_by.is_not(None))
    return query.where(assessments.c.late) if wanted.late else query


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(assessments).where(assessments.c.referral_id == referral_id).values(**values))
