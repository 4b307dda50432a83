"""What is awaited of each referral and by when, and which silences stand: followed from the log, so none is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, insert, select, update

from services.triage.domain import events
from services.triage.domain.desk_events import SilenceAnswered, SilenceNoted
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Fact, Recorded

_metadata = MetaData()

watched = Table(
    "triage_watched",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("known", Text, nullable=False),
    Column("next_due_at", Text),
    Index("triage_watched_due", "next_due_at"),
)

standing = Table(
    "triage_silences",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("since_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("noted_at", Text, nullable=False),
    Index("triage_silences_due", "due_at", "referral_id"),
)


class Watch(Protocol):
    """What the domain makes of facts: what is known of a referral's quiet, as text, and when its next silence begins.

    `begun` gives None for what is not watched.
    """

    def begun(self, fact: events.AssessmentOpened) -> str | None: ...

    def after(self, known: str, fact: Fact, at: datetime) -> str: ...

    def next_due(self, known: str) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Due:
    """A referral of which something is overdue, as far as this view has followed."""

    referral_id: str
    known: str


def view(watch: Watch, moves: Sequence[type[Fact]]) -> View:
    """The view, by rules that say what is awaited; `moves` are the facts that change it."""

    def on_opened(connection: Connection, recorded: Recorded) -> None:
        assert isinstance(recorded.fact, events.AssessmentOpened)
        if (known := watch.begun(recorded.fact)) is not None:
            values = {"referral_id": recorded.fact.referral.referral_id, "known": known}
            connection.execute(insert(watched).values(**values, next_due_at=_due(watch, known)))

    def on_fact(connection: Connection, recorded: Recorded) -> None:
        fact: Any = recorded.fact
        this = watched.c.referral_id == fact.referral_id
        known = connection.execute(select(watched.c.known).where(this)).scalar_one_or_none()
        if known is not None:
            known = watch.after(known, fact, recorded.occurred_at)
            connection.execute(update(watched).where(this).values(known=known, next_due_at=_due(watch, known)))
        _keep_standing(connection, recorded)

    return View(
        "silences",
        8,
        (watched, standing),
        {events.AssessmentOpened: on_opened, **dict.fromkeys(moves, on_fact)},
    )


def overdue(connection: Connection, now: datetime, limit: int = 100) -> list[Due]:
    """Referrals of which something is overdue now, the earliest first."""
    query = select(watched).where(watched.c.next_due_at <= rfc3339(now)).order_by(watched.c.next_due_at).limit(limit)
    return [Due(row.referral_id, row.known) for row in connection.execute(query)]


def standing_now(connection: Connection, limit: int = 200, skip: int = 0) -> Sequence[Row[Any]]:
    """Silences that were noted and not answered, those longest due first, from behind the first `skip`."""
    found = select(standing).order_by(standing.c.due_at, standing.c.referral_id)
    return list(connection.execute(found.offset(skip).limit(limit)))


def of(connection: Connection, referral_id: str) -> Sequence[Row[Any]]:
    """The silences that stand about one referral."""
    query = select(standing).where(standing.c.referral_id == referral_id)
    return list(connection.execute(query.order_by(standing.c.due_at)))


def _keep_standing(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    if isinstance(fact, SilenceNoted):
        connection.execute(
            insert(standing).values(
                referral_id=fact.referral_id,
                rule=fact.rule,
                reference=fact.reference,
                priority=fact.priority,
                since_at=rfc3339(fact.since_at),
                due_at=rfc3339(fact.due_at),
                noted_at=recorded.occurred,
            )
        )
    elif isinstance(fact, SilenceAnswered):
        this = (standing.c.referral_id == fact.referral_id) & (standing.c.rule == fact.rule)
        connection.execute(delete(standing).where(this))
    elif isinstance(fact, events.ReferralSignposted | events.CaseClosed):
        connection.execute(delete(standing).where(standing.c.referral_id == fact.referral_id))


def _due(watch: Watch, known: str) -> str | None:
    moment = watch.next_due(known)
    return None if moment is None else rfc3339(moment)
