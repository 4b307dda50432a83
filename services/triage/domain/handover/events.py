"""The facts of hand-overs: what was carried to whom on what footing, and whether they have it."""

from datetime import date, datetime

from services.triage.domain.directory.shown import Shown
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Narrative, Personal


class HandoverMade(Fact, frozen=True, kw_only=True):
    """Details were to be carried to a destination of the directory; `to` is its entry as it stood.

    `consent` is what the person said, `basis` and `why` the footing where that was no yes. `carries` are the kinds of
    details that go: "words", what is told in `words`; "name" and "telephone" of whoever contacted us. `code` is what
    the destination says back. By `receipt_due_at` they must have said that they have it.
    """

    referral_id: str
    reference: str
    handover_id: str
    route: str
    to: Shown
    mailbox: Personal[Contact]
    mailbox_due_on: date
    consent: str
    basis: str | None
    why: Personal[Narrative] | None
    carries: tuple[str, ...]
    words: Personal[Narrative]
    code: Personal[Contact]
    made_by: str
    receipt_due_at: datetime


class HandoverLeftOpen(Fact, frozen=True, kw_only=True):
    """Somebody was told that details are passed on, and nothing could be sent by itself: a person has to see to it.

    `route` is None where it was made before and then not let through.
    """

    referral_id: str
    reference: str
    handover_id: str
    route: str | None
    because: str


class HandoverReceived(Fact, frozen=True, kw_only=True):
    """Whoever takes it has it: `how` they said so is "code", "key" or "officer"."""

    referral_id: str
    reference: str
    handover_id: str
    how: str


class ReceiptMissed(Fact, frozen=True, kw_only=True):
    """Nobody has said that they have it, and it was due; it is back with us."""

    referral_id: str
    reference: str
    handover_id: str
    due_at: datetime


class HandoverSettled(Fact, frozen=True, kw_only=True):
    """A person saw to what was open: handed over otherwise, or found that nothing need be."""

    referral_id: str
    reference: str
    handover_id: str
    how: str


FACTS: tuple[FactType, ...] = (
    FactType("triage.handover_made", 1, HandoverMade, "Details were handed over on the footing of consent: {consent}."),
    FactType(
        "triage.handover_left_open",
        1,
        HandoverLeftOpen,
        "Details are to be passed on, and a person has to see to it: {because}.",
    ),
    FactType("triage.handover_received", 1, HandoverReceived, "Whoever takes it has said that they have it: {how}."),
    FactType("triage.receipt_missed", 1, ReceiptMissed, "Nobody has said that they have it; it was due {due_at}."),
    FactType("triage.handover_settled", 1, HandoverSettled, "A person saw to what was open: {how}."),
)
