"""What others may know of hand-overs: notifications carries them, and nobody else is told."""

from collections.abc import Callable
from typing import Any, cast

from services.triage.domain.handover import events
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


def _copied(value: Personal[Any]) -> SealedText:
    return SealedText(p=value.p, c=value.c)


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {events.HandoverMade: _made}
