"""The facts of panels, and the sentences that tell them."""

from datetime import date, datetime

from services.panels.domain.banding_events import BANDING_FACTS
from services.panels.domain.banding_events import CaseBanded as CaseBanded
from services.panels.domain.cohort_events import COHORT_FACTS
from services.panels.domain.cohort_events import CohortNoted as CohortNoted
from services.panels.domain.cohort_events import Sheet as Sheet
from services.panels.domain.concerned import CaseConcerned
from services.panels.domain.people_events import PEOPLE_FACTS
from services.panels.domain.people_events import PeopleJoined as PeopleJoined
from services.panels.domain.people_events import PeopleParted as PeopleParted
from services.panels.domain.people_events import PersonToldApart as PersonToldApart
from services.panels.domain.values.agendas import ActionOutcome, Agenda, Move
from services.panels.domain.values.referrals import Referral
from services.panels.domain.values.sittings import Attendee, Sitting
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal


class CaseReferred(Fact, frozen=True, kw_only=True):
    """Somebody has been referred to a panel; opens a hearing. `hearing` counts them for this person from 1.

    `repeat` is what triage found, or what the panel's own record of her last referral says. `voice_id` is the person
    under whose key words about the case are sealed.
    """

    case_id: str
    panel: str
    hearing: int
    reference: str
    subject_id: str | None
    voice_id: str
    repeat: bool
    referral: Referral


class ReferralAdded(Fact, frozen=True, kw_only=True):
    """Another referral of the same person joined the hearing under way: no second item on any agenda."""

    case_id: str
    panel: str
    hearing: int
    reference: str
    sitting: Sitting
    late: bool
    referral: Referral


class ReferralReassessed(Fact, frozen=True, kw_only=True):
    """Triage told more of a referral of this hearing: more answers, or the lawful basis of telling it."""

    case_id: str
    panel: str
    hearing: int
    reference: str
    referral: Referral


class CaseListed(CaseConcerned, frozen=True, kw_only=True):
    """The case stands on the next agenda, its referral in time; again with a new time where the meeting was moved."""

    sitting: Sitting


class LateReferralRaised(CaseConcerned, frozen=True, kw_only=True):
    """The referral came after the deadline of the next meeting: on that agenda, undecided, until somebody chooses."""

    sitting: Sitting
    deadline: date


class LateReferralAccepted(CaseConcerned, frozen=True, kw_only=True):
    """The coordinator takes a late referral onto the meeting it came too late for."""

    sitting: Sitting
    reason: Personal[Narrative]


class CaseMovedToSitting(CaseConcerned, frozen=True, kw_only=True):
    """The case is heard earlier than the next regular meeting, at an extra or emergency sitting."""

    from_meeting_id: str
    sitting: Sitting
    late: bool
    reason: Personal[Narrative]


class CaseDeferred(CaseConcerned, frozen=True, kw_only=True):
    """The case is put off to the next regular meeting; the note says how she is kept safe until then."""

    from_meeting_id: str
    sitting: Sitting
    reason: Personal[Narrative]
    interim_note: Personal[Narrative]
    signed_off_by: str | None


class CaseCarriedOver(CaseConcerned, frozen=True, kw_only=True):
    """The meeting passed without the case being decided, so it stands on the next one, and says so."""

    from_meeting_id: str
    sitting: Sitting
    choice_missed: bool


class CaseDecided(CaseConcerned, frozen=True, kw_only=True):
    """The panel heard the case. A later one for the same meeting corrects the earlier.

    `quorate` is whether enough had been recorded as present; otherwise the reason says why it decided all the same.
    """

    meeting_id: str
    heard_at: datetime
    decision: str
    text: Personal[Narrative] | None
    core_group: bool
    repeat: bool
    quorate: bool
    inquorate_reason: Personal[Narrative] | None
    corrects: bool


class StandingCaseClosed(Fact, frozen=True, kw_only=True):
    """A case of the core group need not come back to every meeting any more."""

    case_id: str
    panel: str
    hearing: int
    reference: str
    reason: Personal[Narrative]


class FlagsTakenOff(Fact, frozen=True, kw_only=True):
    """Twelve months have passed since the case was heard: agencies may take their flags off."""

    case_id: str
    panel: str
    hearing: int
    reference: str
    meeting_id: str


class MeetingConvened(Fact, frozen=True, kw_only=True):
    """A meeting has been called, with the deadlines its members are given."""

    meeting_id: str
    panel: str
    sitting: Sitting
    definition_on: date


class MeetingMoved(Fact, frozen=True, kw_only=True):
    """A meeting is held at another time than was given; a deadline once given is not brought forward by it."""

    meeting_id: str
    panel: str
    sitting: Sitting
    before_at: datetime


