"""What has happened to e-mails that came in, and what they brought to referrals."""

from datetime import datetime

from services.intake.domain.events.referral import Part
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Narrative, Personal


class AttachedFile(Part, frozen=True, kw_only=True):
    """Something that came with a message. `media_type` is as the message says; nobody has looked inside."""

    media_type: str
    size: int
    name: Personal[Narrative] | None = None
    sha256: Personal[Narrative] | None = None


class MessageTaken(Fact, frozen=True, kw_only=True):
    """A message came in by e-mail and was sorted. Its details stand under the key of `kept_under`.

    `result` is "referral", "reply", "ignored" or "quarantined", `reason` the code of why. `reference` is that of the
    referral it became or belongs to; `quoted` one that it names and that may be somebody else's. `thread` are its own
    id and those of the messages it answers, its own first. `text` is kept where no referral keeps it. `sent_at` is
    what the message says itself. `dangers` are codes of phrases of the list of version `listed`.
    """

    message_id: str
    result: str
    reason: str
    reference: str | None
    referral_id: str | None
    quoted: str | None
    kept_under: str
    sender: Personal[Contact] | None
    sender_name: Personal[Identity] | None
    subject: Personal[Narrative] | None
    text: Personal[Narrative] | None
    thread: tuple[Personal[Contact], ...]
    attached: tuple[AttachedFile, ...]
    oddities: tuple[str, ...]
    dangers: tuple[str, ...]
    listed: str | None
    received_at: datetime
    sent_at: datetime | None


class MessageReleased(Fact, frozen=True, kw_only=True):
    """Somebody looked at a message that was set aside and made a referral of it."""

    message_id: str
    reference: str
    referral_id: str


class MessageDismissed(Fact, frozen=True, kw_only=True):
    """Somebody looked at a message that was set aside and found nothing in it for us; `why` is a code."""

    message_id: str
    why: str


class MessageJoined(Fact, frozen=True, kw_only=True):
    """Somebody whom we know to belong to a referral wrote again about it."""

    referral_id: str
    reference: str
    message_id: str


class DangerWordsFound(Fact, frozen=True, kw_only=True):
    """A message says something that may mean danger; the duty officer is told at once.

    `dangers` are codes of phrases of the list of version `listed`. Without a reference the message is set aside.
    """

    message_id: str
    referral_id: str | None
    reference: str | None
    dangers: tuple[str, ...]
    listed: str


FACTS: tuple[FactType, ...] = (
    FactType("intake.message_taken", 1, MessageTaken, "A message came in by e-mail: {result} ({reason})."),
    FactType("intake.message_released", 1, MessageReleased, "A message set aside became referral {reference}."),
    FactType("intake.message_dismissed", 1, MessageDismissed, "A message set aside was dismissed: {why}."),
    FactType(
        "intake.message_joined",
        1,
        MessageJoined,
        "They wrote again by e-mail.",
        "You wrote to us again.",
    ),
    FactType("intake.danger_words_found", 1, DangerWordsFound, "Words that may mean danger were found in an e-mail."),
)
