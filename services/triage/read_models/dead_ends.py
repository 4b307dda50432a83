"""Dead ends by entry, and who agreed to be asked whether a door opened."""

from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, Text, delete, func, insert, select, update

from services.triage.domain.directory import dead_end_events as events
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

AGREED, DUE, DONE = "agreed", "due", "done"
_MOST = 100

_metadata = MetaData()

dead_ends = Table(
    "triage_dead_ends",
    _metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("entry_id", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("told_by", Text, nullable=False),
    Column("reported_at", Text, nullable=False),
)

checks = Table(
    "triage_door_checks",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("ask_at", Text, nullable=False),
    Column("stands", Text, nullable=False),
    Column("outcome", Text),
)


def on_reported(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.DeadEndReported)
    connection.execute(
        insert(dead_ends),
        {
            "position": recorded.position,
            "entry_id": fact.entry_id,
            "what": fact.what,
            "told_by": fact.told_by,
            "reported_at": recorded.occurred,
        },
    )


def on_agreed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.DoorCheckAgreed)
    connection.execute(delete(checks).where(checks.c.referral_id == fact.referral_id))
    connection.execute(
        insert(checks),
        {
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "entries": " ".join(fact.entries),
            "ask_at": rfc3339(fact.ask_at),
            "stands": AGREED,
        },
    )


def on_fallen(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.DoorCheckFallen)
    _change(connection, recorded.fact.referral_id, stands=DUE)


def on_done(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.DoorCheckDone)
    _change(connection, recorded.fact.referral_id, stands=DONE, outcome=recorded.fact.outcome)


VIEW = View(
    "dead_ends",
    1,
    (dead_ends, checks),
    {
        events.DeadEndReported: on_reported,
        events.DoorCheckAgreed: on_agreed,
        events.DoorCheckFallen: on_fallen,
        events.DoorCheckDone: on_done,
    },
)


def counted(connection: Connection, since: str) -> list[Row[Any]]:
    """How many of each entry since a moment, the most first: entry_id and reports."""
    reports = func.count().label("reports")
    wanted = select(dead_ends.c.entry_id, reports).where(dead_ends.c.reported_at >= since)
    return list(
        connection.execute(wanted.group_by(dead_ends.c.entry_id).order_by(reports.desc(), dead_ends.c.entry_id))
    )


def of(connection: Connection, entry_id: str, since: str) -> list[Row[Any]]:
    """The dead ends of one entry by what was found and who told: what, told_by and reports."""
    reports = func.count().label("reports")
    wanted = select(dead_ends.c.what, dead_ends.c.told_by, reports)
    wanted = wanted.where(dead_ends.c.entry_id == entry_id, dead_ends.c.reported_at >= since)
    return list(connection.execute(wanted.group_by(dead_ends.c.what, dead_ends.c.told_by).order_by(reports.desc())))


def due(connection: Connection) -> list[Row[Any]]:
    """Who is to be asked, the longest due first."""
    wanted = select(checks).where(checks.c.stands == DUE).order_by(checks.c.ask_at, checks.c.referral_id)
    return list(connection.execute(wanted.limit(_MOST)))


def check_of(connection: Connection, referral_id: str) -> Row[Any] | None:
    """Whether somebody agreed to be asked, and what came of it."""
    return connection.execute(select(checks).where(checks.c.referral_id == referral_id)).one_or_none()


def _change(connection: Connection, referral_id: str, **values: object) -> None:
    connection.execute(update(checks).where(checks.c.referral_id == referral_id).values(**values))