class AgendaItemMoved(Fact, frozen=True, kw_only=True):
    """The coordinator changed the order within a section."""

    meeting_id: str
    panel: str
    move: Move
    reason: Personal[Narrative]


class AgendaCirculated(Fact, frozen=True, kw_only=True):
    """The agenda was frozen as it stood and made known to the panel."""

    meeting_id: str
    panel: str
    sitting: Sitting
    agenda_version: int
    agenda: Agenda
    referral_ids: tuple[str, ...]


class AttendanceRecorded(Fact, frozen=True, kw_only=True):
    """Who came, who sent apologies, and whether that makes a quorum; `missing` says what it lacked, as codes."""

    meeting_id: str
    panel: str
    attendees: tuple[Attendee, ...]
    apologies: tuple[str, ...]
    quorate: bool
    missing: tuple[str, ...]


class ActionAssigned(Fact, frozen=True, kw_only=True):
    """An agency has undertaken something by a day, at a meeting, mostly for a case."""

    action_id: str
    meeting_id: str
    panel: str
    assigned_at: datetime
    case_id: str | None
    referral_id: str | None
    reference: str | None
    case_reference: str | None
    voice_id: str
    agency: str
    owner: Personal[Identity]
    due: date
    text: Personal[Narrative]


class ActionClosed(Fact, frozen=True, kw_only=True):
    """An action came to its end; only `not_undertaken` counts against the agency."""

    action_id: str
    meeting_id: str
    panel: str
    agency: str
    outcome: ActionOutcome
    reason: Personal[Narrative] | None


FACTS: tuple[FactType, ...] = (
    FactType("panels.case_referred", 1, CaseReferred, "{reference} was referred to the {panel} panel."),
    FactType(
        "panels.referral_added",
        1,
        ReferralAdded,
        "{reference} concerns somebody already before the {panel} panel and was added to that case.",
    ),
    FactType(
        "panels.referral_reassessed",
        1,
        ReferralReassessed,
        "Triage told more of {reference}, and the {panel} panel's record of it was brought up to date.",
    ),
    FactType("panels.case_listed", 1, CaseListed, "{reference} was put on the {panel} panel's next agenda."),
    FactType(
        "panels.late_referral_raised",
        1,
        LateReferralRaised,
        "{reference} came after the {panel} panel's deadline of {deadline}, and the coordinator was asked to choose.",
    ),
    FactType(
        "panels.late_referral_accepted",
        1,
        LateReferralAccepted,
        "The coordinator accepted {reference} late, with a reason.",
    ),
    FactType(
        "panels.case_moved_to_sitting",
        1,
        CaseMovedToSitting,
        "{reference} was moved to an extra or emergency sitting of the {panel} panel, with a reason.",
    ),
    FactType(
        "panels.case_deferred",
        1,
        CaseDeferred,
        "{reference} was deferred to the next {panel} meeting, with a reason and an interim safety note.",
    ),
    FactType(
        "panels.case_carried_over",
        1,
        CaseCarriedOver,
        "The {panel} meeting passed without a decision on {reference}, which was carried over to the next.",
    ),
    FactType("panels.case_decided", 1, CaseDecided, "The {panel} panel heard {reference} and decided: {decision}."),
    FactType("panels.standing_case_closed", 1, StandingCaseClosed, "{reference} left the {panel} panel's core group."),
    FactType(
        "panels.flags_taken_off",
        1,
        FlagsTakenOff,
        "Twelve months after it was heard, agencies were told that flags for {reference} may come off.",
    ),
    FactType("panels.meeting_convened", 1, MeetingConvened, "A {panel} meeting was convened."),
    FactType("panels.meeting_moved", 1, MeetingMoved, "The {panel} meeting was moved to another time."),
    FactType("panels.agenda_item_moved", 1, AgendaItemMoved, "An item of the {panel} agenda was moved, with a reason."),
    FactType(
        "panels.agenda_circulated",
        1,
        AgendaCirculated,
        "The {panel} agenda was frozen as version {agenda_version} and circulated.",
    ),
    FactType("panels.attendance_recorded", 1, AttendanceRecorded, "Attendance at the {panel} meeting was recorded."),
    FactType("panels.action_assigned", 1, ActionAssigned, "The {panel} panel gave {agency} an action, due on {due}."),
    FactType("panels.action_closed", 1, ActionClosed, "An action of {agency} was closed as {outcome}."),
    *BANDING_FACTS,
    *COHORT_FACTS,
    *PEOPLE_FACTS,
)
