"""Which of notifications' facts others may know, and in what words."""

from collections.abc import Callable
from typing import cast

from services.notifications.domain import events
from shared.contracts import notifications as contracts
from shared.contracts.model import Contract
from shared.kernel.messages import Fact, Recorded


def _sent(recorded: Recorded) -> Contract:
    fact = cast("events.NoticeSent", recorded.fact)
    return contracts.NoticeSent(
        notice_id=fact.notice_id,
        referral_id=fact.referral_id,
        reference=fact.reference,
        message=fact.message,
        message_version=fact.message_version,
        channel=fact.channel,
        sent_at=recorded.occurred_at,
    )


def _withheld(recorded: Recorded) -> Contract:
    fact = cast("events.NoticeWithheld", recorded.fact)
    return contracts.NoticeWithheld(
        notice_id=fact.notice_id,
        referral_id=fact.referral_id,
        reference=fact.reference,
        message=fact.message,
        reasons=fact.reasons,
        handover_id=fact.handover_id,
    )


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {
    events.NoticeSent: _sent,
    events.NoticeWithheld: _withheld,
}
