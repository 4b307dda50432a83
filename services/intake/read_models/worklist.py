"""What came in, by clock: one row for each referral, with what triage made of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    insert,
    select,
    tuple_,
    update,
)

from services.intake.domain.events import AnswersGiven, OutcomeNoted, ReferralSubmitted, ward_of
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

MOST_ROWS = 100

_metadata = MetaData()

worklist = Table(
    "worklist",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("position", Integer, nullable=False, unique=True),
    Column("received_at", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("category", Text),
    Column("strands", Text, nullable=False),
    Column("ward", Text),
    Column("agency", Text),
    Column("made_by", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("route", Text),
    Column("priority", Text),
    Column("case_reference", Text),
    Index("worklist_clock", "received_at", "position"),
    # One for each filter: what few referrals bear would else be looked for among all there ever were.
    *(
        Index(f"worklist_{name}", name, "received_at", "position")
        for name in ("status", "kind", "channel", "category", "agency", "made_by", "origin")
    ),
)

RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which referrals to list; None means any."""

    kind: str | None = None
    channel: str | None = None
    category: str | None = None
    status: str | None = None
    agency: str | None = None
    made_by: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the next page; None at the end."""

    rows: list[Row[Any]]
    cursor: str | None


def on_referral_submitted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ReferralSubmitted)
    connection.execute(
        insert(worklist),
        {
            "reference": fact.reference,
            "referral_id": fact.referral_id,
            "position": recorded.position,
            "received_at": rfc3339(fact.received_at),
            "recorded_at": recorded.recorded,
            "kind": fact.kind,
            "channel": fact.channel,
            "category": fact.category,
            "strands": " ".join(fact.strands),
            "ward": ward_of(fact),
            "agency": fact.agency,
            "made_by": recorded.context.actor,
            "origin": recorded.context.origin,
            "status": RECEIVED,
        },
    )


def on_outcome_noted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, OutcomeNoted)
    connection.execute(
        update(worklist)
        .where(worklist.c.reference == fact.reference)
        .values(
            status=fact.status,
            outcome=fact.outcome,
            route=fact.route,
            priority=fact.priority,
            case_reference=fact.case_reference,
        )
    )


def on_answers_given(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AnswersGiven)
    given = {"kind": fact.kind, "category": fact.category, "strands": fact.strands and " ".join(fact.strands)}
    given["ward"] = ward_of(fact)
    if changed := {name: value for name, value in given.items() if value is not None}:
        connection.execute(update(worklist).where(worklist.c.reference == fact.reference).values(**changed))


VIEW = View(
    "worklist",
    3,
    (worklist,),
    {
        ReferralSubmitted: on_referral_submitted,
        AnswersGiven: on_answers_given,
        OutcomeNoted: on_outcome_noted,
    },
)


def page(
    connection: Connection, wanted: Wanted, cursor: str | None = None, newest_first: bool = True, limit: int = MOST_ROWS
) -> Page:
    """One page by the time of receipt; raises InvalidInput for a cursor that is not one of ours."""
    limit = max(1, min(limit, MOST_ROWS))
    place = tuple_(worklist.c.received_at, worklist.c.position)
    query = _filtered(wanted)
    if cursor is not None:
        after = place_in(cursor, str, int)
        query = query.where(place < after if newest_first else place > after)
    columns = (worklist.c.received_at, worklist.c.position)
    query = query.order_by(*(column.desc() if newest_first else column for column in columns))
    rows = list(connection.execute(query.limit(limit + 1)))
    more = len(rows) > limit
    return Page(rows[:limit], _cursor(rows[limit - 1]) if more else None)


def one(connection: Connection, reference: str) -> Row[Any] | None:
    """The row of one referral."""
    return connection.execute(select(worklist).where(worklist.c.reference == reference)).one_or_none()


def _filtered(wanted: Wanted) -> Select[Any]:
    query = select(worklist)
    for name in ("kind", "channel", "category", "status", "agency", "made_by", "origin"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(worklist.c[name] == value)
    return query


def _cursor(row: Row[Any]) -> str:
    return cursor_behind(row.received_at, row.position)
