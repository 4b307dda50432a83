"""What may be asked of intake. `at` is when it happened in the world; ids are chosen by whoever asks."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.intake.domain.events import StoredFile
from services.intake.domain.given import GivenConsent, GivenDetails, GivenEvidence, GivenReferral, GivenSafeContact
from services.intake.domain.given_diary import GivenDiaryEntry
from services.intake.domain.given_mail import GivenMail, GivenThread
from services.intake.domain.places import Placed
from services.intake.domain.sent_on import SentOn
from shared.kernel.handling import Command

# An authority stands in clear on a fact that outlives the person: a file number or an office, no sentence.
Authority = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,79}$")]
HoldCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
# Who is on the line, and what may safely be done after a call that was cut off.
Caller = Literal["victim", "neighbour", "professional", "complained_of"]
NextStep = Literal["call_back", "wait", "tell_police"]
Status = Literal["triaged", "more_needed", "emergency", "case_open", "case_closed", "signposted"]
DismissedAs = Literal["advertising", "not_for_us", "test", "automatic", "dealt_with"]


class TakenCall(BaseModel):
    """How the call ended that a referral came by, and what the caller was told; see the fact `CallEnded`."""

    model_config = ConfigDict(frozen=True)

    ended: Literal["signposted", "handed_over", "dropped"]
    caller: Caller | None = None
    minutes: int = Field(default=0, ge=0, le=1_440)
    route: str | None = None
    destination: str | None = Field(default=None, repr=False)
    saying: str | None = None
    wording: int | None = None
    said: str | None = Field(default=None, repr=False)
    sent_on: bool = False
    advised_999_at: datetime | None = None
    passed_on: SentOn | None = None


FormRoad = Literal["keyed", "uploaded"]
VoidAs = Literal["spoilt", "lost", "not_used"]
MOST_FORMS = 50


class SubmitReferral(Command):
    """Take in a referral; `at` is when it was received.

    `reporter_id` and, for each of `given.people` in their order, `person_ids` say who is who; equal ids are one person.
    `answers` are codes, numbers and days (YYYY-MM-DD); `words` are answers in free words. `agency` is the referring
    agency as the caller's own account names it, which goes before what the caller says. `call` is the telephone call it
    came by, which ends as it comes in; `mail` the e-mail it came as. `placed` is where open data puts the postcode;
    None where nobody looked. `phrase` is the hash of the one that a resident comes back with. `referrer` is the kind of
    partner whose key it came by.
    """

    referral_id: str
    reference: str
    reporter_id: str
    person_ids: tuple[str, ...] = ()
    agency: str | None = None
    given: GivenReferral = Field(repr=False)
    answers: dict[str, str | int | None] = Field(default={}, repr=False)
    words: dict[str, str] = Field(default={}, repr=False)
    call: TakenCall | None = None
    placed: Placed | None = Field(default=None, repr=False)
    mail: GivenThread | None = None
    phrase: str | None = Field(default=None, repr=False)
    referrer: str | None = None


class ChangeSafeContact(Command):
    """Say anew how somebody may be reached. A codeword or list of names not given stays as it was."""

    reference: str
    person_id: str
    safe_contact: GivenSafeContact = Field(repr=False)


class ChangeContactDetails(Command):
    """Somebody has another telephone, e-mail or address; only the members that are set in `given` change."""

    reference: str
    person_id: str
    given: GivenDetails = Field(repr=False)


class RecordMinutes(Command):
    """An officer spent whole minutes on a referral, up to a day."""

    reference: str
    minutes: int = Field(ge=1, le=1_440)
    activity: Literal["call", "reading", "contact", "writing", "other"] = "other"


class NoteCallBack(Command):
    """Somebody tried to reach the caller of a call that was dropped."""

    reference: str
    outcome: Literal["reached", "not_reached", "not_safe", "police_told"]


class AddEvidence(Command):
    """Add a file that lies in the store already, sealed under the key of `person_id`; `at` is when it was received."""

    referral_id: str
    reference: str
    evidence_id: str
    person_id: str
    kind: Literal["photo", "recording", "document"]
    file: StoredFile
    road: Literal["resident", "staff", "partner", "email"]
    given: GivenEvidence = Field(default=GivenEvidence(), repr=False)


class ChangeEvidenceConsent(Command):
    """Say anew what may be done with a piece of evidence."""

    referral_id: str
    reference: str
    evidence_id: str
    consent: GivenConsent


class OpenDiary(Command):
    """Give somebody a diary. `code` is what opens it, `safe` what is known of the way it is given by, `abuse`
    whether there is any sign of domestic abuse or of another form of violence, `remind` whether she wished it."""

    referral_id: str
    reference: str
    person_id: str
    code: str = Field(repr=False)
    first_on: date
    days: int = Field(ge=7, le=10)
    way: Literal["now", "phone", "sms", "email", "post"]
    safe: Literal["yes", "no", "unknown"]
    abuse: bool
    remind: bool = False


class WriteDiaryEntry(Command):
    """Write something into a diary; `at` is when it happened, `received_at` when we were given it."""

    referral_id: str
    reference: str
    entry_id: str
    road: Literal["resident", "staff"]
    received_at: datetime
    given: GivenDiaryEntry = Field(repr=False)


class CloseDiary(Command):
    """Nothing more is to be written."""

    referral_id: str
    reference: str
    because: Literal["finished", "ended_by_officer"]


class WithdrawEvidence(Command):
    """Take a piece of evidence back: nobody may open it from now on."""

    referral_id: str
    reference: str
    evidence_id: str
    because: Literal["consent_withdrawn", "added_by_mistake", "by_resident"]


class NoteOutcome(Command):
    """Remember what triage published about a referral; where it does not say whether a person agreed, that stands."""

    reference: str
    status: Status
    outcome: str
    route: str
    priority: str | None = None
    case_reference: str | None = None
    confirmed: bool | None = None


class PlaceHold(Command):
    """Keep somebody's details whatever else is asked, for a reason named by a code."""

    person_id: str
    hold: HoldCode
    authority: Authority


