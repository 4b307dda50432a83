"""What callers say when they refer somebody, in clear: each member checked for its form, none for being there.

Absent stays absent: nothing here turns a silence into a no. The codes for kind, channel, category and strands are
narrowed where a document comes in, and so are the answers; here codes are text.
"""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from services.intake.domain.values import campaign_code, postcode
from services.intake.domain.written import Day, Form, Moment, Text
from shared.kernel.time_windows import time_window

# Clocks of partners' systems run ahead of ours, and some stamp local midnight.
CLOCK_SKEW = timedelta(hours=24)
MOST_PEOPLE = 30
LONGEST_DESCRIPTION = 20_000

Role = Literal["victim", "perpetrator", "child", "witness", "other"]
Safety = Literal["yes", "no", "unknown"]


def _is_postcode(text: str | None) -> str | None:
    if text is not None and postcode(text) is None:
        raise PydanticCustomError("postcode", "Give a UK postcode such as SW19 1AA, or leave it out.")
    return text


def _is_campaign_code(text: str | None) -> str | None:
    code = campaign_code(text)
    if text is not None and code is None:
        raise PydanticCustomError("campaign", "Give the code of the card, such as K7M-5, or leave it out.")
    return code


def _in_safe_form(text: str) -> str:
    window = time_window(text)
    if window is None:
        raise PydanticCustomError("safe_times", "Give days and hours, such as Mon-Fri 10:00-14:00.")
    return window


def _not_ahead(moment: datetime | None, info: ValidationInfo) -> datetime | None:
    """Held against the time now, where the one who checks has said what it is."""
    now: datetime | None = (info.context or {}).get("now")
    if moment is not None and now is not None and moment > now + CLOCK_SKEW:
        raise PydanticCustomError("in_the_future", "This time has not come yet. Give the time it was, with its offset.")
    return moment


def _already_born(day: date | None, info: ValidationInfo) -> date | None:
    now: datetime | None = (info.context or {}).get("now")
    if day is not None and now is not None and day > (now + CLOCK_SKEW).date():
        raise PydanticCustomError(
            "in_the_future", "This day has not come yet. Give the date of birth, or leave it out."
        )
    return day


def already_come(day: date | None, info: ValidationInfo) -> date | None:
    """Held against the time now, where the one who checks has said what it is."""
    now: datetime | None = (info.context or {}).get("now")
    if day is not None and now is not None and day > (now + CLOCK_SKEW).date():
        raise PydanticCustomError("in_the_future", "This day has not come yet. Give the day it was, or leave it out.")
    return day


Name = Annotated[str | None, Text(200)]
Words = Annotated[str | None, Text(200)]
Address = Annotated[str | None, Text(500, lines=True)]
Prose = Annotated[str | None, Text(2_000, lines=True)]
Born = Annotated[date, Day(), AfterValidator(_already_born)] | None
Come = Annotated[date, Day(), AfterValidator(already_come)] | None
Past = Annotated[datetime, Moment(), AfterValidator(_not_ahead)] | None
# Any way of writing a number stands as it was typed; what it amounts to is worked out beside it.
Phone = Annotated[str | None, Text(60)]
Email = Annotated[
    str | None,
    Form(254, r"[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+", "email",
         "Give an e-mail address such as name@example.org, or leave it out."),
]  # fmt: skip
Uprn = Annotated[str | None, Form(12, "[0-9]{1,12}", "uprn", "Give the UPRN as text of up to 12 digits.")]
Ward = Annotated[str | None, Text(100)]
Language = Annotated[
    str | None,
    Form(35, "[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", "language", "Give a language code such as en, so or pt-BR."),
]
Code = Annotated[
    str | None,
    Form(60, "[a-z0-9][a-z0-9_.-]*", "code", "Give a short code of small letters, digits and underscores."),
]


