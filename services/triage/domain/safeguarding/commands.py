"""What may be asked of the safeguarding of a case."""

from datetime import date
from typing import Literal

from pydantic import Field

from shared.kernel.handling import Command

Age = Literal["child", "adult", "not_known"]
Consent = Literal["given", "refused", "not_able", "not_asked", "not_needed"]
Interpreter = Literal["professional", "not_needed", "none_yet"]
Accommodation = Literal["arranged", "offered", "not_needed", "not_asked"]


class SafeguardingCommand(Command):
    """Something on one referral, by an account, on a day."""

    referral_id: str
    by: str
    today: date


class ConsiderExploitation(SafeguardingCommand):
    """Write down what was seen, how old they are, whether an adult agrees; what follows is decided from that."""

    considered_id: str
    person_id: str
    age: Age
    consent: Consent
    interpreter: Interpreter
    accommodation: Accommodation
    indicators: tuple[str, ...] = Field(repr=False)
    words: str = Field(repr=False)


class ReferToNrm(SafeguardingCommand):
    """The form of the Home Office was sent. `childrens_services_told` is gathered from the hand-overs."""

    considered_id: str
    their_number: str = Field(repr=False)
    sent_on: date
    childrens_services_told: bool = False


class NotifyHomeOffice(SafeguardingCommand):
    """Notify without anybody's details. `details` are all that is known of the people of the referral, gathered so that
    none of it leaves."""

    considered_id: str
    gender: str
    age_band: str
    exploitation: str
    where: str
    words: str = Field(repr=False)
    their_number: str = Field(default="", repr=False)
    sent_on: date
    details: tuple[str, ...] = Field(default=(), repr=False)


class RecordNrmDecision(SafeguardingCommand):
    """What the Home Office decided."""

    considered_id: str
    decision: str
    decided_on: date


class HandleHateCrime(SafeguardingCommand):
    """Somebody sees it as done out of hate."""

    perceived_by: Literal["victim", "witness", "officer", "partner"]
    motives: tuple[str, ...] = Field(repr=False)
    police: Literal["told_by_us", "told_by_them", "through_third_party", "not_wanted", "not_asked"]
    crime_number: str = Field(default="", repr=False)
    support: Literal["accepted", "declined", "not_reached", "not_offered"]
    words: str = Field(default="", repr=False)


class AssessPremisesClaim(SafeguardingCommand):
    """Whether the claim about premises holds, and who is thought of there."""

    claim: Literal["likely", "unlikely", "not_clear"]
    source: str
    people: Literal["may_be_exploited", "nothing_seen", "not_known"]
    words: str = Field(repr=False)


class NotePremisesParty(SafeguardingCommand):
    """Who has to do with the premises."""

    party_id: str
    party: Literal["landlord", "agent", "tenant", "manager", "other"]
    involved: Literal["may_be", "not_seen", "not_known"]
    name: str = Field(default="", repr=False)


class TakePremisesStep(SafeguardingCommand):
    """Something was done about the premises."""

    step: Literal["police_told", "support_visit", "landlord_told", "joint_visit", "nothing_more"]
    taken_on: date
