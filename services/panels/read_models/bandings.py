"""What panels said about bands of the housing register: by case and by meeting, the last word of each meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
)

from services.panels.domain.events import CaseBanded
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Personal

bandings = Table(
    "panel_bandings",
    MetaData(),
    Column("case_id", String, primary_key=True),
    Column("hearing", Integer, primary_key=True),
    Column("meeting_id", String, primary_key=True, index=True),
    Column("decided_on", String, nullable=False),
    Column("result", String, nullable=False),
    Column("band", String),
    Column("reason", String),
    Column("effective_on", String),
    Column("review_on", String),
    Column("words_p", String, nullable=False),
    Column("words_c", Text, nullable=False),
    Index("panel_bandings_of_case", "case_id", "decided_on"),
)


@dataclass(frozen=True, slots=True)
class Banding:
    """What one meeting said about one band; `words` are sealed under the key of somebody in the case."""

    case_id: str
    meeting_id: str
    decided_on: date
    result: str
    band: str | None
    reason: str | None
    effective_on: date | None
    review_on: date | None
    words: Personal[Narrative]


def on_case_banded(connection: Connection, recorded: Recorded) -> None:
    """A band was given, put off or not given; the last word of a meeting counts."""
    fact = recorded.fact
    assert isinstance(fact, CaseBanded)
    named = {name: getattr(fact, name) for name in ("case_id", "hearing", "meeting_id")}
    connection.execute(delete(bandings).filter_by(**named))
    row = named | {name: getattr(fact, name) for name in ("result", "band", "reason")}
    row |= {name: _day(getattr(fact, name)) for name in ("decided_on", "effective_on", "review_on")}
    connection.execute(insert(bandings).values(row | {"words_p": fact.words.p, "words_c": fact.words.c}))


def of_case(connection: Connection, case_id: str) -> Sequence[Banding]:
    """Everything ever said about somebody's band, the oldest first."""
    return _found(connection, select(bandings).where(bandings.c.case_id == case_id))


def of_meeting(connection: Connection, meeting_id: str) -> Sequence[Banding]:
    """Everything a meeting said about bands."""
    return _found(connection, select(bandings).where(bandings.c.meeting_id == meeting_id))


def _found(connection: Connection, wanted: Select[Any]) -> Sequence[Banding]:
    ordered = wanted.order_by(bandings.c.decided_on, bandings.c.hearing, bandings.c.case_id)
    return [_banding(row) for row in connection.execute(ordered)]


def _banding(row: Row[Any]) -> Banding:
    return Banding(
        case_id=row.case_id,
        meeting_id=row.meeting_id,
        decided_on=date.fromisoformat(row.decided_on),
        result=row.result,
        band=row.band,
        reason=row.reason,
        effective_on=_from(row.effective_on),
        review_on=_from(row.review_on),
        words=Personal(row.words_p, row.words_c),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


VIEW = View("panels_bandings", 1, (bandings,), {CaseBanded: on_case_banded})
