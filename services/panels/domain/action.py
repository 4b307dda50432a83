"""What agencies undertake at a meeting: owned, dated, and closed as done, not possible, or not undertaken."""

from collections.abc import Sequence

from services.panels.domain.commands import AssignActionTo, CloseAction
from services.panels.domain.events import ActionAssigned, ActionClosed
from services.panels.domain.meeting import Convened, Held, Meeting, called
from services.panels.domain.refusals import ActionAlreadyClosed, ActionNotKnown, ObserverGetsNoActions, require
from services.panels.domain.values.sittings import london_day
from shared.kernel.messages import Fact
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import FieldError, InvalidInput


def assign_action(command: AssignActionTo, meeting: Meeting) -> Sequence[Fact]:
    """Give an agency something to do. Raises InvalidInput without agency, owner, day or text; observers get none."""
    convened = called(meeting)
    if command.action_id in convened.actions:
        return []
    due = command.due
    require(
        [
            ("agency", command.agency, "Name the agency that undertakes it."),
            ("owner", command.owner, "Name who in that agency answers for it."),
            ("due", due, "Give the day by which it is done."),
            ("text", command.text, "Say what is to be done."),
        ]
    )
    if due is None or due < london_day(command.at):
        raise InvalidInput([FieldError("/due", "in_the_past", "Give a day that is still to come.")])
    if command.agency not in command.members or command.agency in _only_observing(convened):
        raise ObserverGetsNoActions
    referral = command.referral
    return [
        ActionAssigned(
            action_id=command.action_id,
            meeting_id=convened.sitting.meeting_id,
            panel=convened.sitting.panel,
            assigned_at=command.at,
            case_id=command.case_id,
            referral_id=referral.referral_id if referral else None,
            reference=referral.reference if referral else None,
            case_reference=(referral.case_reference or referral.reference) if referral else None,
            voice_id=command.voice_id,
            agency=command.agency,
            owner=private(command.voice_id, Identity, command.owner),
            due=due,
            text=private(command.voice_id, Narrative, command.text),
        )
    ]


def close_action(command: CloseAction, meeting: Meeting) -> Sequence[Fact]:
    """End an action. Raises ActionAlreadyClosed where it ended otherwise; nothing where it ended just so."""
    given = called(meeting).actions.get(command.action_id)
    if given is None:
        raise ActionNotKnown
    if given.closed is not None:
        if given.closed.outcome == command.outcome:
            return []
        raise ActionAlreadyClosed
    assigned = given.assigned
    if command.outcome != "done":
        require([("reason", command.reason, "Say why it was not done.")])
    return [
        ActionClosed(
            action_id=assigned.action_id,
            meeting_id=assigned.meeting_id,
            panel=assigned.panel,
            agency=assigned.agency,
            outcome=command.outcome,
            reason=private(assigned.voice_id, Narrative, command.reason) if command.reason.strip() else None,
        )
    ]


def _only_observing(meeting: Convened) -> frozenset[str]:
    """Agencies that came, but only to watch."""
    if not isinstance(meeting, Held):
        return frozenset()
    attendees = meeting.attendance.attendees
    taking_part = {attendee.agency for attendee in attendees if attendee.capacity != "observer"}
    return frozenset(attendee.agency for attendee in attendees) - taking_part
