"""The meetings of all panels with their deadlines, how far each has come, and who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    case,
    delete,
    distinct,
    func,
    insert,
    select,
    update,
)

from services.panels.domain.events import (
    AgendaCirculated,
    AttendanceRecorded,
    CaseCarriedOver,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    LateReferralRaised,
    MeetingConvened,
    MeetingMoved,
)
from services.panels.domain.values.sittings import Sitting, london_text, start_of
from shared.event_store.views import View
from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.kernel.messages import Recorded

_metadata = MetaData()

meetings = Table(
    "calendar_meetings",
    _metadata,
    Column("meeting_id", String, primary_key=True),
    Column("panel", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("starts_at", String, nullable=False, index=True),
    Column("referral_deadline", String, nullable=False),
    Column("circulates_on", String, nullable=False),
    Column("capacity_minutes", Integer, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("agenda_version", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("quorate", Boolean),
    Index("calendar_meetings_of_panel", "panel", "starts_at"),
)

attendance = Table(
    "calendar_attendance",
    _metadata,
    Column("meeting_id", String, primary_key=True),
    Column("agency", String, primary_key=True),
    Column("capacity", String, primary_key=True),
)


@dataclass(frozen=True, slots=True)
class AgencyAttendance:
    """How many of the meetings held an agency took part in, observers apart."""

    agency: str
    came: int
    held: int


def on_convened(connection: Connection, recorded: Recorded) -> None:
    """A meeting was called."""
    fact = recorded.fact
    assert isinstance(fact, MeetingConvened)
    _ensure(connection, fact.sitting)
    changes = _dates(fact.sitting) | {
        "state": case((meetings.c.state == "planned", "convened"), else_=meetings.c.state)
    }
    connection.execute(update(meetings).where(meetings.c.meeting_id == fact.meeting_id).values(changes))


def on_moved(connection: Connection, recorded: Recorded) -> None:
    """A meeting has another time; `sequence` tells calendars that this invitation replaces the last."""
    fact = recorded.fact
    assert isinstance(fact, MeetingMoved)
    changes = _dates(fact.sitting) | {"sequence": meetings.c.sequence + 1}
    connection.execute(update(meetings).where(meetings.c.meeting_id == fact.meeting_id).values(changes))


def on_case_put_on(connection: Connection, recorded: Recorded) -> None:
    """A case can be put on a meeting before anybody convened it; it is shown all the same."""
    fact = recorded.fact
    assert isinstance(fact, _PUT_ON)
    _ensure(connection, fact.sitting)


def on_circulated(connection: Connection, recorded: Recorded) -> None:
    """A version of the agenda was frozen."""
    fact = recorded.fact
    assert isinstance(fact, AgendaCirculated)
    state = case((meetings.c.state == "held", "held"), else_="circulated")
    changes = {"agenda_version": fact.agenda_version, "state": state}
    connection.execute(update(meetings).where(meetings.c.meeting_id == fact.meeting_id).values(changes))


def on_attendance(connection: Connection, recorded: Recorded) -> None:
    """Who came; a later record replaces the earlier."""
    fact = recorded.fact
    assert isinstance(fact, AttendanceRecorded)
    held = {"state": "held", "quorate": fact.quorate}
    connection.execute(update(meetings).where(meetings.c.meeting_id == fact.meeting_id).values(held))
    connection.execute(delete(attendance).where(attendance.c.meeting_id == fact.meeting_id))
    came = {(attendee.agency, attendee.capacity) for attendee in fact.attendees}
    for agency, capacity in sorted(came):
        row = {"meeting_id": fact.meeting_id, "agency": agency, "capacity": capacity}
        connection.execute(insert(attendance), row)


def between(
    connection: Connection, panel: str | None = None, first: date | None = None, last: date | None = None
) -> list[dict[str, Any]]:
    """Meetings held from the first London day to the last, both included, in order, as the API gives them."""
    wanted = select(meetings).order_by(meetings.c.starts_at, meetings.c.meeting_id)
    if panel is not None:
        wanted = wanted.where(meetings.c.panel == panel)
    if first is not None:
        wanted = wanted.where(meetings.c.starts_at >= rfc3339(start_of(first)))
    if last is not None:
        wanted = wanted.where(meetings.c.starts_at < rfc3339(start_of(date.fromordinal(last.toordinal() + 1))))
    return [_document(row) for row in connection.execute(wanted)]


def meeting(connection: Connection, meeting_id: str) -> dict[str, Any] | None:
    """One meeting, as in `between`; None where there is no such."""
    row = connection.execute(select(meetings).where(meetings.c.meeting_id == meeting_id)).one_or_none()
    return _document(row) if row else None


def agency_attendance(connection: Connection, panel: str, first: date, last: date) -> Sequence[AgencyAttendance]:
    """For each agency that ever came in a period: at how many of the meetings held it took part."""
    period = (
        (meetings.c.panel == panel)
        & (meetings.c.state == "held")
        & (meetings.c.starts_at >= rfc3339(start_of(first)))
        & (meetings.c.starts_at < rfc3339(start_of(date.fromordinal(last.toordinal() + 1))))
    )
    held = connection.execute(select(func.count()).select_from(meetings).where(period)).scalar_one()
    came = (
        select(attendance.c.agency, func.count(distinct(attendance.c.meeting_id)))
        .join(meetings, meetings.c.meeting_id == attendance.c.meeting_id)
        .where(period, attendance.c.capacity != "observer")
        .group_by(attendance.c.agency)
        .order_by(attendance.c.agency)
    )
    return [AgencyAttendance(agency, count, held) for agency, count in connection.execute(came)]


def _ensure(connection: Connection, sitting: Sitting) -> None:
    known = select(meetings.c.meeting_id).where(meetings.c.meeting_id == sitting.meeting_id)
    if connection.execute(known).first() is None:
        row: dict[str, Any] = {"meeting_id": sitting.meeting_id, "panel": sitting.panel, "kind": sitting.kind}
        row |= {"state": "planned", "agenda_version": 0, "sequence": 0}
        connection.execute(insert(meetings), row | _dates(sitting))


def _dates(sitting: Sitting) -> dict[str, Any]:
    return {
        "starts_at": rfc3339(sitting.starts_at),
        "referral_deadline": sitting.deadline.isoformat(),
        "circulates_on": sitting.circulates_on.isoformat(),
        "capacity_minutes": sitting.capacity_minutes,
        "provisional": sitting.provisional,
    }


def _document(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.meeting_id,
        "panel": row.panel,
        "kind": row.kind,
        "starts_at": london_text(parse_rfc3339(row.starts_at)),
        "referral_deadline": row.referral_deadline,
        "circulates_on": row.circulates_on,
        "state": row.state,
        "capacity_minutes": row.capacity_minutes,
        "agenda_version": row.agenda_version,
        "provisional": row.provisional,
        "quorate": row.quorate,
        "sequence": row.sequence,
    }


_PUT_ON = CaseListed | LateReferralRaised | CaseMovedToSitting | CaseDeferred | CaseCarriedOver

VIEW = View(
    "panels_calendar",
    2,
    (meetings, attendance),
    {
        MeetingConvened: on_convened,
        MeetingMoved: on_moved,
        CaseListed: on_case_put_on,
        LateReferralRaised: on_case_put_on,
        CaseMovedToSitting: on_case_put_on,
        CaseDeferred: on_case_put_on,
        CaseCarriedOver: on_case_put_on,
        AgendaCirculated: on_circulated,
        AttendanceRecorded: on_attendance,
    },
)
