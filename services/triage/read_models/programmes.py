"""The programme's side of the wall: who is in which programme and how it goes. Nothing of a victim stands here."""

from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain.events import as_text
from services.triage.domain.programme import events
from shared.event_store.views import View
from shared.kernel.messages import Recorded

MOST_ROWS = 100

_metadata = MetaData()

# The referral stands here for the walls of insiders alone; it is on no page.
enrolments = Table(
    "triage_enrolments",
    _metadata,
    Column("enrolment_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("called", Text, nullable=False),
    Column("age", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("result", Text),
    Column("referred_at", Text, nullable=False),
    Column("last_session", Text),
    Column("missed", Integer, nullable=False),
    Index("triage_enrolments_order", "state", "referred_at", "enrolment_id"),
)


def on_programme_referred(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ProgrammeReferred)
    connection.execute(
        insert(enrolments),
        {
            "enrolment_id": fact.enrolment_id,
            "referral_id": fact.referral_id,
            "stream": recorded.stream,
            "programme": fact.programme,
            "called": as_text(fact.called),
            "age": fact.age,
            "state": "referred",
            "referred_at": recorded.occurred,
            "missed": 0,
        },
    )


def on_programme_decided(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, events.ProgrammeDecided)
    _change(connection, recorded.fact.enrolment_id, state="taken" if recorded.fact.taken else "refused")


def on_session_recorded(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.SessionRecorded)
    missed = {"missed": enrolments.c.missed + 1, "excused": enrolments.c.missed}.get(fact.attendance, 0)
    _change(connection, fact.enrolment_id, last_session=fact.session_on.isoformat(), missed=missed)


def on_programme_ended(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ProgrammeEnded)
    _change(connection, fact.enrolment_id, state="ended", result=fact.result)


VIEW = View(
    "programmes",
    1,
    (enrolments,),
    {
        events.ProgrammeReferred: on_programme_referred,
        events.ProgrammeDecided: on_programme_decided,
        events.SessionRecorded: on_session_recorded,
        events.ProgrammeEnded: on_programme_ended,
    },
)


def in_state(connection: Connection, states: tuple[str, ...]) -> list[Row[Any]]:
    """Whoever stands so, the longest first."""
    query = select(enrolments).where(enrolments.c.state.in_(states))
    ordered = query.order_by(enrolments.c.referred_at, enrolments.c.enrolment_id)
    return list(connection.execute(ordered.limit(MOST_ROWS)))


def one(connection: Connection, enrolment_id: str) -> Row[Any] | None:
    """The record of one person in one programme."""
    return connection.execute(select(enrolments).where(enrolments.c.enrolment_id == enrolment_id)).one_or_none()


def _change(connection: Connection, enrolment_id: str, **values: Any) -> None:
    connection.execute(update(enrolments).where(enrolments.c.enrolment_id == enrolment_id).values(**values))
