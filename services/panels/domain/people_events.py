"""Who is one person and who is not, as intake decided it; what panels make of it is put before the coordinator."""

from shared.kernel.messages import Fact, FactType


class PeopleJoined(Fact, frozen=True, kw_only=True):
    """Two records are one person. No case is moved or joined by it."""

    one_id: str
    other_id: str


class PeopleParted(Fact, frozen=True, kw_only=True):
    """Two records that were one person are two people again."""

    one_id: str
    other_id: str


class PersonToldApart(Fact, frozen=True, kw_only=True):
    """In one referral somebody is not the person she was recognised as; there she goes by another id."""

    referral_id: str
    reference: str
    person_id: str
    split_id: str


PEOPLE_FACTS: tuple[FactType, ...] = (
    FactType("panels.people_joined", 1, PeopleJoined, "Two records are one person; their cases are heard together."),
    FactType("panels.people_parted", 1, PeopleParted, "Two records are two people again."),
    FactType("panels.person_told_apart", 1, PersonToldApart, "Somebody in {reference} is not who she was taken for."),
)
