"""What has been decided about who is one person, and which referrals belong together."""

from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal


class SamePersonSuggested(Fact, frozen=True, kw_only=True):
    """Two records look like one person to the machine, which decides nothing. `because` are codes of what is alike."""

    one_id: str
    other_id: str
    score: int
    because: tuple[str, ...]
    matcher: str


class PeopleDecided(Fact, frozen=True, kw_only=True):
    """Somebody decided about two records of people, for a reason named by a code and, if they like, in words."""

    one_id: str
    other_id: str
    because: str
    words: Personal[Narrative] | None


class PeopleMerged(PeopleDecided, frozen=True, kw_only=True):
    """Two records are one person; both stay as they are, and stay readable."""


class PeopleUnmerged(PeopleDecided, frozen=True, kw_only=True):
    """It was a mistake: the two are two people again. A safe contact that grew stricter by the merging stays so."""


class PeopleToldApart(PeopleDecided, frozen=True, kw_only=True):
    """Two records are two people; the machine does not suggest them again."""


class PersonSplitOff(Fact, frozen=True, kw_only=True):
    """Somebody in one referral is not the person she was recognised as; there she goes by an id of her own."""

    referral_id: str
    reference: str
    person_id: str
    split_id: str
    because: str
    words: Personal[Narrative] | None


class ReferralsDecided(Fact, frozen=True, kw_only=True):
    """Somebody decided about two referrals, neither before the other."""

    reference: str
    other_reference: str
    because: str
    words: Personal[Narrative] | None

    @property
    def other(self) -> str:
        return self.other_reference


class OneInAnotherDecided(Fact, frozen=True, kw_only=True):
    """Somebody decided about a referral and the one it is, or was, read in."""

    reference: str
    into_reference: str
    because: str
    words: Personal[Narrative] | None

    @property
    def other(self) -> str:
        return self.into_reference


class ReferralsLinked(ReferralsDecided, frozen=True, kw_only=True):
    """Two referrals tell of one incident, or one of the same trouble again. Nobody's safe contact is joined by it."""

    link: str


class ReferralsUnlinked(ReferralsDecided, frozen=True, kw_only=True):
    """Two referrals have nothing to do with each other after all."""


class ReferralMerged(OneInAnotherDecided, frozen=True, kw_only=True):
    """A referral is the same report as another and is read there from now on; its reference leads there."""


class ReferralUnmerged(OneInAnotherDecided, frozen=True, kw_only=True):
    """It was a report of its own: its reference leads to itself again."""


class ReferralsToldApart(ReferralsDecided, frozen=True, kw_only=True):
    """Two referrals are two reports; they are not suggested again."""


ABOUT_TWO_REFERRALS: tuple[type[Fact], ...] = (
    ReferralsLinked,
    ReferralsUnlinked,
    ReferralMerged,
    ReferralUnmerged,
    ReferralsToldApart,
)

FACTS: tuple[FactType, ...] = (
    FactType("intake.same_person_suggested", 1, SamePersonSuggested, "Two records look like one person."),
    FactType("intake.people_merged", 1, PeopleMerged, "Two records were decided to be one person: {because}."),
    FactType(
        "intake.people_unmerged", 1, PeopleUnmerged, "Two records were decided to be two people again: {because}."
    ),
    FactType("intake.people_told_apart", 1, PeopleToldApart, "Two records were decided to be two people: {because}."),
    FactType(
        "intake.person_split_off",
        1,
        PersonSplitOff,
        "Somebody in it is not the person she was recognised as: {because}.",
    ),
    FactType(
        "intake.referrals_linked",
        1,
        ReferralsLinked,
        "{reference} and {other_reference} belong together ({link}): {because}.",
    ),
    FactType(
        "intake.referrals_unlinked",
        1,
        ReferralsUnlinked,
        "{reference} and {other_reference} do not belong together after all: {because}.",
    ),
    FactType("intake.referral_merged", 1, ReferralMerged, "{reference} is read in {into_reference}: {because}."),
    FactType(
        "intake.referral_unmerged",
        1,
        ReferralUnmerged,
        "{reference} is a report of its own again and not part of {into_reference}: {because}.",
    ),
    FactType(
        "intake.referrals_told_apart",
        1,
        ReferralsToldApart,
        "{reference} and {other_reference} are two reports: {because}.",
    ),
)
