"""What agencies have undertaken: mine, overdue first; and how each agency keeps its word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, String, Table, Text, case, func, insert, select, update

from services.panels.domain.events import ActionAssigned, ActionClosed
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Identity, Narrative, Personal

actions = Table(
    "panel_actions",
    MetaData(),
    Column("action_id", String, primary_key=True),
    Column("meeting_id", String, nullable=False, index=True),
    Column("panel", String, nullable=False),
    Column("case_id", String, index=True),
    Column("case_reference", String),
    Column("agency", String, nullable=False),
    Column("due", String, nullable=False),
    Column("assigned_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("closed_at", String),
    Column("sealed_under", String, nullable=False),
    Column("owner", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text),
    Index("panel_actions_state", "state", "due", "action_id"),
    Index("panel_actions_of_agency", "agency", "state", "due", "action_id"),
    Index("panel_actions_of_panel", "panel", "state", "due", "action_id"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """One action; `state` is open, done, not_possible or not_undertaken. Owner, text and reason are sealed."""

    action_id: str
    meeting_id: str
    panel: str
    case_id: str | None
    case_reference: str | None
    agency: str
    due: date
    state: str
    owner: Personal[Identity]
    text: Personal[Narrative]
    reason: Personal[Narrative] | None

    def overdue(self, today: date) -> bool:
        """Open although its day has passed."""
        return self.state == "open" and self.due < today


@dataclass(frozen=True, slots=True)
class AgencyScore:
    """How an agency's actions ended. Only `not_undertaken` counts against it: what became impossible does not."""

    agency: str
    open: int
    overdue: int
    done: int
    not_possible: int
    not_undertaken: int


def on_assigned(connection: Connection, recorded: Recorded) -> None:
    """An agency undertook something."""
    fact = recorded.fact
    assert isinstance(fact, ActionAssigned)
    names = ("action_id", "meeting_id", "panel", "case_id", "case_reference", "agency")
    row = {name: getattr(fact, name) for name in names}
    row |= {"due": fact.due.isoformat(), "assigned_at": rfc3339(fact.assigned_at), "state": "open"}
    row |= {"sealed_under": fact.owner.p, "owner": fact.owner.c, "text": fact.text.c}
    connection.execute(insert(actions), row)


def on_closed(connection: Connection, recorded: Recorded) -> None:
    """It came to its end."""
    fact = recorded.fact
    assert isinstance(fact, ActionClosed)
    ended = {"state": fact.outcome, "closed_at": rfc3339(recorded.occurred_at)}
    ended |= {"reason": fact.reason.c} if fact.reason else {}
    connection.execute(update(actions).where(actions.c.action_id == fact.action_id).values(ended))


def listed(
    connection: Connection,
    agency: str | None = None,
    panel: str | None = None,
    state: str = "open",
    limit: int = 100,
    offset: int = 0,
    other_than: str | None = None,
    panels: Collection[str] | None = None,
) -> Sequence[Action]:
    """Actions of one state by due day, so that of those open the longest overdue come first; at most 100.

    `other_than` leaves an agency's out, `panels` keeps to these panels.
    """
    wanted = select(actions).where(actions.c.state == state).order_by(actions.c.due, actions.c.action_id)
    for column, value in ((actions.c.agency, agency), (actions.c.panel, panel)):
        if value is not None:
            wanted = wanted.where(column == value)
    if other_than is not None:
        wanted = wanted.where(actions.c.agency != other_than)
    if panels is not None:
        wanted = wanted.where(actions.c.panel.in_(sorted(panels)))
    return [_action(row) for row in connection.execute(wanted.limit(min(limit, 100)).offset(offset))]


def of_case(connection: Connection, case_id: str) -> Sequence[Action]:
    """A case's actions by due day, open or not."""
    wanted = select(actions).where(actions.c.case_id == case_id).order_by(actions.c.due, actions.c.action_id)
    return [_action(row) for row in connection.execute(wanted)]


def of_meeting(connection: Connection, meeting_id: str) -> Sequence[Action]:
    """What was undertaken at a meeting, by due day, open or not."""
    wanted = select(actions).where(actions.c.meeting_id == meeting_id).order_by(actions.c.due, actions.c.action_id)
    return [_action(row) for row in connection.execute(wanted)]


def due_days(connection: Connection, action_ids: Collection[str]) -> dict[str, date]:
    """When each of these actions is due."""
    wanted = select(actions.c.action_id, actions.c.due).where(actions.c.action_id.in_(sorted(action_ids)))
    return {action_id: date.fromisoformat(due) for action_id, due in connection.execute(wanted)}


def find(connection: Connection, action_id: str) -> Action | None:
    """One action; its meeting is where the command to close it goes."""
    row = connection.execute(select(actions).where(actions.c.action_id == action_id)).one_or_none()
    return _action(row) if row else None


def scores(connection: Connection, panel: str, today: date) -> Sequence[AgencyScore]:
    """For each agency with actions from a panel, how they ended."""

    def count(state: str) -> Any:
        return func.count(case((actions.c.state == state, 1)))

    overdue = func.count(case(((actions.c.state == "open") & (actions.c.due < today.isoformat()), 1)))
    wanted = (
        select(actions.c.agency, count("open"), overdue, count("done"), count("not_possible"), count("not_undertaken"))
        .where(actions.c.panel == panel)
        .group_by(actions.c.agency)
        .order_by(actions.c.agency)
    )
    return [AgencyScore(*row) for row in connection.execute(wanted)]


def _action(row: Row[Any]) -> Action:
    return Action(
        action_id=row.action_id,
        meeting_id=row.meeting_id,
        panel=row.panel,
        case_id=row.case_id,
        case_reference=row.case_reference,
        agency=row.agency,
        due=date.fromisoformat(row.due),
        state=row.state,
        owner=Personal(row.sealed_under, row.owner),
        text=Personal(row.sealed_under, row.text),
        reason=Personal(row.sealed_under, row.reason) if row.reason else None,
    )


VIEW = View("panels_actions", 2, (actions,), {ActionAssigned: on_assigned, ActionClosed: on_closed})
