"""What may be asked of the work on a case of anti-social behaviour."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.triage.domain.asb.register import Authorities, Orders
from shared.kernel.handling import Command

# Lists of these belong to the page; nobody's words fit into one.
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,59}$")]

How = Literal["phone", "email", "online", "in_person", "diary", "partner", "officer"]
SubjectKind = Literal["individual", "body", "council", "premises"]
AgeSource = Literal["document_seen", "police", "school_or_youth_service", "landlord", "told_us"]
Vulnerable = Literal["not_found", "support_offered", "community_marac_agreed", "other_way_chosen"]
StepResult = Literal["complied", "breached", "paid", "withdrawn", "quashed", "refused_by_court", "ended"]
Promise = Literal["acknowledge", "interview", "plan"]
ToldHow = Literal["notice", "spoken"]
PauseReason = Literal["reporter_away", "reporter_asked", "waiting_for_police", "waiting_for_court", "diary_running"]
Side = Literal["a", "b"]
SideAnswer = Literal["accepted", "declined"]
MediationResult = Literal["agreed", "partly_agreed", "not_agreed", "declined", "broken_off", "not_safe"]
When = Literal["before", "after"]
AskedFor = Literal["self", "somebody_else", "business_or_group", "manager"]
Ground = Literal["threshold", "below_threshold", "potential_harm", "cumulative_effect", "persistence"]


class OnCase(Command):
    """Something about the work on one case; `by` is the account of whoever does it."""

    referral_id: str
    by: str


class LogIncident(OnCase):
    """Record something that happened."""

    incident_id: str
    occurred_at: datetime
    received_at: datetime
    teller_id: str | None = None
    how: How
    text: str = Field(repr=False)
    evidence: tuple[int, ...] = ()
    seen_by_officer: bool = False
    same_as_id: str | None = None


class WriteOwnWords(OnCase):
    """Keep what one person said, as they said it."""

    words_id: str
    person_id: str
    said_at: datetime
    text: str = Field(repr=False)


class LogOperation(OnCase):
    """Record what was done about it."""

    operation_id: str
    what: Code
    done_at: datetime
    partner: Code
    result: Code


class NameSubject(OnCase):
    """Say whom or what enforcement would be addressed to, and what is known of their age."""

    subject_id: str
    kind: SubjectKind
    person_id: str | None = None
    called: str = Field(repr=False)
    age: int | None = Field(default=None, ge=0, le=120)
    age_known_on: date | None = None
    age_source: AgeSource | None = None


class ConsiderVulnerability(OnCase):
    """Record that vulnerability was considered before enforcement."""

    subject_id: str
    finding: Vulnerable


class TakeStep(OnCase):
    """Record a step of enforcement that a person took, or that a court ordered.

    `authorities` and `orders` are the registers as they stood when it was asked.
    """

    step_id: str
    subject_id: str
    tool: Code
    served_at: datetime
    issued_by: str | None = None
    comply_by: date | None = None
    until_on: date | None = None
    confirmed: tuple[str, ...] = ()
    text: str = Field(default="", repr=False)
    authorities: Authorities | None = None
    orders: Orders | None = None


class EndStep(OnCase):
    """Record what came of a step; of a penalty that was paid also when, and how much."""

    step_id: str
    result: StepResult
    paid_on: date | None = None
    paid_pence: int | None = Field(default=None, ge=0, le=1_000_000)


class KeepPromise(OnCase):
    """Record that something promised to whoever reported it was done."""

    promise: Promise


class TellReporter(OnCase):
    """Have whoever reported it told how it stands, or record that they were."""

    update_id: str
    how: ToldHow


class PauseClocks(OnCase):
    """Let the clocks stand still."""

    reason: PauseReason


class StartClocks(OnCase):
    """Let the clocks run again."""


class OfferMediation(OnCase):
    """Offer mediation to both sides, by a code."""

    mediation_id: str
    code: str


class AnswerMediation(OnCase):
    """Record what one side answered."""

    side: Side
    answer: SideAnswer


class BookMediator(OnCase):
    """Ask a provider to mediate, which commits money."""

    committed_pence: int = Field(ge=0, le=1_000_000)


class EndMediation(OnCase):
    """Record how mediation ended and what it cost."""

    result: MediationResult
    spent_pence: int = Field(default=0, ge=0, le=1_000_000)


class CountContacts(OnCase):
    """Record how often they were in touch before the work, or after it."""

    when: When
    contacts: int = Field(ge=0, le=10_000)
    days: int = Field(ge=1, le=3_660)


class RecordSatisfaction(OnCase):
    """Record what they answered to the fixed questions."""

    answers: dict[Code, Code]


class AskForReview(OnCase):
    """Record an application for a review of the case, or of a report that never became one.

    `others` are references of other reports by whoever asks; `elsewhere` is how many complaints in them count that day.
    """

    review_id: str
    asked_on: date
    asked_for: AskedFor
    consent: bool = False
    others: tuple[str, ...] = ()
    elsewhere: int = 0


class AcknowledgeReview(OnCase):
    """Acknowledge it, and become the contact for it. `took_part` are the accounts by which anything was done on it."""

    took_part: frozenset[str] = frozenset()


class DecideReview(OnCase):
    """Decide whether the threshold is met."""

    met: bool
    ground: Ground


class HoldReview(OnCase):
    """Record that the agencies met about it."""

    held_on: date
    recommendations: int = Field(ge=0, le=100)
