"""The facts of a referral to children's services or adult safeguarding; they stand among the hand-overs."""

from datetime import date, datetime

from services.triage.domain.directory.shown import Shown
from services.triage.domain.disclosure.events import Basis
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Narrative, Personal


class SafeguardingReferred(Fact, frozen=True, kw_only=True):
    """Somebody was referred to those who protect them, on a lawful basis that was recorded before.

    `how` is "message" (then `to` is the entry of the directory as it stood, and `mailbox` and `code` are there),
    "telephone" or "their_form". `concerning` are persons of the referral. `their_reference` is what they call it.
    """

    referral_id: str
    reference: str
    handover_id: str
    route: str
    how: str
    to: Shown | None
    mailbox: Personal[Contact] | None
    mailbox_due_on: date | None
    code: Personal[Contact] | None
    basis: Basis
    concerning_ids: tuple[str, ...]
    carries: tuple[str, ...]
    words: Personal[Narrative]
    their_reference: Personal[Identity] | None
    made_by: str
    receipt_due_at: datetime
    answer_due_at: datetime


class SafeguardingAnswered(Fact, frozen=True, kw_only=True):
    """They said what they decided: a code of the practice of that day, who decided and why."""

    referral_id: str
    reference: str
    handover_id: str
    route: str
    answer: str
    decided_by: Personal[Identity]
    why: Personal[Narrative]
    decided_on: date


REFERRAL_FACTS: tuple[FactType, ...] = (
    FactType("triage.safeguarding_referred", 1, SafeguardingReferred, "Referred to {route}, by {how}."),
    FactType("triage.safeguarding_answered", 1, SafeguardingAnswered, "{route} has decided: {answer}."),
)
