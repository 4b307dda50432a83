"""Which officer is away when, and who covers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, insert, select, update

from services.triage.domain.desk.events import AbsenceEnded, AbsenceRecorded
from shared.event_store.views import View
from shared.kernel.messages import Recorded

absences = Table(
    "triage_absences",
    MetaData(),
    Column("absence_id", Text, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("first_day", Text, nullable=False),
    Column("back_on", Text, nullable=False, index=True),
    Column("cover_id", Text),
    Column("recorded_by", Text, nullable=False),
)


def on_recorded(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AbsenceRecorded)
    connection.execute(
        insert(absences),
        {
            "absence_id": fact.absence_id,
            "account_id": fact.account_id,
            "first_day": fact.first_day.isoformat(),
            "back_on": date.fromordinal(fact.last_day.toordinal() + 1).isoformat(),
            "cover_id": fact.cover_id,
            "recorded_by": recorded.context.actor,
        },
    )


def on_ended(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AbsenceEnded)
    this = absences.c.absence_id == fact.absence_id
    connection.execute(update(absences).where(this).values(back_on=fact.back_on.isoformat()))


VIEW = View("absences", 1, (absences,), {AbsenceRecorded: on_recorded, AbsenceEnded: on_ended})


def still_to_end(connection: Connection, day: date) -> Sequence[Row[Any]]:
    """Absences of today and later, the earliest first."""
    wanted = select(absences).where(absences.c.back_on > day.isoformat(), absences.c.back_on > absences.c.first_day)
    return list(connection.execute(wanted.order_by(absences.c.first_day, absences.c.absence_id)))


def on_day(connection: Connection, day: date) -> Sequence[Row[Any]]:
    """Who is away on a day."""
    return [row for row in still_to_end(connection, day) if row.first_day <= day.isoformat()]
