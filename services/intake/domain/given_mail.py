"""What is handed on of an e-mail once it has been read and sorted, in clear; printed, it shows nothing."""

from datetime import datetime

from pydantic import Field

from services.intake.domain.given import Given

MOST_IN_THREAD = 50
LONGEST_TEXT = 100_000


class GivenFile(Given):
    """Something that came with a message."""

    media_type: str
    size: int
    name: str | None = None
    sha256: str | None = None


class GivenMail(Given):
    """The details of a message. `thread` are its own id, first, and those of the messages it answers."""

    sender: str | None = None
    sender_name: str | None = None
    subject: str = ""
    text: str = Field(default="", max_length=LONGEST_TEXT)
    thread: tuple[str, ...] = Field(default=(), max_length=MOST_IN_THREAD)
    attached: tuple[GivenFile, ...] = ()
    oddities: tuple[str, ...] = ()
    sent_at: datetime | None = None


class GivenThread(Given):
    """What a referral has to know of the message it came as, or that belongs to it.

    `header_id` is the id the sender's program gave the message, which an answer refers to. `answerable` is whether
    nothing in the message itself speaks against a plain answer; whether one goes out is the safe-contact gate's to say.
    `dangers` are codes of phrases of the list of version `listed`.
    """

    message_id: str
    header_id: str | None = None
    answerable: bool = False
    dangers: tuple[str, ...] = ()
    listed: str | None = None
