"""What has happened at notifications: the facts of its log."""

from datetime import datetime

from services.notifications.domain.values.contact import KnownPerson, NewDetails, Particulars, Safety
from services.notifications.domain.values.handover import Handover
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Personal


class ContactsNoted(Fact, frozen=True, kw_only=True):
    """How the people of a referral may be reached, as it stood when the referral was received.

    `sensitive_because` are codes of what makes the referral sensitive; empty while nothing does.
    """

    referral_id: str
    reference: str
    reporter_id: str | None
    people: tuple[KnownPerson, ...]
    sensitive_because: tuple[str, ...]
    language: str
    origin: str


class PeopleNoted(Fact, frozen=True, kw_only=True):
    """Somebody was named in a referral since it came in, or more was learnt of somebody; of each detail the newest."""

    referral_id: str
    people: tuple[KnownPerson, ...]


class ContactsChanged(Fact, frozen=True, kw_only=True):
    """Somebody said anew how she may be reached; notices not yet sent are held to it."""

    referral_id: str
    person_id: str
    safety: Safety


class DetailsChanged(Fact, frozen=True, kw_only=True):
    """What reaches somebody is another now; it and how far it is safe are known from the same moment."""

    referral_id: str
    person_id: str
    details: NewDetails
    safety: Safety


class AddressHidden(Fact, frozen=True, kw_only=True):
    """The address of these people is that of a place that nobody may find: no letter goes there."""

    referral_id: str
    code: str
    person_ids: tuple[str, ...]


class AddressShown(Fact, frozen=True, kw_only=True):
    """The place of this code is restricted no more."""

    referral_id: str
    code: str


class SensitivityRaised(Fact, frozen=True, kw_only=True):
    """What was decided about a referral makes it sensitive; nothing ever makes it less so."""

    referral_id: str
    because: str


class PersonForgotten(Fact, frozen=True, kw_only=True):
    """A person's key has been destroyed; nothing goes out to her any more."""

    person_id: str


class NoticeRequested(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Something was published that somebody should be told about.

    `in_reply_to` is the id of the e-mail that it answers, `about_mail_id` our own id of one that belongs to no
    referral, `handover` what goes to whoever takes it over; each is left out of what is stored where there is none.
    `plain_only` is for what nobody must get where the referral is sensitive, or where it was said anew how somebody
    may be reached, `said_until` times before; `watched` is for what somebody has to say themselves in any case.
    """

    notice_id: str
    message: str
    when_sensitive: str | None
    audience: str
    referral_id: str | None
    reference: str | None
    origin: str
    particulars: Particulars
    requested_at: datetime
    in_reply_to: Personal[Contact] | None = None
    about_mail_id: str | None = None
    handover: Handover | None = None
    plain_only: bool = False
    said_until: int = 0
    watched: bool = False


class NoticePostponed(Fact, frozen=True, kw_only=True):
    """It may not go now, but at this moment it is asked again."""

    notice_id: str
    until_at: datetime
    reasons: tuple[str, ...]


class NoticeWithheld(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The gate refused; a person has to follow up. `handover_id` is the hand-over that did not go."""

    notice_id: str
    referral_id: str | None
    reference: str | None
    message: str
    reasons: tuple[str, ...]
    handover_id: str | None = None


class SendingBegun(Fact, frozen=True, kw_only=True):
    """The gate allowed it, and the message is about to be handed over; written before the hand-over."""

    notice_id: str
    attempt: int
    channel: str
    message: str
    message_version: int
    language: str
    neutral: bool
    reasons: tuple[str, ...]
    begun_at: datetime


class NoticeSent(Fact, frozen=True, kw_only=True):
    """The message was handed over."""

    notice_id: str
    referral_id: str | None
    reference: str | None
    attempt: int
    message: str
    message_version: int
    channel: str


class NoticeFailed(Fact, frozen=True, kw_only=True):
    """The message could not be handed over; it is tried again, through the gate."""

    notice_id: str
    attempt: int
    failure: str
    next_try_at: datetime


class NoticeGivenUp(Fact, frozen=True, kw_only=True):
    """The message could not be handed over and is not tried again by itself."""

    notice_id: str
    attempt: int
    failure: str


class NoticeLeftUncertain(Fact, frozen=True, kw_only=True):
    """Nobody can tell whether the message was handed over; it is never sent again by itself."""

    notice_id: str
    attempt: int
    failure: str


class NoticeReleased(Fact, frozen=True, kw_only=True):
    """Somebody had a notice tried again, through the gate."""

    notice_id: str
    due_at: datetime


class NoticeFollowedUp(Fact, frozen=True, kw_only=True):
    """Somebody told the person otherwise, or found that she need not be told."""

    notice_id: str
    way: str


FACTS: tuple[FactType, ...] = (
    FactType("notifications.contacts_noted", 1, ContactsNoted, "What was said about reaching people safely was noted."),
    FactType("notifications.people_noted", 1, PeopleNoted, "Who else is in the referral was noted."),
    FactType("notifications.contacts_changed", 1, ContactsChanged, "A person's safe ways of contact changed."),
    FactType("notifications.details_changed", 1, DetailsChanged, "What reaches a person changed; it is not safe yet."),
    FactType("notifications.address_hidden", 1, AddressHidden, "A letter may not go where nobody may find: {code}."),
    FactType("notifications.address_shown", 1, AddressShown, "The place {code} is hidden no more."),
    FactType("notifications.sensitivity_raised", 1, SensitivityRaised, "The referral counts as sensitive: {because}."),
    FactType("notifications.person_forgotten", 1, PersonForgotten, "A person was forgotten; nothing goes out to her."),
    FactType("notifications.notice_requested", 1, NoticeRequested, "A notice was asked for: {message}, to {audience}."),
    FactType("notifications.notice_postponed", 1, NoticePostponed, "The notice waits for a moment at which it may go."),
    FactType("notifications.notice_withheld", 1, NoticeWithheld, "The gate refused the notice; a person follows up."),
    FactType(
        "notifications.sending_begun", 1, SendingBegun,
        "The gate allowed the notice by {channel}; {message} version {message_version} was about to go.",
    ),
    FactType("notifications.notice_sent", 1, NoticeSent, "The notice went out by {channel}."),
    FactType("notifications.notice_failed", 1, NoticeFailed, "Sending failed ({failure}); it is tried again."),
    FactType("notifications.notice_given_up", 1, NoticeGivenUp, "Sending failed for good: {failure}."),
    FactType("notifications.notice_left_uncertain", 1, NoticeLeftUncertain, "It is not known whether it went out."),
    FactType("notifications.notice_released", 1, NoticeReleased, "The notice is tried again."),
    FactType("notifications.notice_followed_up", 1, NoticeFollowedUp, "The person was told otherwise: {way}."),
)  # fmt: skip
