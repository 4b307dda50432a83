"""What notifications can be asked to do."""

from datetime import datetime

from pydantic import Field

from services.notifications.domain.values.channels import Audience, Channel
from services.notifications.domain.values.contact import KnownPerson, NewDetails, Particulars, Safety
from services.notifications.domain.values.handover import Handover
from shared.kernel.handling import Command
from shared.kernel.personal import Contact, Personal


class NoteContacts(Command):
    """Remember how the people of a referral may be reached."""

    referral_id: str
    reference: str
    reporter_id: str | None
    people: tuple[KnownPerson, ...]
    sensitive_because: tuple[str, ...]
    language: str
    origin: str


class NotePeople(Command):
    """Remember who was named in a referral since it came in, and what was learnt of whoever was known."""

    referral_id: str
    people: tuple[KnownPerson, ...]


class ChangeContacts(Command):
    """Remember what somebody said anew about reaching her."""

    referral_id: str
    person_id: str
    safety: Safety


class ChangeDetails(Command):
    """Remember what reaches somebody by now, and how far that is known to be safe."""

    referral_id: str
    person_id: str
    details: NewDetails
    safety: Safety


class HideAddress(Command):
    """Send no letter to the address of these people, which nobody may find."""

    referral_id: str
    code: str
    person_ids: tuple[str, ...]


class ShowAddress(Command):
    """The place of this code is restricted no more."""

    referral_id: str
    code: str


class RaiseSensitivity(Command):
    """Count a referral as sensitive from here on."""

    referral_id: str
    because: str


class ForgetPerson(Command):
    """Let nothing go out to somebody whose key has been destroyed."""

    person_id: str


class RequestNotice(Command):
    """Have somebody told about something that was published; nothing comes of it where there is nobody to tell.

    `in_reply_to` is the id of the e-mail that it answers, where it is the answer to one; `about_mail_id` is our own id
    of an e-mail that it is about, where that belongs to no referral; `handover` is what goes to whoever takes it over.
    """

    notice_id: str
    message: str
    when_sensitive: str | None
    audience: Audience
    referral_id: str | None
    reference: str | None
    origin: str
    particulars: Particulars
    nobody_to_tell: bool = False
    in_reply_to: Personal[Contact] | None = None
    about_mail_id: str | None = None
    handover: Handover | None = None
    plain_only: bool = False
    watched: bool = False
    said_until: int = 0


class PostponeNotice(Command):
    """Ask the gate again later."""

    notice_id: str
    until: datetime
    reasons: tuple[str, ...]


class WithholdNotice(Command):
    """Write down that the gate refused."""

    notice_id: str
    reasons: tuple[str, ...]


class BeginSending(Command):
    """Write down that a message is about to be handed over; only who gets this through may hand it over."""

    notice_id: str
    attempt: int
    channel: Channel
    message: str
    message_version: int
    language: str
    neutral: bool
    reasons: tuple[str, ...]


class RecordSent(Command):
    """Write down that a message was handed over."""

    notice_id: str
    attempt: int


class RecordFailure(Command):
    """Write down that it could not be handed over; `lasting` if another try would not help."""

    notice_id: str
    attempt: int
    failure: str
    lasting: bool


class LeaveUncertain(Command):
    """Write down that nobody can tell whether it was handed over."""

    notice_id: str
    attempt: int
    failure: str


class SendAgain(Command):
    """Have a notice that is stuck tried again, through the gate."""

    notice_id: str


class FollowUp(Command):
    """Write down that a person told her otherwise; `way` is one of FOLLOW_UPS."""

    notice_id: str
    way: str = Field(max_length=40)
