"""A meeting of a panel: convened, its agenda ordered and circulated, held with those who came, its actions followed."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import field
from msgspec.structs import replace

from services.panels.domain.commands import (
    CallSittingOn,
    CirculateAgendaOf,
    ConveneMeetingOn,
    MoveAgendaItemWithin,
    RecordAttendanceUnder,
)
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.events import (
    ActionAssigned,
    ActionClosed,
    AgendaCirculated,
    AgendaItemMoved,
    AttendanceRecorded,
    MeetingConvened,
    MeetingMoved,
)
from services.panels.domain.refusals import (
    DayNotWorked,
    ItemNotOnAgenda,
    MeetingNotConvened,
    NowhereToMove,
    SittingNotAhead,
    require,
)
from services.panels.domain.values.agendas import Agenda, Move
from services.panels.domain.values.sittings import Attendee, Sitting, SittingKind
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private


class NoMeeting(State, frozen=True, kw_only=True):
    """Nobody has called it."""


class Given(State, frozen=True, kw_only=True):
    """An action given to an agency, and how it ended, if it has."""

    assigned: ActionAssigned
    closed: ActionClosed | None = None


class Convened(State, frozen=True, kw_only=True):
    """Called. `agenda` is the one circulated last, `agenda_version` its number, 0 before the first."""

    sitting: Sitting
    agenda_version: int = 0
    agenda: Agenda | None = None
    actions: dict[str, Given] = field(default_factory=dict)


class Held(Convened, frozen=True, kw_only=True):
    """It is known who came."""

    attendance: AttendanceRecorded


Meeting = NoMeeting | Convened


def convene_meeting(command: ConveneMeetingOn, meeting: Meeting) -> Sequence[Fact]:
    """Call a regular meeting, or move it where its day has since become a bank holiday. Nothing if it stands so."""
    if not isinstance(meeting, Convened):
        return [_convened(command.sitting, command)]
    given, due = meeting.sitting, command.sitting
    if isinstance(meeting, Held) or given.starts_at == due.starts_at:
        return []
    if due.starts_at > given.starts_at:
        due = replace(
            due,
            deadline=max(given.deadline, due.deadline),
            circulates_on=max(given.circulates_on, due.circulates_on),
        )
    return [MeetingMoved(meeting_id=due.meeting_id, panel=due.panel, sitting=due, before_at=given.starts_at)]


def call_sitting(command: CallSittingOn, meeting: Meeting) -> Sequence[Fact]:
    """Call an extra or emergency sitting. Raises SittingNotAhead, or DayNotWorked for an extra one on a day off."""
    if isinstance(meeting, Convened):
        return []
    if command.sitting.starts_at <= command.at:
        raise SittingNotAhead
    if command.kind == "extra" and not command.worked:
        raise DayNotWorked
    return [_convened(command.sitting, command)]


def move_agenda_item(command: MoveAgendaItemWithin, meeting: Meeting) -> Sequence[Fact]:
    """Move a case past its neighbour; the fact names the neighbour, so that later arrivals do not shift the meaning."""
    sitting = called(meeting).sitting
    require([("reason", command.reason, "Say why, in a sentence.")])
    if command.case_id not in command.order:
        raise ItemNotOnAgenda
    up = command.direction == "up"
    beside = command.order.index(command.case_id) + (-1 if up else 1)
    if not 0 <= beside < len(command.order):
        raise NowhereToMove
    move = Move(case_id=command.case_id, placed="before" if up else "after", neighbour_id=command.order[beside])
    reason = private(command.voice_id, Narrative, command.reason)
    return [AgendaItemMoved(meeting_id=sitting.meeting_id, panel=sitting.panel, move=move, reason=reason)]


def circulate_agenda(command: CirculateAgendaOf, meeting: Meeting) -> Sequence[Fact]:
    """Freeze it as the next version; nothing where the last version says the same."""
    convened = called(meeting)
    if convened.agenda == command.agenda:
        return []
    cases = command.agenda.cases
    return [
        AgendaCirculated(
            meeting_id=convened.sitting.meeting_id,
            panel=convened.sitting.panel,
            sitting=convened.sitting,
            agenda_version=convened.agenda_version + 1,
            agenda=command.agenda,
            referral_ids=tuple(dict.fromkeys(referral_id for item in cases for referral_id in item.referral_ids)),
        )
    ]


def record_attendance(command: RecordAttendanceUnder, meeting: Meeting) -> Sequence[Fact]:
    """Who came, and whether it was enough."""
    sitting = called(meeting).sitting
    if command.definition is None:
        raise MeetingNotConvened
    missing = lacking(command.definition, sitting.kind, command.attendees)
    recorded = AttendanceRecorded(
        meeting_id=sitting.meeting_id,
        panel=sitting.panel,
        attendees=command.attendees,
        apologies=command.apologies,
        quorate=not missing,
        missing=missing,
    )
    return [] if isinstance(meeting, Held) and meeting.attendance == recorded else [recorded]


def lacking(panel: PanelDefinition, kind: SittingKind, attendees: Sequence[Attendee]) -> tuple[str, ...]:
    """What is missing for a quorum: `chair`, `agencies`, and the code of each agency that must be there."""
    taking_part = [attendee for attendee in attendees if attendee.capacity != "observer"]
    present = {attendee.agency for attendee in taking_part} & panel.agency_codes
    chairs = sum(attendee.capacity == "chair" for attendee in taking_part)
    needed = panel.quorum.emergency_agencies if kind == "emergency" else panel.quorum.agencies
    missing = [code for code in panel.quorum.required if code not in present]
    if len(present) < needed:
        missing.insert(0, "agencies")
    if chairs < panel.quorum.chairs:
        missing.insert(0, "chair")
    return tuple(missing)


def called(meeting: Meeting) -> Convened:
    """The meeting, once called. Raises MeetingNotConvened."""
    if not isinstance(meeting, Convened):
        raise MeetingNotConvened
    return meeting


def _convened(sitting: Sitting, command: ConveneMeetingOn | CallSittingOn) -> MeetingConvened:
    return MeetingConvened(
        meeting_id=sitting.meeting_id, panel=sitting.panel, sitting=sitting, definition_on=command.definition_on
    )


def _on_convened(meeting: Meeting, fact: MeetingConvened) -> Meeting:
    return Convened(sitting=fact.sitting)


def _on_moved(meeting: Convened, fact: MeetingMoved) -> Meeting:
    return replace(meeting, sitting=fact.sitting)


def _on_circulated(meeting: Convened, fact: AgendaCirculated) -> Meeting:
    return replace(meeting, agenda=fact.agenda, agenda_version=fact.agenda_version)


def _on_attendance(meeting: Convened, fact: AttendanceRecorded) -> Meeting:
    return Held(
        sitting=meeting.sitting,
        agenda_version=meeting.agenda_version,
        agenda=meeting.agenda,
        actions=meeting.actions,
        attendance=fact,
    )


def _on_assigned(meeting: Convened, fact: ActionAssigned) -> Meeting:
    return replace(meeting, actions=meeting.actions | {fact.action_id: Given(assigned=fact)})


def _on_closed(meeting: Convened, fact: ActionClosed) -> Meeting:
    given = replace(meeting.actions[fact.action_id], closed=fact)
    return replace(meeting, actions=meeting.actions | {fact.action_id: given})


def _on_item_moved(meeting: Convened, fact: AgendaItemMoved) -> Meeting:
    return meeting


_EVOLVE: dict[type[Fact], Callable[[Any, Any], Meeting]] = {
    MeetingConvened: _on_convened,
    MeetingMoved: _on_moved,
    AgendaItemMoved: _on_item_moved,
    AgendaCirculated: _on_circulated,
    AttendanceRecorded: _on_attendance,
    ActionAssigned: _on_assigned,
    ActionClosed: _on_closed,
}


def evolve(meeting: Meeting, fact: Fact) -> Meeting:
    """The meeting after one more fact."""
    return _EVOLVE[type(fact)](meeting, fact)


INITIAL: Meeting = NoMeeting()
DECIDER: Decider[Meeting] = Decider(INITIAL, evolve)
