"""The facts of the desk: who has what in hand, who is away, what was tried, what did not happen, what was looked at."""

from datetime import date, datetime

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class ReferralGiven(Fact, frozen=True, kw_only=True):
    """Somebody gave it to an officer, who has it in hand from now on."""

    referral_id: str
    reference: str
    taken_by: str
    given_by: str


class ReferralHandedOver(Fact, frozen=True, kw_only=True):
    """It left an officer's hands without her doing: to whoever covers, or (`taken_by` None) back to the queue."""

    referral_id: str
    reference: str
    handed_from_id: str
    taken_by: str | None
    because: str


class OverrideProposed(Fact, frozen=True, kw_only=True):
    """Somebody would decide otherwise where that takes two: until a second person has read it nothing changes."""

    referral_id: str
    reference: str
    round: int
    recommended: str
    route: str
    code: str
    text: Personal[Narrative]
    proposed_by: str


class OverrideDeclined(Fact, frozen=True, kw_only=True):
    """The second reader did not agree, or whoever proposed it took it back; the rules' decision stands."""

    referral_id: str
    reference: str
    round: int
    declined_by: str


class ContactTried(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody tried to reach whoever the referral is about; `way` and `outcome` are codes."""

    referral_id: str
    reference: str
    way: str
    outcome: str
    tried_at: datetime | None = None


class ReceiptRecorded(Fact, frozen=True, kw_only=True):
    """A service told us that it has what we sent it."""

    referral_id: str
    reference: str


class SilenceNoted(Fact, frozen=True, kw_only=True):
    """What should have happened by `due_at` has not; `awaits` is what would answer it."""

    referral_id: str
    reference: str
    rule: str
    awaits: str
    priority: str
    since_at: datetime
    due_at: datetime
    rules_version: str


class SilenceAnswered(Fact, frozen=True, kw_only=True):
    """What was missing has happened."""

    referral_id: str
    reference: str
    rule: str


class AbsenceRecorded(Fact, frozen=True, kw_only=True):
    """An officer is away on these days, both included; `cover_id` is who has her work meanwhile, None for anybody."""

    absence_id: str
    account_id: str
    first_day: date
    last_day: date
    cover_id: str | None


class AbsenceEnded(Fact, frozen=True, kw_only=True):
    """She is back, or does not go: from this day on she counts as there."""

    absence_id: str
    account_id: str
    back_on: date


class EmergencyViewOpened(Fact, frozen=True, kw_only=True):
    """Somebody whose role does not show a record looked at it in an emergency, and said why; for a short while."""

    view_id: str
    referral_id: str
    reference: str
    account_id: str
    code: str
    text: Personal[Narrative]
    ends_at: datetime
    review_due_at: datetime


class EmergencyViewReviewed(Fact, frozen=True, kw_only=True):
    """A second person has judged whether it was right to look."""

    view_id: str
    referral_id: str
    reference: str
    reviewed_by: str
    verdict: str


class EmergencyReviewMissed(Fact, frozen=True, kw_only=True):
    """No second person has judged it in the time there is for it."""

    view_id: str
    referral_id: str
    reference: str
    due_at: datetime


DESK_FACTS: tuple[FactType, ...] = (
    FactType("triage.referral_given", 1, ReferralGiven, "It was given to an officer."),
    FactType("triage.referral_handed_over", 1, ReferralHandedOver, "It left an officer’s hands: {because}."),
    FactType(
        "triage.override_proposed",
        1,
        OverrideProposed,
        "A person would choose {route} instead of {recommended} ({code}); a second person reads it first.",
    ),
    FactType("triage.override_declined", 1, OverrideDeclined, "The other decision that was proposed does not stand."),
    FactType("triage.contact_tried", 1, ContactTried, "Somebody tried to reach them: {way}, {outcome}."),
    FactType("triage.receipt_recorded", 1, ReceiptRecorded, "The service has told us that it has it."),
    FactType("triage.silence_noted", 1, SilenceNoted, "{rule}, and it was due by {due_at}."),
    FactType("triage.silence_answered", 1, SilenceAnswered, "This is so no longer: “{rule}”."),
    FactType("triage.absence_recorded", 1, AbsenceRecorded, "An officer is away from {first_day} to {last_day}."),
    FactType("triage.emergency_view_opened", 1, EmergencyViewOpened, "It was opened in an emergency ({code})."),
    FactType("triage.emergency_view_reviewed", 1, EmergencyViewReviewed, "A second person judged that: {verdict}."),
    FactType("triage.emergency_review_missed", 1, EmergencyReviewMissed, "Nobody had judged that by {due_at}."),
    FactType("triage.absence_ended", 1, AbsenceEnded, "An officer is back on {back_on}."),
)
