"""Makes an e-mail of a letter: plain text, headers that say nothing more than they must."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notifications.application.ports import Letter


class Unmakeable(Exception):
    """No e-mail can be made of this: a header would hold a line break, or there is no such address."""


def as_email(letter: Letter) -> EmailMessage:
    """The message. Its id is the same on every try, so that a mailbox recognises a second copy. Raises Unmakeable."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = letter.sender
        message["To"] = letter.address
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = f"<{letter.notice_id}@{domain_of(letter.sender)}>"
        # Holiday replies are not wanted (RFC 3834): nobody reads the mailbox they would go to.
        message["Auto-Submitted"] = "auto-replied" if letter.in_reply_to else "auto-generated"
        if letter.in_reply_to:
            message["In-Reply-To"] = message["References"] = letter.in_reply_to
        # Readable as it stands, and no server has to know more than seven bits.
        message.set_content(letter.body, cte="7bit" if letter.body.isascii() else "quoted-printable")
    except ValueError:
        raise Unmakeable from None
    return message


def domain_of(sender: str) -> str:
    """The domain of the address we write from; the name of the machine is nobody's business."""
    return parseaddr(sender)[1].rpartition("@")[2]