class LiftHold(Command):
    """The reason to keep somebody's details has gone."""

    person_id: str
    hold: HoldCode
    authority: Authority


class ForgetPerson(Command):
    """Ask for a person's key to be destroyed. `reason_under` is an id minted to keep the reason under."""

    person_id: str
    authority: Authority
    reason: Reason = Field(repr=False)
    reason_under: str


class CompleteForgetting(Command):
    """The key of a person whom it was asked to forget has been destroyed."""

    person_id: str


class JoinMessage(Command):
    """Somebody who belongs to a referral wrote again about it."""

    reference: str
    mail: GivenThread


class TakeMessage(Command):
    """Keep what came in by e-mail and what it was taken for; `at` is when it was received.

    `message_id` is made of the message, so that the same one has the same id however often it comes.
    """

    message_id: str
    result: Literal["referral", "reply", "ignored", "quarantined"]
    reason: str
    kept_under: str
    mail: GivenMail = Field(repr=False)
    reference: str | None = None
    referral_id: str | None = None
    quoted: str | None = None
    dangers: tuple[str, ...] = ()
    listed: str | None = None


class ReleaseMessage(Command):
    """A message that was set aside has become a referral, because a person saw that it is one."""

    message_id: str
    reference: str
    referral_id: str


class DismissMessage(Command):
    """A message that waits in quarantine is nothing for us."""

    message_id: str
    why: DismissedAs


class IssueForms(Command):
    """Give out so many new form numbers of each kind, to print or for a laptop."""

    held_as: Literal["paper", "laptop"]
    asb: int = Field(ge=0, le=MOST_FORMS)
    domestic_abuse: int = Field(ge=0, le=MOST_FORMS)


class KeyForm(Command):
    """What stands on a form is about to come in under this reference; `at` is when it was keyed or uploaded."""

    number: str
    referral_id: str
    reference: str
    road: FormRoad
    instead_of: str | None = None


class KeyFormAgain(Command):
    """The same form came once more; `differing` are the members in which it is not what was taken in."""

    number: str
    road: FormRoad
    differing: tuple[str, ...] = ()
    copied: SubmitReferral = Field(repr=False)


class VoidForm(Command):
    """Nothing will come of this number."""

    number: str
    why: VoidAs
