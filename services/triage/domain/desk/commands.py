"""What may be asked of the desk."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from shared.kernel.handling import Command

ContactWay = Literal["phone", "sms", "email", "post", "in_person"]
ContactOutcome = Literal["reached", "no_answer", "message_left", "sent", "not_safe_then"]
EmergencyCode = Literal["danger_to_life", "danger_to_a_child", "asked_by_emergency_services", "other_urgent_need"]
EmergencyVerdict = Literal["justified", "not_justified"]
HandOverReason = Literal["absence", "kept_away", "left"]


class TakeOn(Command):
    """An officer makes a referral theirs. `seen` is in whose hands it was when they decided to; None for nobody's."""

    referral_id: str
    taken_by: str
    seen: str | None = None


class PutBack(Command):
    """Nobody has it in hand any longer."""

    referral_id: str


class GiveTo(Command):
    """An officer gives a referral to another. `seen` is as with `TakeOn`."""

    referral_id: str
    given_to: str
    given_by: str
    seen: str | None = None


class HandOver(Command):
    """A referral leaves the hands of somebody who cannot act on it; `given_to` None puts it back."""

    referral_id: str
    handed_from: str
    given_to: str | None
    because: HandOverReason


class AgreeOverride(Command):
    """A second person agrees with what another would decide."""

    referral_id: str
    agreed_by: str


class DeclineOverride(Command):
    """It is not decided otherwise after all."""

    referral_id: str
    declined_by: str


class RecordContact(Command):
    """Somebody tried to reach whoever it is about."""

    referral_id: str
    way: ContactWay
    outcome: ContactOutcome


class RecordReceipt(Command):
    """A service has told us that it has what we sent."""

    referral_id: str


class NoteSilence(Command):
    """What a rule awaits has not happened. `acts` is how much had been done when that was found."""

    referral_id: str
    rule: str
    awaits: str
    priority: str
    since_at: datetime
    due_at: datetime
    rules_version: str
    acts: int


class RecordAbsence(Command):
    """An officer is away on these days, both included."""

    absence_id: str
    account_id: str
    first_day: date
    last_day: date
    cover_id: str | None = None


class EndAbsence(Command):
    """An officer is back on a day, sooner than she said, or does not go at all."""

    account_id: str
    absence_id: str
    back_on: date


class OpenInEmergency(Command):
    """Somebody looks at a record that their role does not show. `subject_id` is under whose key the reason stands."""

    view_id: str
    referral_id: str
    reference: str
    account_id: str
    code: EmergencyCode
    text: str = Field(repr=False)
    subject_id: str
    review_due_at: datetime


class ReviewEmergencyView(Command):
    """A second person judges whether it was right to look."""

    view_id: str
    reviewed_by: str
    verdict: EmergencyVerdict


class NoteMissedReview(Command):
    """The time for judging it is over."""

    view_id: str
    due_at: datetime
