"""Every case of ours: how dangerous it is, what is due next, which panels know of it, who was offered support."""

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
    text,
    tuple_,
    update,
)

from services.triage.domain import events
from services.triage.domain.desk.events import ReferralGiven, ReferralHandedOver
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

MOST_ROWS = 100
RANKS = {"urgent": 0, "high": 1, "standard": 2}
OPEN, CLOSED = "open", "closed"

# The order of the lists: the most dangerous first, then the oldest.
_PLACE = ("rank", "received_at", "referral_id")
_IS_CASE = text("state IS NOT NULL")
_MUST_OFFER = text("support_due_at IS NOT NULL")

_metadata = MetaData()

# A row stands here from the referral's first day, since that fact says what it is about; without a case its state is
# empty and nobody sees it.
cases = Table(
    "triage_cases",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False, index=True),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text),
    Column("ward", Text),
    Column("received_at", Text, nullable=False),
    Column("case_reference", Text, unique=True),
    Column("state", Text),
    Column("route", Text),
    Column("rank", Integer),
    Column("priority", Text),
    Column("opened_at", Text),
    Column("due_at", Text),
    Column("late", Boolean, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("panels", Text, nullable=False),
    Column("support_due_at", Text),
    Column("offered", Boolean, nullable=False),
    Column("closed_at", Text),
    Column("closed_because", Text),
    Column("taken_by", Text),
    Index("triage_cases_order", "state", *_PLACE),
    Index("triage_cases_taken", "taken_by", "state", *_PLACE),
    Index("triage_cases_ever_taken", "taken_by", *_PLACE),
    Index("triage_cases_all", *_PLACE, sqlite_where=_IS_CASE, postgresql_where=_IS_CASE),
    Index("triage_cases_offered", "offered", "state", *_PLACE, sqlite_where=_MUST_OFFER, postgresql_where=_MUST_OFFER),
)

