"""What others may know of hand-overs: notifications carries them, and nobody else is told."""

from collections.abc import Callable
from typing import Any, cast

from services.triage.domain.handover import events
from services.triage.domain.safeguarding.referral_events import SafeguardingReferred
from shared.contracts import triage as contracts
from shared.contracts.model import Contract, SealedText
from shared.kernel.messages import Fact, Recorded
from shared.kernel.personal import Personal


def _made(recorded: Recorded) -> Contract:
    fact = cast("events.HandoverMade", recorded.fact)
    return contracts.HandoverMade(
        referral_id=fact.referral_id,
        reference=fact.reference,
        handover_id=fact.handover_id,
        route=fact.route,
        destination=fact.to.name,
        mailbox=_copied(fact.mailbox),
        mailbox_due_on=fact.mailbox_due_on,
        carries=fact.carries,
        words=_copied(fact.words),
        code=_copied(fact.code),
        receipt_due_at=fact.receipt_due_at,
    )


def _safeguarding(recorded: Recorded) -> Contract | None:
    """Only what goes by message; what was told by telephone or in a form of theirs carries nobody."""
    fact = cast("SafeguardingReferred", recorded.fact)
    if fact.to is None or fact.mailbox is None or fact.mailbox_due_on is None or fact.code is None:
        return None
    return contracts.HandoverMade(
        referral_id=fact.referral_id,
        reference=fact.reference,
        handover_id=fact.handover_id,
        route=fact.route,
        destination=fact.to.name,
        mailbox=_copied(fact.mailbox),
        mailbox_due_on=fact.mailbox_due_on,
        carries=fact.carries,
        words=_copied(fact.words),
        code=_copied(fact.code),
        receipt_due_at=fact.receipt_due_at,
        lawful_basis=fact.basis.lawful_basis,
    )


def _copied(value: Personal[Any]) -> SealedText:
    return SealedText(p=value.p, c=value.c)


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {
    events.HandoverMade: _made,
    SafeguardingReferred: _safeguarding,
}
