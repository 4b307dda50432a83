"""Every hearing on a case of abuse: what is to come, and how long the first one of each case took."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    Row,
    Table,
    Text,
    exists,
    func,
    insert,
    select,
    update,
)

from services.triage.domain.vawg import events
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

_LONDON = ZoneInfo("Europe/London")
MOST_ROWS = 50

_metadata = MetaData()

hearings = Table(
    "triage_hearings",
    _metadata,
    Column("hearing_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("court", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("hearing_at", Text, nullable=False),
    Column("hearing_on", Text, nullable=False),
    Column("incident_on", Text),
    Column("measures", Text, nullable=False),
    Column("held", Boolean),
    Column("result", Text),
    Index("triage_hearings_to_come", "held", "hearing_at"),
    Index("triage_hearings_of", "referral_id", "hearing_on"),
    Index("triage_hearings_held", "held", "hearing_on"),
)


def on_hearing_listed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.HearingListed)
    connection.execute(
        insert(hearings),
        {
            "hearing_id": fact.hearing_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "court": fact.court,
            "what": fact.what,
            "incident_on": fact.incident_on.isoformat() if fact.incident_on else None,
            "measures": fact.measures,
            **_when(fact),
        },
    )


def on_hearing_moved(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.HearingMoved)
    _change(connection, recorded.fact.hearing_id, **_when(recorded.fact))


def on_hearing_ended(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.HearingEnded)
    _change(connection, fact.hearing_id, held=fact.held, result=fact.result)


VIEW = View(
    "hearings",
    2,
    (hearings,),
    {
        events.HearingListed: on_hearing_listed,
        events.HearingMoved: on_hearing_moved,
        events.HearingEnded: on_hearing_ended,
    },
)


def to_come(connection: Connection) -> list[Row[Any]]:
    """The hearings of which nothing has become yet, the next first; those whose day has passed stand before them."""
    query = select(hearings).where(hearings.c.held.is_(None)).order_by(hearings.c.hearing_at, hearings.c.hearing_id)
    return list(connection.execute(query.limit(MOST_ROWS)))


def first_held(connection: Connection, since: date) -> list[tuple[date, date]]:
    """(what happened, the first day in court) of each case whose first hearing was held since a day."""
    before = hearings.alias()
    earlier = exists().where(
        before.c.referral_id == hearings.c.referral_id,
        before.c.held.is_(True),
        before.c.hearing_on < hearings.c.hearing_on,
    )
    query = (
        select(hearings.c.referral_id, func.min(hearings.c.incident_on).label("incident_on"), hearings.c.hearing_on)
        .where(hearings.c.held.is_(True), hearings.c.hearing_on >= since.isoformat(), ~earlier)
        .where(hearings.c.incident_on.is_not(None))
        .group_by(hearings.c.referral_id, hearings.c.hearing_on)
    )
    rows = connection.execute(query)
    return [(date.fromisoformat(row.incident_on), date.fromisoformat(row.hearing_on)) for row in rows]


def _when(fact: events.HearingListed | events.HearingMoved) -> dict[str, str]:
    day = fact.hearing_at.astimezone(_LONDON).date()
    return {"hearing_at": rfc3339(fact.hearing_at), "hearing_on": day.isoformat()}


def _change(connection: Connection, hearing_id: str, **values: Any) -> None:
    connection.execute(update(hearings).where(hearings.c.hearing_id == hearing_id).values(**values))