offers = Table(
    "triage_support_offers",
    _metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("referral_id", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("offered_at", Text, nullable=False),
    Column("offered_by", Text, nullable=False),
    Index("triage_support_offers_of", "referral_id", "position"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, and the cursor of the next page; None at the end."""

    rows: list[Row[Any]]
    cursor: str | None


def on_assessment_opened(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.AssessmentOpened)
    referral = recorded.fact.referral
    connection.execute(
        insert(cases),
        {
            "referral_id": referral.referral_id,
            "reference": referral.reference,
            "stream": recorded.stream,
            "kind": referral.kind,
            "channel": referral.channel,
            "category": referral.category,
            "ward": referral.ward,
            "received_at": rfc3339(referral.received_at),
            "late": False,
            "settled": False,
            "panels": "",
            "offered": False,
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
    """A case follows the newest priority: what has become more dangerous moves up."""
    assert isinstance(recorded.fact, events.ReferralTriaged)
    priority = recorded.fact.decision.priority
    _change(connection, recorded.fact.referral_id, priority=priority, rank=RANKS[priority], settled=False)


def on_settled(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.DecisionConfirmed | events.DecisionOverridden)
    _change(connection, recorded.fact.referral_id, settled=True)


def on_case_opened(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.CaseOpened)
    _change(
        connection,
        fact.referral_id,
        case_reference=fact.case_reference,
        state=OPEN,
        route=fact.route,
        opened_at=rfc3339(fact.opened_at),
        due_at=rfc3339(fact.due_at) if fact.due_at else None,
    )


def on_marked_for_panel(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.MarkedForPanel)
    panel = recorded.fact.panel
    known = (" " + cases.c.panels + " ").contains(f" {panel} ", autoescape=True)
    panels = case((known, cases.c.panels), else_=func.trim(cases.c.panels + " " + panel))
    _change(connection, recorded.fact.referral_id, panels=panels)


def on_support_requested(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.SupportRequested)
    _change(connection, recorded.fact.referral_id, support_due_at=rfc3339(recorded.fact.due_at))


def on_support_offered(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.SupportOffered)
    connection.execute(
        insert(offers),
        {
            "position": recorded.position,
            "referral_id": recorded.fact.referral_id,
            "outcome": recorded.fact.outcome,
            "offered_at": recorded.occurred,
            "offered_by": recorded.context.actor,
        },
    )
    _change(connection, recorded.fact.referral_id, offered=True)


def on_taken(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralTaken | ReferralGiven | ReferralHandedOver)
    _change(connection, recorded.fact.referral_id, taken_by=recorded.fact.taken_by)


def on_put_back(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ReferralPutBack)
    _change(connection, recorded.fact.referral_id, taken_by=None)


def on_case_closed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.CaseClosed)
    closed = {"closed_at": recorded.occurred, "closed_because": recorded.fact.reason}
    _change(connection, recorded.fact.referral_id, state=CLOSED, **closed)


def on_response_missed(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ResponseMissed)
    _change(connection, recorded.fact.referral_id, late=True)


VIEW = View(
    "cases",
    6,
    (cases, offers),
    {
        events.AssessmentOpened: on_assessment_opened,
        events.AnswersAdded: on_answers_added,
        events.AddressHidden: on_address_hidden,
        events.ReferralTriaged: on_referral_triaged,
        events.DecisionConfirmed: on_settled,
        events.DecisionOverridden: on_settled,
        events.CaseOpened: on_case_opened,
        events.MarkedForPanel: on_marked_for_panel,
        events.SupportRequested: on_support_requested,
        events.SupportOffered: on_support_offered,
        events.ReferralTaken: on_taken,
        events.ReferralPutBack: on_put_back,
        ReferralGiven: on_taken,
        ReferralHandedOver: on_taken,
        events.CaseClosed: on_case_closed,
        events.ResponseMissed: on_response_missed,
    },
)


def page(
    connection: Connection,
    state: str | None = OPEN,
    priority: str | None = None,
    cursor: str | None = None,
    limit: int = MOST_ROWS,
    taken_by: str | None = None,
    offered: bool | None = None,
) -> Page:
    """Cases, the most dangerous first, then the oldest; raises InvalidInput for a cursor that is not one of ours.

    With `offered`, only those in which support must be offered, and has been or has not.
    """
    place = [cases.c[name] for name in _PLACE]
    query = select(cases).where(cases.c.state == state if state else cases.c.state.is_not(None))
    if priority:
        query = query.where(cases.c.rank == RANKS[priority])
    if taken_by:
        query = query.where(cases.c.taken_by == taken_by)
    if offered is not None:
        query = query.where(cases.c.support_due_at.is_not(None), cases.c.offered == offered)
    if cursor is not None:
        query = query.where(tuple_(*place) > place_in(cursor, int, str, str))
    rows = list(connection.execute(query.order_by(*place).limit(limit + 1)))
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], cursor_behind(*(last._mapping[name] for name in _PLACE)) if last is not None else None)


def one(connection: Connection, case_reference: str) -> Row[Any] | None:
    """The case with this reference."""
    return connection.execute(select(cases).where(cases.c.case_reference == case_reference)).one_or_none()


def of_referral(connection: Connection, reference: str) -> Row[Any] | None:
    """What stands of the referral with this reference, whether or not it has become a case."""
    return connection.execute(select(cases).where(cases.c.reference == reference)).one_or_none()


def offers_of(connection: Connection, referral_id: str) -> list[Row[Any]]:
    """Every offer of support on a case, in order."""
    wanted = select(offers).where(offers.c.referral_id == referral_id)
    return list(connection.execute(wanted.order_by(offers.c.position)))


def wards(connection: Connection) -> list[str]:
    """Every ward that a referral was in."""
    wanted = select(cases.c.ward).where(cases.c.ward.is_not(None)).distinct()
    return sorted(connection.scalars(wanted))


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(cases).where(cases.c.referral_id == referral_id).values(**values))
