"""What panels decided about whom, and the yearly figures that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    case,
    delete,
    distinct,
    func,
    insert,
    select,
)

from services.panels.domain.events import CaseDecided
from services.panels.domain.values.sittings import start_of
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Personal

decisions = Table(
    "panel_decisions",
    MetaData(),
    Column("case_id", String, primary_key=True),
    Column("hearing", Integer, primary_key=True),
    Column("meeting_id", String, primary_key=True, index=True),
    Column("panel", String, nullable=False),
    Column("referral_id", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("heard_at", String, nullable=False, index=True),
    Column("decision", String, nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("core_group", Boolean, nullable=False),
    Column("quorate", Boolean, nullable=False),
    Column("text_p", String),
    Column("text_c", Text),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What one meeting decided about one case; `text` is sealed under the key of somebody in it."""

    case_id: str
    hearing: int
    meeting_id: str
    reference: str
    decision: str
    repeat: bool
    core_group: bool
    quorate: bool
    text: Personal[Narrative] | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A panel's hearings in a period: a case heard twice as a standing case counts once, a new hearing counts anew."""

    cases: int
    repeats: int
    meetings: int

    @property
    def repeat_percent(self) -> float | None:
        """Repeats in a hundred cases, to one decimal; None where nothing was heard."""
        return round(100 * self.repeats / self.cases, 1) if self.cases else None

    @property
    def cases_per_meeting(self) -> float | None:
        """To one decimal; None where no meeting heard anything."""
        return round(self.cases / self.meetings, 1) if self.meetings else None


def on_case_decided(connection: Connection, recorded: Recorded) -> None:
    """A decision, or the correction of one."""
    fact = recorded.fact
    assert isinstance(fact, CaseDecided)
    same = (
        (decisions.c.case_id == fact.case_id)
        & (decisions.c.hearing == fact.hearing)
        & (decisions.c.meeting_id == fact.meeting_id)
    )
    connection.execute(delete(decisions).where(same))
    names = ("case_id", "hearing", "meeting_id", "panel", "referral_id", "reference")
    row = {name: getattr(fact, name) for name in (*names, "decision", "repeat", "core_group", "quorate")}
    row |= {"heard_at": rfc3339(fact.heard_at)}
    row |= {"text_p": fact.text.p if fact.text else None, "text_c": fact.text.c if fact.text else None}
    connection.execute(insert(decisions), row)


def of_meeting(connection: Connection, meeting_id: str) -> Sequence[Decision]:
    """Everything a meeting decided, by reference."""
    wanted = select(decisions).where(decisions.c.meeting_id == meeting_id).order_by(decisions.c.reference)
    return [_decision(row) for row in connection.execute(wanted)]


def of_case(connection: Connection, case_id: str) -> Sequence[Decision]:
    """Everything ever decided about a case, the oldest first."""
    wanted = select(decisions).where(decisions.c.case_id == case_id).order_by(decisions.c.heard_at)
    return [_decision(row) for row in connection.execute(wanted)]


def figures(connection: Connection, panel: str, first: date, last: date) -> Figures:
    """A panel's figures for meetings held from the first London day to the last, both included."""
    period = _period(panel, first, last)
    repeat = func.max(case((decisions.c.repeat, 1), else_=0)).label("repeat")
    hearings = select(decisions.c.case_id, decisions.c.hearing, repeat)
    each = hearings.where(period).group_by(decisions.c.case_id, decisions.c.hearing).subquery()
    counted = connection.execute(select(func.count(), func.coalesce(func.sum(each.c.repeat), 0)).select_from(each))
    cases, repeats = counted.one()
    held = select(func.count(distinct(decisions.c.meeting_id))).where(period)
    return Figures(cases, int(repeats), connection.execute(held).scalar_one())


def _period(panel: str, first: date, last: date) -> ColumnElement[bool]:
    after_last = date.fromordinal(last.toordinal() + 1)
    return (
        (decisions.c.panel == panel)
        & (decisions.c.heard_at >= rfc3339(start_of(first)))
        & (decisions.c.heard_at < rfc3339(start_of(after_last)))
    )


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        case_id=row.case_id,
        hearing=row.hearing,
        meeting_id=row.meeting_id,
        reference=row.reference,
        decision=row.decision,
        repeat=row.repeat,
        core_group=row.core_group,
        quorate=row.quorate,
        text=Personal(row.text_p, row.text_c) if row.text_p else None,
    )


VIEW = View("panels_decisions", 2, (decisions,), {CaseDecided: on_case_decided})
