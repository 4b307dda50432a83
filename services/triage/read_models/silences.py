"""What is awaited of each referral and by when, which silences stand, and safeguarding's clocks: from the log alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, delete, insert, select, update

from services.triage.domain import events
from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
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
    Column("rank", Integer, nullable=False),
    Column("priority", Text, nullable=False),
    Column("since_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("noted_at", Text, nullable=False),
    Index("triage_silences_order", "rank", "due_at", "referral_id", "rule"),
)


# What safeguarding awaits, whether or not its time is up: the queue lists it by risk and clock.
protecting = Table(
    "triage_protecting",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("awaits", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("priority", Text, nullable=False),
    Column("since_at", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Index("triage_protecting_order", "rank", "due_at", "referral_id", "rule"),
)
_RANKS = {"urgent": 0, "high": 1, "standard": 2}


class Awaited(Protocol):
    """One thing that is awaited."""

    @property
    def rule(self) -> Any: ...

    @property
    def since_at(self) -> datetime: ...

    @property
    def due_at(self) -> datetime: ...


class Watch(Protocol):
    """What the domain makes of facts: what is known of a referral's quiet, as text, and when its next silence begins.

    `begun` gives None for what is not watched; `about` a reference and a priority.
    """

    def begun(self, fact: events.AssessmentOpened) -> str | None: ...

    def after(self, known: str, fact: Fact, at: datetime) -> str: ...

    def next_due(self, known: str) -> datetime | None: ...

    def protection(self, known: str) -> Sequence[Awaited]: ...

    def of_protection(self, rule: str) -> bool: ...

    def about(self, known: str) -> tuple[str, str]: ...


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
            connection.execute(insert(watched), {**values, "next_due_at": _due(watch, known)})

    def on_fact(connection: Connection, recorded: Recorded) -> None:
        fact: Any = recorded.fact
        this = watched.c.referral_id == fact.referral_id
        known = connection.execute(select(watched.c.known).where(this)).scalar_one_or_none()
        if known is None:
            _keep_standing(connection, recorded)
            return
        before, known = known, watch.after(known, fact, recorded.occurred_at)
        connection.execute(update(watched).where(this).values(known=known, next_due_at=_due(watch, known)))
        _keep_standing(connection, recorded)
        if (priority := watch.about(known)[1]) != watch.about(before)[1]:
            of_it = standing.c.referral_id == fact.referral_id
            connection.execute(update(standing).where(of_it).values(priority=priority, rank=_RANKS[priority]))
        if isinstance(fact, SilenceNoted) or _protection(watch, before) != _protection(watch, known):
            _keep_protecting(connection, watch, fact.referral_id, known)

    return View(
        "silences",
        10,
        (watched, standing, protecting),
        {events.AssessmentOpened: on_opened, **dict.fromkeys(moves, on_fact)},
    )


def overdue(connection: Connection, now: datetime, limit: int = 100) -> list[Due]:
    """Referrals of which something is overdue now, the earliest first."""
    query = select(watched).where(watched.c.next_due_at <= rfc3339(now)).order_by(watched.c.next_due_at).limit(limit)
    return [Due(row.referral_id, row.known) for row in connection.execute(query)]


def standing_now(connection: Connection, limit: int = 200, skip: int = 0) -> Sequence[Row[Any]]:
    """Silences that were noted and not answered, the most dangerous first, then those longest due, behind `skip`."""
    order = (standing.c.rank, standing.c.due_at, standing.c.referral_id, standing.c.rule)
    return list(connection.execute(select(standing).order_by(*order).offset(skip).limit(limit)))


def of(connection: Connection, referral_id: str) -> Sequence[Row[Any]]:
    """The silences that stand about one referral."""
    query = select(standing).where(standing.c.referral_id == referral_id)
    return list(connection.execute(query.order_by(standing.c.due_at)))


def protecting_now(connection: Connection, limit: int = 200, skip: int = 0) -> Sequence[Row[Any]]:
    """What safeguarding awaits of every open case, the most dangerous first, then by the clock."""
    order = (protecting.c.rank, protecting.c.due_at, protecting.c.referral_id, protecting.c.rule)
    return list(connection.execute(select(protecting).order_by(*order).offset(skip).limit(limit)))


def protecting_of(connection: Connection, referral_ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    """The same of some referrals, by id, the earliest first."""
    found: dict[str, list[Row[Any]]] = {}
    query = select(protecting).where(protecting.c.referral_id.in_(referral_ids))
    for row in connection.execute(query.order_by(protecting.c.due_at, protecting.c.rule)):
        found.setdefault(row.referral_id, []).append(row)
    return found


def _protection(watch: Watch, known: str) -> object:
    """What of it decides whether the clocks are written anew."""
    return watch.about(known), [(each.rule.id, each.since_at) for each in watch.protection(known)]


def _keep_protecting(connection: Connection, watch: Watch, referral_id: str, known: str) -> None:
    """The clocks as they run now. A silence about what is no longer awaited, or was awaited before, stands no more."""
    reference, priority = watch.about(known)
    running = {each.rule.id: each for each in watch.protection(known)}
    connection.execute(delete(protecting).where(protecting.c.referral_id == referral_id))
    for rule, each in running.items():
        told = {"since_at": rfc3339(each.since_at), "due_at": rfc3339(each.due_at)}
        about = {"referral_id": referral_id, "reference": reference, "priority": priority, "rank": _RANKS[priority]}
        connection.execute(insert(protecting).values(**about, **told, rule=rule, awaits=each.rule.awaits))
    for row in connection.execute(select(standing).where(standing.c.referral_id == referral_id)).all():
        now = running.get(row.rule)
        if watch.of_protection(row.rule) and (now is None or rfc3339(now.since_at) != row.since_at):
            this = (standing.c.referral_id == referral_id) & (standing.c.rule == row.rule)
            connection.execute(delete(standing).where(this))


def _keep_standing(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    if isinstance(fact, SilenceNoted):
        this = (standing.c.referral_id == fact.referral_id) & (standing.c.rule == fact.rule)
        connection.execute(delete(standing).where(this))
        connection.execute(
            insert(standing),
            {
                "referral_id": fact.referral_id,
                "rule": fact.rule,
                "reference": fact.reference,
                "priority": fact.priority,
                "rank": _RANKS[fact.priority],
                "since_at": rfc3339(fact.since_at),
                "due_at": rfc3339(fact.due_at),
                "noted_at": recorded.occurred,
            },
        )
    elif isinstance(fact, SilenceAnswered):
        this = (standing.c.referral_id == fact.referral_id) & (standing.c.rule == fact.rule)
        connection.execute(delete(standing).where(this))
    elif isinstance(fact, events.ReferralSignposted | events.CaseClosed):
        connection.execute(delete(standing).where(standing.c.referral_id == fact.referral_id))


def _due(watch: Watch, known: str) -> str | None:
    moment = watch.next_due(known)
    return None if moment is None else rfc3339(moment)
