"""What may be asked about households, about what weighs on their adults, and about who else knows somebody."""

from datetime import date
from typing import Literal

from pydantic import Field

from shared.kernel.handling import Command

Part = Literal["adult", "child", "carer", "elsewhere"]
Source = Literal[
    "self", "relative", "school", "health", "childrens_services", "police", "landlord", "officer", "records"
]
Sure = Literal["certain", "likely", "not_sure"]
Said = Literal["yes", "no", "unknown"]
Process = Literal[
    "mase",
    "missing",
    "children_missing_education",
    "early_help",
    "childrens_social_care",
    "adult_social_care",
    "marac",
    "cmarac",
    "mappa",
    "channel",
    "offender_management",
    "youth_justice",
    "perpetrator_programme",
    "mental_health",
    "substance_misuse",
    "other",
]


class OfHousehold(Command):
    """Something about a household, seen from one referral. `people` are all of that referral, as gathered, `children`
    those who stand in it as one."""

    household_id: str
    referral_id: str
    person_id: str
    people: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()


class NameMember(OfHousehold):
    """Say that somebody of the referral belongs to a household."""

    part: Part
    from_on: date | None
    until_on: date | None
    source: Source
    sure: Sure
    today: date


class EndMembership(OfHousehold):
    """Say that somebody has left."""

    until_on: date
    source: Source
    sure: Sure
    today: date


class TakeBackMember(OfHousehold):
    """What was said of somebody was a mistake."""


class RecordTrio(OfHousehold):
    """Say of one adult whether alcohol, drugs or mental health weigh on her."""

    alcohol: Said = Field(repr=False)
    drugs: Said = Field(repr=False)
    mental_health: Said = Field(repr=False)
    source: Source


class KeepPointer(Command):
    """Write down that another process knows somebody, and whom to ask there."""

    pointer_id: str
    person_id: str = Field(repr=False)
    referral_id: str = Field(repr=False)
    process: Process = Field(repr=False)
    ask: str = Field(repr=False)


class EndPointer(Command):
    """It holds no longer."""

    pointer_id: str


class JoinPeople(Command):
    """Two people are one, who stand in these referrals."""

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...] = ()


class PartPeople(Command):
    """Two who were one are two, who stand in these referrals."""

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...] = ()


class TellPersonApart(Command):
    """In this referral somebody goes by an id of her own."""

    referral_id: str
    reference: str
    person_id: str
    split_id: str
