"""What intake tells the others: referrals received, safe contact changed, people forgotten."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.model import Contract, Part, SealedText

AnswerValue = str | int | None
Safety = Literal["yes", "no", "unknown"]


class ChannelSafety(Part):
    """Whether one way of reaching somebody is safe; anything but yes means not safe."""

    safe: Safety = "unknown"
    voicemail: Safety = "unknown"
    times: tuple[str, ...] = ()


class SafeContact(Part):
    """How one person may be reached, and when she last said so."""

    phone: ChannelSafety = ChannelSafety()
    sms: ChannelSafety = ChannelSafety()
    email: ChannelSafety = ChannelSafety()
    post: ChannelSafety = ChannelSafety()
    in_person: ChannelSafety = ChannelSafety()
    confirmed_at: datetime | None = None
    codeword: SealedText | None = None
    must_not_receive: tuple[SealedText, ...] = ()


class InvolvedPerson(Part):
    """One person of a referral, in every role she has there.

    `safe_contact` is hers where the referral gave it for her; the reporter's stands on the referral itself.
    """

    person_id: str
    roles: tuple[str, ...]
    full_name: SealedText | None = None
    date_of_birth: SealedText | None = None
    phone: SealedText | None = None
    email: SealedText | None = None
    address: SealedText | None = None
    safe_contact: SafeContact | None = None


class Words(Part):
    """An answer somebody gave in their own words, under the reporter's key."""

    name: str
    text: SealedText


class Occurred(Part):
    """When it happened, as far as is known."""

    from_: date | None = Field(default=None, validation_alias="from", serialization_alias="from")
    to: date | None = None
    ongoing: bool | None = None


class Derived(Part):
    """An answer, or "ward", that nobody gave: worked out from open data of a month, which what was said goes before."""

    name: str
    from_: str = Field(validation_alias="from", serialization_alias="from")
    data_of: str


class CameAsMail(Part):
    """The e-mail a referral came as. `header_id` is the id its sender's program gave it, which an answer refers to.

    `answerable`: nothing in the message itself speaks against a plain answer in its thread.
    """

    message_id: str
    header_id: SealedText | None = None
    answerable: bool = False


class ReferralSubmitted(Contract):
    """A referral of anti-social behaviour or domestic abuse has been received by some channel."""

    event: ClassVar[str] = "intake.referral_submitted"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    kind: str
    channel: str
    category: str | None
    strands: tuple[str, ...]
    received_at: datetime
    occurred: Occurred
    ward: str | None
    answers: dict[str, AnswerValue]
    reporter_id: str | None
    reporter_is_victim: bool | None
    victim_id: str | None
    people: tuple[InvolvedPerson, ...]
    safe_contact: SafeContact
    language: str
    agency: str | None
    origin: str
    account_of: str | None = None
    words: tuple[Words, ...] = ()
    derived: tuple[Derived, ...] = ()
    mail: CameAsMail | None = None


class SafeContactChanged(Contract):
    """The way a person may safely be reached has changed; messages not yet sent are held to the new answer."""

    event: ClassVar[str] = "intake.safe_contact_changed"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    person_id: str
    safe_contact: SafeContact


class CallerSignposted(Contract):
    """While a call went on, an officer showed the caller another door and read out where it is.

    `sent_on` is whether the details go there too, with the caller's knowledge: what goes is `passed_on`, on the footing
    of `consent` ("given", "refused", "not_sought") or of `basis` and `why`. `landlord` is the number under which the
    landlord stands in the regulator's register, where it was recognised. Whether that closes the referral is triage's
    to say.
    """

    event: ClassVar[str] = "intake.caller_signposted"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    route: str
    sent_on: bool
    passed_on: SealedText | None = None
    consent: Literal["given", "refused", "not_sought"] | None = None
    basis: Literal["public_task", "vital_interests", "legal_obligation"] | None = None
    why: SealedText | None = None
    landlord: str | None = None


class AnswersGiven(Contract):
    """An officer answered questions about a referral after it came in; what is None stays as it was.

    `people` are those who were not known to be in it, and of those who were, what was not known of them: whose roles
    hold `reporter` is who told of it.
    """

    event: ClassVar[str] = "intake.answers_given"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    kind: str | None
    category: str | None
    strands: tuple[str, ...] | None
    answers: dict[str, AnswerValue]
    people: tuple[InvolvedPerson, ...] = ()
    ward: str | None = None
    language: str | None = None


class DangerWordsFound(Contract):
    """An e-mail about a referral, the one it came as or a later one, says something that may mean danger."""

    event: ClassVar[str] = "intake.danger_words_found"
    version: ClassVar[int] = 1

    message_id: str
    referral_id: str
    reference: str


class DangerWordsSetAside(Contract):
    """An e-mail that waits in quarantine for a person to read it says something that may mean danger."""

    event: ClassVar[str] = "intake.danger_words_set_aside"
    version: ClassVar[int] = 1

    message_id: str


class ContactDetailsChanged(Contract):
    """What reaches a person is another; hold it for not safe until she is asked, whatever was said of the old one.

    Of the members named in `changed` this is the new one, null for none any more; the others stay as they were.
    """

    event: ClassVar[str] = "intake.contact_details_changed"
    version: ClassVar[int] = 1

    referral_id: str
    reference: str
    person_id: str
    changed: tuple[Literal["phone", "email", "address"], ...]
    phone: SealedText | None
    email: SealedText | None
    address: SealedText | None
    safe_contact: SafeContact


class PersonForgotten(Contract):
    """A person's key has been destroyed: nothing sealed under it can be opened again, by anyone."""

    event: ClassVar[str] = "intake.person_forgotten"
    version: ClassVar[int] = 1

    person_id: str
    authority: str


EVENTS: tuple[type[Contract], ...] = (
    ReferralSubmitted,
    CallerSignposted,
    SafeContactChanged,
    ContactDetailsChanged,
    AnswersGiven,
    DangerWordsFound,
    DangerWordsSetAside,
    PersonForgotten,
)
