"""The victim's side of the wall: that a programme was asked for, and what safety must know of it. Nothing else."""

from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain.programme import events
from services.triage.domain.vawg.events import SafetySignalAnswered
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded

REFERRED, NOT_REACHED = "referred", "not_reached"
MOST_ROWS = 100

_metadata = MetaData()

signals = Table(
    "triage_programme_signals",
    _metadata,
    Column("signal_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("answered", Text),
    Index("triage_programme_signals_of", "referral_id", "at"),
    Index("triage_programme_signals_open", "answered", "at"),
)


def on_programme_referred(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.ProgrammeReferred)
    _keep(connection, fact.enrolment_id, fact, REFERRED, recorded.occurred)


def on_safety_signalled(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, events.SafetySignalled)
    _keep(connection, fact.signal_id, fact, fact.because, rfc3339(fact.signalled_at))


def on_signal_answered(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, SafetySignalAnswered)
    answered = update(signals).where(signals.c.signal_id == fact.signal_id).values(answered=fact.came_of)
    connection.execute(answered)


VIEW = View(
    "programme_signals",
    2,
    (signals,),
    {
        events.ProgrammeReferred: on_programme_referred,
        events.SafetySignalled: on_safety_signalled,
        SafetySignalAnswered: on_signal_answered,
    },
)


def of(connection: Connection, referral_id: str) -> list[Row[Any]]:
    """What stands of one case, the oldest first."""
    query = select(signals).where(signals.c.referral_id == referral_id)
    return list(connection.execute(query.order_by(signals.c.at, signals.c.signal_id)))


def waiting(connection: Connection) -> list[Row[Any]]:
    """Every signal on which nobody has acted yet, the oldest first."""
    nobody = signals.c.answered.is_(None) | (signals.c.answered == NOT_REACHED)
    query = select(signals).where(nobody)
    return list(connection.execute(query.order_by(signals.c.at, signals.c.signal_id).limit(MOST_ROWS)))


def open_of(rows: list[Row[Any]]) -> list[Row[Any]]:
    """Those of a case on which nobody has acted yet."""
    return [row for row in rows if row.answered in (None, NOT_REACHED)]


def _keep(connection: Connection, signal_id: str, fact: events.ProgrammeWorked, because: str, at: str) -> None:
    named = {"signal_id": signal_id, "referral_id": fact.referral_id, "reference": fact.reference}
    # That a programme was asked for waits for no answer, and is never among those that do.
    answered = REFERRED if because == REFERRED else None
    connection.execute(insert(signals), {**named, "because": because, "at": at, "answered": answered})
