"""What may be asked about records: who is one person, which referrals belong together, which places nobody may find."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from services.intake.domain.commands import HoldCode, Reason
from services.intake.domain.events import SafeContact
from shared.kernel.handling import Command

PlaceCode = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Z]{1,4}-[0-9]{1,4}$")]


class Deciding(Command):
    """Somebody decides something about records, for a reason named by a code and, if they like, in words."""

    because: HoldCode
    words: Reason | None = Field(default=None, repr=False)


class SuggestSamePerson(Command):
    """The machine finds two records alike."""

    one_id: str
    other_id: str
    score: int
    because: tuple[str, ...]
    matcher: str
    referral_ids: tuple[str, ...] = ()


class DecideAboutPeople(Deciding):
    """Somebody decides about two records of people; `referral_ids` are those the records stand in."""

    one_id: str
    other_id: str
    referral_ids: tuple[str, ...] = ()


class MergePeople(DecideAboutPeople):
    """They are one person.

    `opposed` says whether one of them, or of those merged with them, does harm where another suffers it; then
    `parts_checked` says that somebody has made sure. `told_apart_within` is whether it would make one person of two
    whom somebody told apart.
    """

    opposed: Literal["no", "elsewhere", "in_one_referral"] = "no"
    parts_checked: bool = False
    told_apart_within: bool = False


class UnmergePeople(DecideAboutPeople):
    """They are not one person after all."""


class TellPeopleApart(DecideAboutPeople):
    """They are two people."""


class SplitPersonOff(Deciding):
    """Somebody in this referral is not the person she was recognised as; `split_id` is minted for her."""

    reference: str
    person_id: str
    split_id: str


class TightenSafeContact(Command):
    """Hold how somebody may be reached in this referral to the stricter of what is said here and of `others`."""

    reference: str
    person_id: str
    others: tuple[SafeContact, ...] = Field(repr=False)


class DecideAboutReferrals(Deciding):
    """Somebody decides about two referrals; words stand under the key of `words_under`."""

    reference: str
    words_under: str
    referral_ids: tuple[str, ...] = ()


class LinkReferrals(DecideAboutReferrals):
    """They tell of one incident, or one of the same trouble again."""

    other_reference: str
    link: Literal["same_incident", "same_trouble"]


class UnlinkReferrals(DecideAboutReferrals):
    """They do not belong together."""

    other_reference: str


class MergeReferral(DecideAboutReferrals):
    """They are one report told twice. `leads_back` is whether the other is already read in this one."""

    into_reference: str
    leads_back: bool = False


class UnmergeReferral(DecideAboutReferrals):
    """They are two reports after all."""

    into_reference: str


class TellReferralsApart(DecideAboutReferrals):
    """They are two reports."""

    other_reference: str


class RestrictPlace(Command):
    """Show a refuge or safe house by its code alone; `place_id` is minted to keep its address under.

    `addresses` are all the ways in which it is written, each with its postcode.
    """

    code: PlaceCode
    place_id: str
    addresses: tuple[str, ...] = Field(min_length=1, max_length=10, repr=False)
    uprn: str | None = Field(default=None, repr=False)
    desk: str | None = Field(default=None, repr=False)


class ReleasePlace(Command):
    """It is no refuge or safe house any more."""

    code: PlaceCode


class HideAddresses(Command):
    """Addresses of a referral are a restricted place's: have them hidden wherever they went.

    `given_anew` where somebody has just given such an address, after others may have heard of one that is none.
    """

    referral_id: str
    reference: str
    code: PlaceCode
    location: bool
    person_ids: tuple[str, ...]
    given_anew: bool = False


class ShowAddresses(Command):
    """The place is restricted no more."""

    referral_id: str
    reference: str
    code: PlaceCode


class NoteSettled(Command):
    """Remember that a person has agreed with triage's decision, or decided otherwise: for this route."""

    reference: str
    route: str | None


class NoteCaseClosed(Command):
    """Remember that the work on a case is done."""

    reference: str
