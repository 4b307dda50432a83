"""What can be asked of panels. A command ending in a preposition is the same one with what its decision needs."""

from datetime import date, datetime
from typing import Literal

from services.panels.domain.definition import PanelDefinition
from services.panels.domain.schedule import case_id, meeting_id
from services.panels.domain.values.agendas import ActionOutcome, Agenda
from services.panels.domain.values.referrals import Referral
from services.panels.domain.values.sittings import Attendee, Sitting
from shared.kernel.handling import Command


class ListCase(Command):
    """Put a referral that triage marked on the panel's next agenda, or before the coordinator if it is late."""

    panel: str
    subject_id: str | None
    referral: Referral

    @property
    def case_id(self) -> str:
        """The one case this person has before this panel."""
        return case_id(self.panel, self.subject_id, self.referral.referral_id)


class ListCaseOn(ListCase):
    """... on the next sitting; `voice_id` is the person under whose key words about the case will be sealed."""

    next_sitting: Sitting
    late: bool
    voice_id: str


class AcceptLateReferral(Command):
    """Take a late referral onto the meeting it came too late for."""

    case_id: str
    meeting_id: str
    reason: str = ""


class MoveCaseToSitting(Command):
    """Hear a case at an extra or emergency sitting; `meeting_id` is where it stands now."""

    case_id: str
    meeting_id: str
    sitting_id: str
    reason: str = ""


class MoveCaseToSittingBefore(MoveCaseToSitting):
    """... with that sitting and the next regular one, which it must come before."""

    sitting: Sitting | None
    next_regular: Sitting


class DeferCase(Command):
    """Put a case off to the next regular meeting. `signed_off_by` is the chair's account, where she agreed."""

    case_id: str
    meeting_id: str
    reason: str = ""
    interim_note: str = ""
    signed_off_by: str | None = None


class DeferCaseTo(DeferCase):
    """... which is this one."""

    next_sitting: Sitting


class CarryOverUnheardCase(Command):
    """Some days after a meeting: if the case was not decided there, put it on the next agenda."""

    case_id: str
    meeting_id: str


class CarryOverUnheardCaseTo(CarryOverUnheardCase):
    """... which is this one; the same meeting's, where that was moved to a later time."""

    next_sitting: Sitting


class DecideCase(Command):
    """Record what the panel decided about a case. `inquorate_reason` says why, if it decided without a quorum."""

    case_id: str
    meeting_id: str
    decision: str = ""
    text: str = ""
    core_group: bool = False
    inquorate_reason: str = ""


class DecideCaseAt(DecideCase):
    """... at this sitting, with what the panel may decide and whether it had a quorum."""

    sitting: Sitting | None
    quorate: bool
    decisions: frozenset[str]
    has_core_group: bool
    gives_bands: bool = False


class CloseStandingCase(Command):
    """Take a case out of the core group."""

    case_id: str
    reason: str = ""


class TakeFlagsOff(Command):
    """Twelve months after the last hearing, let the agencies take their flags off."""

    case_id: str
    meeting_id: str


class ConveneMeeting(Command):
    """Call the regular meeting that the cadence puts on a day."""

    panel: str
    scheduled_on: date

    @property
    def meeting_id(self) -> str:
        """Known before it is convened, so that two processes convene the same one."""
        return meeting_id(self.panel, "regular", self.scheduled_on.isoformat())


class ConveneMeetingOn(ConveneMeeting):
    """... with its dates."""

    sitting: Sitting
    definition_on: date


class CallSitting(Command):
    """Call a sitting outside the cadence: extra on a working day, an emergency at any time."""

    panel: str
    kind: Literal["extra", "emergency"]
    starts_at: datetime


class CallSittingOn(CallSitting):
    """... with its dates, and whether its day is a working day."""

    sitting: Sitting
    definition_on: date
    worked: bool


class MoveAgendaItem(Command):
    """Move a case one place up or down within its section."""

    meeting_id: str
    case_id: str
    direction: Literal["up", "down"]
    reason: str = ""


class MoveAgendaItemWithin(MoveAgendaItem):
    """... the cases of its section in their order; none if it does not stand on the agenda."""

    order: tuple[str, ...]
    voice_id: str


class CirculateAgenda(Command):
    """Freeze the agenda as it stands and make it known."""

    meeting_id: str


class CirculateAgendaOf(CirculateAgenda):
    """... which stands like this."""

    agenda: Agenda


class RecordAttendance(Command):
    """Say who came and who sent apologies; a later record replaces the earlier."""

    meeting_id: str
    attendees: tuple[Attendee, ...] = ()
    apologies: tuple[str, ...] = ()


class RecordAttendanceUnder(RecordAttendance):
    """... under the panel's terms of reference."""

    definition: PanelDefinition | None


class AssignAction(Command):
    """Give an agency something to do by a day; `case_id` where it is for a case."""

    meeting_id: str
    action_id: str
    case_id: str | None = None
    agency: str = ""
    owner: str = ""
    due: date | None = None
    text: str = ""


class AssignActionTo(AssignAction):
    """... a member of the panel; `referral` is the case's, `voice_id` whose key seals the words."""

    members: frozenset[str]
    voice_id: str
    referral: Referral | None


class CloseAction(Command):
    """End an action. Whatever was not done needs a reason."""

    meeting_id: str
    action_id: str
    outcome: ActionOutcome
    reason: str = ""
