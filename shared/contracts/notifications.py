"""What notifications tell the others: what was sent, and what was held back because it was not known to be safe."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.model import Contract


class NoticeSent(Contract):
    """One message went to one person by one channel, allowed by the safe-contact gate at the time of sending."""

    event: ClassVar[str] = "notifications.notice_sent"
    version: ClassVar[int] = 1

    notice_id: str
    referral_id: str | None
    reference: str | None
    message: str
    message_version: int
    channel: str
    sent_at: datetime


class NoticeWithheld(Contract):
    """A message was not sent because no allowed way to reach the person was known to be safe.

    `handover_id` is triage's id of the hand-over that did not go, where it was one.
    """

    event: ClassVar[str] = "notifications.notice_withheld"
    version: ClassVar[int] = 1

    notice_id: str
    referral_id: str | None
    reference: str | None
    message: str
    reasons: tuple[str, ...]
    handover_id: str | None = None


EVENTS: tuple[type[Contract], ...] = (NoticeSent, NoticeWithheld)
