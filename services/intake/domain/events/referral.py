"""What has happened to referrals and to the people in them, and the parts these facts are made of."""

from datetime import date, datetime

import msgspec

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Identity, Narrative, Personal, Place

AnswerValue = str | int | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a fact."""


class Occurrence(Part, frozen=True, kw_only=True):
    """When it happened, as nearly as the caller could say."""

    from_: date | None = msgspec.field(default=None, name="from")
    to: date | None = None
    pattern: Personal[Narrative] | None = None
    ongoing: bool | None = None


class Location(Part, frozen=True, kw_only=True):
    """Where it happens. `postcode` in its normal form, `postcode_typed` where it was typed otherwise.

    `point` is "latitude,longitude" in WGS84 degrees; `ward` is clear, since counts are made by it, and only where what
    was given cannot be anything but a ward; otherwise it stands sealed in `ward_typed`.
    """

    address: Personal[Place] | None = None
    postcode: Personal[Place] | None = None
    postcode_typed: Personal[Place] | None = None
    uprn: Personal[Place] | None = None
    point: Personal[Place] | None = None
    ward: str | None = None
    ward_typed: Personal[Place] | None = None


class ChannelSafety(Part, frozen=True, kw_only=True):
    """Whether one way of reaching somebody is safe: "yes", "no" or "unknown", and only yes is safe.

    `times` are days and hours such as "Mon-Fri 10:00-14:00", local time; none means any time.
    """

    safe: str = "unknown"
    voicemail: str = "unknown"
    times: tuple[str, ...] = ()


class SafeContact(Part, frozen=True, kw_only=True):
    """How one person may be reached, when she last said so, and who must not learn of it."""

    phone: ChannelSafety = ChannelSafety()
    sms: ChannelSafety = ChannelSafety()
    email: ChannelSafety = ChannelSafety()
    post: ChannelSafety = ChannelSafety()
    in_person: ChannelSafety = ChannelSafety()
    confirmed_at: datetime | None = None
    codeword: Personal[Contact] | None = None
    must_not_receive: tuple[Personal[Identity], ...] = ()


class Involved(Part, frozen=True, kw_only=True):
    """One person of a referral, in every role she has there, under her own key. `phone` stands as it was typed.

    `safe_contact` is hers where the referral gave it for her; the reporter's stands on the referral.
    """

    person_id: str
    roles: tuple[str, ...]
    full_name: Personal[Identity] | None = None
    date_of_birth: Personal[Identity] | None = None
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None
    safe_contact: SafeContact | None = None


class Words(Part, frozen=True, kw_only=True):
    """An answer in free words, which may speak about people."""

    name: str
    text: Personal[Narrative]


class Asking(Part, frozen=True, kw_only=True):
    """Which wording of which question brought which answers."""

    question: str | None
    wording: int
    answers: tuple[str, ...]


class Sharing(Part, frozen=True, kw_only=True):
    """On what footing details are held and shared (UK GDPR Articles 6 and 9; DPA 2018 Schedule 1), and who was told."""

    lawful_basis: str | None = None
    condition: str | None = None
    consent: str = "unknown"
    privacy_notice: str = "unknown"
    privacy_review_on: date | None = None
    why: Personal[Narrative] | None = None


class Derived(Part, frozen=True, kw_only=True):
    """Something nobody said, worked out from open data: which answer or "ward", from what, and of when the data is."""

    name: str
    value: str
    from_: str = msgspec.field(name="from")
    data_of: str


class CameAsMail(Part, frozen=True, kw_only=True):
    """The e-mail a referral came as. `header_id` is the id its sender's program gave it, which an answer refers to.

    `answerable`: nothing in the message itself speaks against a plain answer. Whether one goes is the gate's to say.
    """

    message_id: str
    header_id: Personal[Contact] | None = None
    answerable: bool = False


class ReferralSubmitted(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A referral was received. What it does not state is unknown.

    The account and the place stand under the key of `account_of`: the reporter, or somebody minted for one who gave no
    name. `reporter_id` is set where anything is known of the reporter. `safe_contact` is the reporter's. `derived` is
    left out of what is stored where nothing was worked out, as before there was anything to work it out from.
    """

    referral_id: str
    reference: str
    kind: str
    channel: str
    category: str | None
    strands: tuple[str, ...]
    received_at: datetime
    occurred: Occurrence
    location: Location
    description: Personal[Narrative] | None
    answers: dict[str, AnswerValue]
    words: tuple[Words, ...]
    asked: tuple[Asking, ...]
    account_of: str
    anonymous: bool
    reporter_id: str | None
    reporter_is_victim: bool | None
    victim_id: str | None
    people: tuple[Involved, ...]
    safe_contact: SafeContact
    language: str
    interpreter: Personal[Narrative] | None
    interviewer_preference: Personal[Narrative] | None
    agency: str | None
    sharing: Sharing | None
    derived: tuple[Derived, ...] = ()
    mail: CameAsMail | None = None


class SafeContactChanged(Fact, frozen=True, kw_only=True):
    """Somebody said anew how she may be reached; this replaces all that was said before."""

    referral_id: str
    reference: str
    person_id: str
    safe_contact: SafeContact


class MinutesSpent(Fact, frozen=True, kw_only=True):
    """An officer spent time on a referral, in whole minutes."""

    referral_id: str
    reference: str
    minutes: int
    activity: str


class OutcomeNoted(Fact, frozen=True, kw_only=True):
    """What triage published about a referral, kept so that our own lists can show it."""

    referral_id: str
    reference: str
    status: str
    outcome: str
    route: str
    priority: str | None
    case_reference: str | None
    confirmed: bool


class HoldPlaced(Fact, frozen=True, kw_only=True):
    """Somebody's details must be kept for now; `hold` is the code of the reason, such as a claim at court."""

    person_id: str
    hold: str
    authority: str


class HoldLifted(Fact, frozen=True, kw_only=True):
    """A reason to keep somebody's details has gone."""

    person_id: str
    hold: str
    authority: str


class ForgetRequested(Fact, frozen=True, kw_only=True):
    """No hold stands in the way and the person's key is to be destroyed.

    The reason is kept under a key of its own, since the person's will be gone.
    """

    person_id: str
    authority: str
    reason: Personal[Narrative]
    requested_at: datetime


class PersonForgotten(Fact, frozen=True, kw_only=True):
    """The person's key has been destroyed."""

    person_id: str
    authority: str


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.referral_submitted",
        1,
        ReferralSubmitted,
        "A referral was received by {channel} ({kind}).",
        "We received what you told us.",
    ),
    FactType(
        "intake.safe_contact_changed",
        1,
        SafeContactChanged,
        "How to reach somebody safely was said anew.",
        "You told us how to reach you safely.",
    ),
    FactType("intake.minutes_spent", 1, MinutesSpent, "{minutes} minutes were spent on it ({activity})."),
    FactType(
        "intake.outcome_noted",
        1,
        OutcomeNoted,
        "Triage: {outcome}, {route}. It now stands as {status}.",
        "We decided what happens next.",
    ),
    FactType("intake.hold_placed", 1, HoldPlaced, "The details must be kept: {hold}, by authority of {authority}."),
    FactType("intake.hold_lifted", 1, HoldLifted, "The reason {hold} to keep the details has gone."),
    FactType("intake.forget_requested", 1, ForgetRequested, "Forgetting was asked for by authority of {authority}."),
    FactType("intake.person_forgotten", 1, PersonForgotten, "The person was forgotten by authority of {authority}."),
)