class Given(BaseModel):
    """Something said, in clear. Printed, it shows nothing: these values must not reach a log by any road."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


class GivenOccurrence(Given):
    """When it happened, as nearly as the caller can say: days, a pattern in words, whether it goes on."""

    from_: Come = Field(default=None, alias="from")
    to: Come = None
    pattern: Prose = None
    ongoing: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "GivenOccurrence":
        if self.from_ is not None and self.to is not None and self.from_ > self.to:
            raise PydanticCustomError("before_start", "Give an end that is not before the start.", {"member": "to"})
        return self


class GivenLocation(Given):
    """Where it happens. Degrees are WGS84; the UPRN is text, because some begin with 0."""

    address: Address = None
    postcode: Annotated[str | None, Text(20), AfterValidator(_is_postcode)] = None
    uprn: Uprn = None
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    long: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    ward: Ward = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> "GivenLocation":
        if (self.lat is None) != (self.long is None):
            missing = "lat" if self.lat is None else "long"
            raise PydanticCustomError("half_a_point", "Give both lat and long, or neither.", {"member": missing})
        return self


class GivenChannel(Given):
    """Whether one way of reaching somebody is safe. Unknown is not safe."""

    safe: Safety = "unknown"
    voicemail: Safety = "unknown"
    times: tuple[Annotated[str, Field(max_length=80), AfterValidator(_in_safe_form)], ...] = Field(
        default=(), max_length=20
    )


class GivenSafeContact(Given):
    """How one person may be reached, when she last said so, and who must not learn of it."""

    phone: GivenChannel | None = None
    sms: GivenChannel | None = None
    email: GivenChannel | None = None
    post: GivenChannel | None = None
    in_person: GivenChannel | None = None
    confirmed_at: Past = None
    codeword: Words = None
    must_not_receive: tuple[Words, ...] | None = Field(default=None, max_length=20)


class GivenDetails(Given):
    """What reaches somebody now. A member left out stays as it was; null means that there is none any more."""

    phone: Phone = None
    email: Email = None
    address: Address = None


class GivenReporter(Given):
    """Who tells us, as far as they want to be known. `is_victim`: whether it happens to them; None is not known."""

    anonymous: bool = False
    full_name: Name = None
    phone: Phone = None
    email: Email = None
    is_victim: bool | None = None
    date_of_birth: Born = None
    address: Address = None

    @model_validator(mode="after")
    def _nameless(self) -> "GivenReporter":
        if self.anonymous and self.full_name is not None:
            raise PydanticCustomError(
                "anonymous_with_name", "Leave the name out, or say anonymous: false.", {"member": "full_name"}
            )
        return self


class GivenPerson(Given):
    """Somebody else who is involved; a person in two roles is one entry with both."""

    roles: tuple[Role, ...] = Field(min_length=1, max_length=5)
    full_name: Name = None
    date_of_birth: Born = None
    phone: Phone = None
    email: Email = None
    address: Address = None
    safe_contact: GivenSafeContact | None = None


class GivenAsking(Given):
    """Which wording of which question brought which answers: a changed question must not look like a changed life."""

    question: Code = None
    wording: int = Field(ge=1, le=10_000)
    facts: tuple[str, ...] = Field(max_length=60)


class GivenSharing(Given):
    """On what footing details are held and shared, and whether the person was asked and told."""

    lawful_basis: Literal["public_task", "vital_interests", "legal_obligation", "consent"] | None = None
    condition: Code = None
    consent: Literal["given", "refused", "not_sought", "unknown"] = "unknown"
    privacy_notice: Literal["given", "deferred", "not_given", "unknown"] = "unknown"
    privacy_review_on: Annotated[date, Day()] | None = None
    why: Prose = None


Purpose = Literal["assess", "act", "share"]


class GivenConsent(Given):
    """What somebody said about a piece of evidence; what was not asked is neither yes nor no."""

    said: Literal["given", "refused", "withdrawn", "not_asked", "unknown"] = "not_asked"
    by: Literal["reporter", "victim", "parent", "other"] | None = None
    purposes: tuple[Purpose, ...] = Field(default=(), max_length=3)
    said_at: Past = None

    @model_validator(mode="after")
    def _whole(self) -> "GivenConsent":
        if self.said in ("given", "refused", "withdrawn") and self.by is None:
            raise PydanticCustomError("consent_of_whom", "Say who agreed or refused.", {"member": "by"})
        if self.said == "given" and not self.purposes:
            raise PydanticCustomError("consent_for_what", "Say what they agreed to.", {"member": "purposes"})
        return self


class GivenEvidence(Given):
    """What is said about a file: what it shows, when it was made, what it is held for, and what was agreed to."""

    says: Prose = None
    made_on: Come = None
    purposes: tuple[Purpose, ...] = Field(default=("assess",), min_length=1, max_length=3)
    consent: GivenConsent = GivenConsent()


class GivenReferral(Given):
    """Everything a caller may say about one matter, besides the answers to our questions."""

    kind: str
    channel: str
    received_at: Past = Field(
        default=None,
        description="When it came to us, by whatever road; now, where it is left out. Clocks that run up to 24 hours "
        "ahead of ours are believed. What occurred comes before it, and when we wrote it down is noted apart.",
    )
    category: str | None = None
    strands: tuple[str, ...] | None = None
    description: Annotated[str | None, Text(LONGEST_DESCRIPTION, lines=True)] = None
    occurred: GivenOccurrence | None = None
    location: GivenLocation | None = None
    reporter: GivenReporter | None = None
    safe_contact: GivenSafeContact | None = None
    language: Language = None
    interpreter: Words = None
    interviewer_preference: Words = None
    people: tuple[GivenPerson, ...] | None = Field(default=None, max_length=MOST_PEOPLE)
    agency: Code = None
    campaign: Annotated[str | None, Text(20), AfterValidator(_is_campaign_code)] = None
    asked: tuple[GivenAsking, ...] | None = Field(default=None, max_length=60)
    sharing: GivenSharing | None = None

    @model_validator(mode="after")
    def _occurred_before_it_was_received(self) -> "GivenReferral":
        """Nobody tells of what has not happened; whose clock runs ahead is believed here too."""
        if self.occurred is not None and self.received_at is not None:
            latest = (self.received_at + CLOCK_SKEW).date()
            for member, day in (("from", self.occurred.from_), ("to", self.occurred.to)):
                if day is not None and day > latest:
                    says = "This day comes after the time it was received. Check both."
                    raise PydanticCustomError("after_receipt", says, {"member": f"occurred.{member}"})
        return self
