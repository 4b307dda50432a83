"""The facts of the work on a case of anti-social behaviour."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Identity, Narrative, Personal


class CaseWorked(Fact, frozen=True, kw_only=True):
    """A fact about the work on one case."""

    referral_id: str
    reference: str


class IncidentLogged(CaseWorked, frozen=True, kw_only=True, omit_defaults=True):
    """Something happened: when it happened, when we were told, and when we wrote it down stand apart.

    `evidence` are the numbers of the pieces intake holds for this referral, `diary` says it stands in the diary there;
    nothing of either is copied. `text` is sealed under the teller.
    """

    incident_id: str
    occurred_at: datetime
    received_at: datetime
    teller_id: str
    how: str
    text: Personal[Narrative]
    evidence: tuple[int, ...] = ()
    diary: bool = False
    seen_by_officer: bool = False
    same_as_id: str | None = None


class OwnWordsWritten(CaseWorked, frozen=True, kw_only=True):
    """What one person said, in their own words and under their own key."""

    words_id: str
    person_id: str
    said_at: datetime
    text: Personal[Narrative]


class OperationLogged(CaseWorked, frozen=True, kw_only=True):
    """Something was done about it: what, by whom, when, with which partner, and what came of it."""

    operation_id: str
    what: str
    done_at: datetime
    done_by: str
    partner: str
    result: str


class SubjectNamed(CaseWorked, frozen=True, kw_only=True):
    """Whom or what enforcement would be addressed to. `age` as known on a day, never a date of birth."""

    subject_id: str
    kind: str
    person_id: str | None
    called: Personal[Identity]
    age: int | None
    age_known_on: date | None
    age_source: str | None


class VulnerabilityConsidered(CaseWorked, frozen=True, kw_only=True):
    """Somebody considered whether the person is vulnerable before enforcement."""

    subject_id: str
    finding: str
    considered_by: str


class StepTaken(CaseWorked, frozen=True, kw_only=True, omit_defaults=True):
    """A person took a step of enforcement, or a court did; under which law and authority stands here."""

    step_id: str
    subject_id: str
    tool: str
    law_version: str
    served_at: datetime
    recorded_by: str
    issued_by: str | None = None
    authority_id: str | None = None
    comply_by: date | None = None
    ends_at: datetime | None = None
    hearing_by_at: datetime | None = None
    amount_pence: int | None = None
    pay_by: date | None = None
    early_pence: int | None = None
    early_by: date | None = None
    appeal_by: date | None = None
    order_id: str | None = None
    text: Personal[Narrative] | None = None


class StepEnded(CaseWorked, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a step. Of a penalty that was paid: when, and how much."""

    step_id: str
    tool: str
    result: str
    paid_on: date | None = None
    paid_pence: int | None = None


class PromiseKept(CaseWorked, frozen=True, kw_only=True):
    """What was promised to whoever reported it was done: acknowledged, interviewed, a plan agreed."""

    promise: str
    done_at: datetime
    done_by: str


class ReporterTold(CaseWorked, frozen=True, kw_only=True):
    """Whoever reported it is to be told how it stands. By a notice it goes only where the gate lets it."""

    update_id: str
    how: str
    told_at: datetime
    done_by: str
    next_by: date


class ClocksPaused(CaseWorked, frozen=True, kw_only=True):
    """The clocks of the case stand still, with a reason."""

    reason: str
    began_at: datetime


class ClocksStarted(CaseWorked, frozen=True, kw_only=True):
    """The clocks of the case run again."""

    ended_at: datetime


class MediationOffered(CaseWorked, frozen=True, kw_only=True):
    """Mediation was offered to both sides, each of whom knows it by a code and not by the other's name."""

    mediation_id: str
    code: str
    offered_by: str


class MediationAnswered(CaseWorked, frozen=True, kw_only=True):
    """One side accepted or declined."""

    mediation_id: str
    side: str
    answer: str


