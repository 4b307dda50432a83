"""What can be asked of audit. None of it changes anything in another service."""

from datetime import date

from services.audit.domain.values import Found, Outcome
from shared.kernel.handling import Command


class RevealDetail(Command):
    """Open one masked detail of a fact, for a purpose and with a reason in words."""

    reveal_id: str
    reference: str
    referral_id: str
    event_id: str
    ledger_position: int
    field: str
    person_id: str
    purpose: str
    reason: str


class DrawSample(Command):
    """Draw so many references to look at, from those that stood in the ledger at a position."""

    sample_id: str
    size: int


class DrawSampleFrom(DrawSample):
    """... with the references there were, and the tree head that decides which are drawn."""

    ledger_position: int
    tree_head: str
    references: tuple[str, ...]


class RequestVerification(Command):
    """Have everything checked."""

    verification_id: str


class CompleteVerification(Command):
    """Write down what a verification came to."""

    verification_id: str
    outcome: Outcome


class RecordFinding(Command):
    """Write down one thing a verification found; the same thing found again is already known."""

    finding_id: str
    verification_id: str
    finding: Found


class ReviewLooks(Command):
    """Say that the looks at locked records in a week (its Monday) were gone through; `looked` are those who did."""

    week: date
    today: date
    by: str
    looks: int
    looked: tuple[str, ...]
