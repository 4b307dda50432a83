"""What triage tells the others: what was decided, which cases opened, what goes before a panel, what was signposted."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.intake import AnswerValue, InvolvedPerson, SafeContact
from shared.contracts.model import Contract, Part, SealedText


class Route(Part):
    """One door: which, where it leads, who takes the matter there, and how soon (ISO 8601 duration)."""

    route: str
    destination: str | None = None
    done_by: str | None = None
    time_frame: str | None = None


class ReferralTriaged(Contract):
    """A referral has been judged under the rules in force, for the first time or again with more answers."""

    event: ClassVar[str] = "triage.referral_triaged"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    outcome: str
    primary: Route
    also: tuple[Route, ...]
    panels: tuple[str, ...]
    priority: str
    give: tuple[str, ...]
    rules_id: str
    rules_version: str
    confirmed: bool


class CaseOpened(Contract):
    """A referral has become a case of ours."""

    event: ClassVar[str] = "triage.case_opened"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str
    route: str
    priority: str
    opened_at: datetime
    due_at: datetime | None


class DecisionSettled(Contract):
    """A person has agreed with the newest decision, or decided otherwise: then for the route that is named."""

    event: ClassVar[str] = "triage.decision_settled"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    route: str | None


class CaseClosed(Contract):
    """The work on a case is done."""

    event: ClassVar[str] = "triage.case_closed"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str


class ReferralSignposted(Contract):
    """A referral has been closed by showing the right door, confirmed by a person."""

    event: ClassVar[str] = "triage.referral_signposted"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    route: str
    destination: str | None
    done_by: str | None
    give: tuple[str, ...]


class Disclosure(Part):
    """On what lawful basis a panel may be told of somebody: codes of the edition `wording`. Words stay in triage."""

    lawful_basis: str
    condition: str
    consent: str
    police: str
    wording: str


class MarkedForPanel(Contract):
    """A referral meets a panel's criteria and must be discussed at its next sitting; again when more is known of it."""

    event: ClassVar[str] = "triage.marked_for_panel"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str | None
    panel: str
    received_at: datetime
    marked_at: datetime
    criteria: tuple[str, ...]
    flags: tuple[str, ...]
    priority: str
    victim_id: str | None
    people: tuple[InvolvedPerson, ...]
    children: int | None
    is_repeat: bool
    last_referral_on: date | None
    referring_agency: str | None
    answers: dict[str, AnswerValue]
    transferred_from: str | None = None
    disclosure: Disclosure | None = None


class SupportRequested(Contract):
    """Independent support has been asked for; it must reach the victim by a time that waits for no meeting."""

    event: ClassVar[str] = "triage.support_requested"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str
    due_at: datetime


class HandoverMade(Contract):
    """Details are to be carried to the mailbox of a destination, which was made sure of until `mailbox_due_on`.

    `carries` names the kinds of details that may go: "words" (what stands in `words`), and "name" and "telephone" of
    whoever contacted us. The destination says `code` back when it has them. `lawful_basis` is the code of the basis
    recorded for telling those who protect a child or an adult at risk; without one nothing sensitive goes.
    """

    event: ClassVar[str] = "triage.handover_made"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    handover_id: str
    route: str
    destination: str
    mailbox: SealedText
    mailbox_due_on: date
    carries: tuple[str, ...]
    words: SealedText
    code: SealedText
    receipt_due_at: datetime
    lawful_basis: str | None = None


class SilenceNoted(Contract):
    """What should have happened on a dangerous referral or case by a time has not, and nobody has acted since."""

    event: ClassVar[str] = "triage.silence_noted"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    rule: str
    priority: str
    due_at: datetime


class EmergencyViewOpened(Contract):
    """Somebody whose role does not show a record opened it in an emergency; another must judge that by a time."""

    event: ClassVar[str] = "triage.emergency_view_opened"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    due_at: datetime


class EmergencyReviewMissed(Contract):
    """Nobody has judged in time whether it was right to open a record in an emergency."""

    event: ClassVar[str] = "triage.emergency_review_missed"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    due_at: datetime


class CaseUpdateGiven(Contract):
    """Whoever reported a case of anti-social behaviour is to hear how it stands, where there is a safe way."""

    event: ClassVar[str] = "triage.case_update_given"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str
    next_by: date


class SafetySignalled(Contract):
    """Something that whoever works with the victim must know has come over a wall; what it is stands on their page."""

    event: ClassVar[str] = "triage.safety_signalled"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    case_reference: str
    signalled_at: datetime


class PersonNamed(Contract):
    """Somebody was named after the referral came in, whoever they are in it: the name, and nothing of what for."""

    event: ClassVar[str] = "triage.person_named"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    called: SealedText


class SafeWaysHeard(Contract):
    """Somebody at risk told her adviser how she may be reached now: the ways alone, without codeword or names.

    `instead_of` is what the adviser was shown. Whoever keeps how people may be reached opens no way by this where
    something else stands by then.
    """

    event: ClassVar[str] = "triage.safe_ways_heard"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    person_id: str
    safe_contact: SafeContact
    instead_of: SafeContact


EVENTS: tuple[type[Contract], ...] = (
    ReferralTriaged,
    CaseOpened,
    CaseClosed,
    DecisionSettled,
    ReferralSignposted,
    MarkedForPanel,
    SupportRequested,
    HandoverMade,
    SilenceNoted,
    EmergencyViewOpened,
    EmergencyReviewMissed,
    CaseUpdateGiven,
    SafetySignalled,
    PersonNamed,
    SafeWaysHeard,
)