class MediatorBooked(CaseWorked, frozen=True, kw_only=True):
    """Both sides agreed, and a provider was asked to mediate: that commits money."""

    mediation_id: str
    code: str
    committed_pence: int
    booked_on: date


class MediationEnded(CaseWorked, frozen=True, kw_only=True):
    """It is over: what came of it, and what it cost."""

    mediation_id: str
    code: str
    result: str
    spent_pence: int
    ended_on: date


class ContactsCounted(CaseWorked, frozen=True, kw_only=True):
    """How often they rang, wrote or called in the days before the work or after it."""

    when: str
    contacts: int
    days: int


class SatisfactionHeard(CaseWorked, frozen=True, kw_only=True):
    """What whoever reported it thinks of how it was dealt with, to the fixed questions; not asked is not no."""

    answers: dict[str, str]


class ReviewAsked(CaseWorked, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody applied for a review of the case. `qualifying` are the complaints that counted that day, in this report
    and in those whose references are in `others`."""

    review_id: str
    asked_on: date
    asked_for: str
    consent: bool
    practice_version: str
    qualifying: int
    needed: int
    acknowledge_by: date
    decide_by: date
    meet_by: date
    others: tuple[str, ...] = ()


class ReviewAcknowledged(CaseWorked, frozen=True, kw_only=True):
    """The application was acknowledged, by a contact who had no part in the case."""

    review_id: str
    contact_by: str


class ReviewDecided(CaseWorked, frozen=True, kw_only=True):
    """Whether the threshold is met, decided by a person."""

    review_id: str
    met: bool
    ground: str
    decided_by: str
    decided_on: date


class ReviewHeld(CaseWorked, frozen=True, kw_only=True):
    """The agencies met about it."""

    review_id: str
    held_on: date
    recommendations: int


ASB_FACTS: tuple[FactType, ...] = (
    FactType("triage.incident_logged", 1, IncidentLogged, "An incident was recorded: {how}."),
    FactType("triage.own_words_written", 1, OwnWordsWritten, "Somebody’s own words were written down."),
    FactType("triage.operation_logged", 1, OperationLogged, "{what}: {result}."),
    FactType("triage.subject_named", 1, SubjectNamed, "Enforcement would be addressed to {kind}."),
    FactType("triage.vulnerability_considered", 1, VulnerabilityConsidered, "Vulnerability was considered: {finding}."),
    FactType("triage.step_taken", 1, StepTaken, "{tool}, {served_at}, under {law_version}."),
    FactType("triage.step_ended", 1, StepEnded, "{tool}: {result}."),
    FactType("triage.promise_kept", 1, PromiseKept, "{promise}, {done_at}."),
    FactType("triage.reporter_told", 1, ReporterTold, "Whoever reported it was to be told how it stands: {how}."),
    FactType("triage.clocks_paused", 1, ClocksPaused, "The clocks were paused: {reason}."),
    FactType("triage.clocks_started", 1, ClocksStarted, "The clocks run again."),
    FactType("triage.mediation_offered", 1, MediationOffered, "Mediation {code} was offered to both sides."),
    FactType("triage.mediation_answered", 1, MediationAnswered, "Mediation: side {side} {answer}."),
    FactType("triage.mediator_booked", 1, MediatorBooked, "Mediation {code} was booked."),
    FactType("triage.mediation_ended", 1, MediationEnded, "Mediation {code} ended: {result}."),
    FactType("triage.contacts_counted", 1, ContactsCounted, "{contacts} contacts in {days} days {when}."),
    FactType("triage.satisfaction_heard", 1, SatisfactionHeard, "They said how they found it."),
    FactType(
        "triage.review_asked",
        1,
        ReviewAsked,
        "A case review was asked for, with {qualifying} of {needed} complaints.",
    ),
    FactType("triage.review_acknowledged", 1, ReviewAcknowledged, "The application for a review was acknowledged."),
    FactType("triage.review_decided", 1, ReviewDecided, "Whether a review is held was decided: {ground}."),
    FactType("triage.review_held", 1, ReviewHeld, "The review was held, with {recommendations} recommendations."),
)
