"""Whose key the details of a message stand under: all of them under one, that of whoever sent it."""

from services.intake.domain.commands import TakeMessage
from services.intake.domain.events import AttachedFile, MessageTaken
from services.intake.domain.under_keys import kept
from shared.kernel.personal import Contact, Identity, Narrative, private


def taken(command: TakeMessage) -> MessageTaken:
    """The fact of a message; what there was none of is nothing."""
    owner, mail = command.kept_under, command.mail
    return MessageTaken(
        message_id=command.message_id,
        result=command.result,
        reason=command.reason,
        reference=command.reference,
        referral_id=command.referral_id,
        quoted=command.quoted,
        kept_under=owner,
        sender=kept(owner, Contact, mail.sender),
        sender_name=kept(owner, Identity, mail.sender_name),
        subject=kept(owner, Narrative, mail.subject or None),
        text=kept(owner, Narrative, mail.text or None),
        thread=tuple(private(owner, Contact, each) for each in mail.thread),
        attached=tuple(
            AttachedFile(
                media_type=each.media_type,
                size=each.size,
                name=kept(owner, Narrative, each.name),
                sha256=kept(owner, Narrative, each.sha256),
            )
            for each in mail.attached
        ),
        oddities=mail.oddities,
        dangers=command.dangers,
        listed=command.listed,
        received_at=command.at,
        sent_at=mail.sent_at,
    )
