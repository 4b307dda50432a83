"""The facts of households, of what weighs on their adults, of pointers to others, and of who turned out to be whom.

A household has members and nothing else: no address, no ward, no name.
"""

from datetime import date

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Personal, Sensitive


class HouseholdMemberNamed(Fact, frozen=True, kw_only=True):
    """Somebody of a referral belongs to a household: as what, from when and until when, who said so and how sure it is.

    `referral_id` is where she was found to be who she is; if she turns out there to be somebody else, it is not her.
    """

    household_id: str
    referral_id: str
    person_id: str
    part: str
    from_on: date | None
    until_on: date | None
    source: str
    sure: str


class HouseholdMemberLeft(Fact, frozen=True, kw_only=True):
    """Somebody belongs to a household no longer, or has another part in it from that day on."""

    household_id: str
    referral_id: str
    person_id: str
    until_on: date
    source: str
    sure: str


class HouseholdMemberTakenBack(Fact, frozen=True, kw_only=True):
    """It was said by mistake."""

    household_id: str
    referral_id: str
    person_id: str


class TrioRecorded(Fact, frozen=True, kw_only=True):
    """Alcohol, drugs and mental health of one adult, each yes, no or unknown; how many come together is reckoned."""

    household_id: str
    referral_id: str
    person_id: str
    said: Personal[Sensitive]
    source: str


class PointerKept(Fact, frozen=True, kw_only=True):
    """Another process knows somebody. That, of whom, and whom to ask are sealed under that person's key.

    It stands in a stream of its own and is about no referral, so that no story shows that there is one.
    """

    pointer_id: str
    told: Personal[Sensitive]


class PointerEnded(Fact, frozen=True, kw_only=True):
    """It holds no longer."""

    pointer_id: str


class PeopleJoined(Fact, frozen=True, kw_only=True):
    """Two people are one, as intake decided."""

    one_id: str
    other_id: str


class PeopleParted(Fact, frozen=True, kw_only=True):
    """Two who were one are two again."""

    one_id: str
    other_id: str


class PersonToldApart(Fact, frozen=True, kw_only=True):
    """In this referral somebody is not the person she was taken for; she goes by `split_id` there."""

    referral_id: str
    reference: str
    person_id: str
    split_id: str


FAMILY_FACTS: tuple[FactType, ...] = (
    FactType("triage.household_member_named", 1, HouseholdMemberNamed, "Somebody belongs to a household: {part}."),
    FactType("triage.household_member_left", 1, HouseholdMemberLeft, "Somebody left a household on {until_on}."),
    FactType(
        "triage.household_member_taken_back", 1, HouseholdMemberTakenBack, "What was said of a household was wrong."
    ),
    FactType("triage.trio_recorded", 1, TrioRecorded, "It was recorded what weighs on an adult of a household."),
    FactType("triage.pointer_kept", 1, PointerKept, "Something was recorded."),
    FactType("triage.pointer_ended", 1, PointerEnded, "Something was recorded."),
    FactType("triage.people_joined", 1, PeopleJoined, "Two people turned out to be one."),
    FactType("triage.people_parted", 1, PeopleParted, "Two people who had been taken for one are two."),
    FactType("triage.person_told_apart", 1, PersonToldApart, "Somebody in it is not who she was taken for."),
)
