"""Addresses of a referral that nobody may find, as intake told: by ids and a code alone."""

from shared.kernel.messages import Fact, FactType


class AddressHidden(Fact, frozen=True, kw_only=True):
    """The address of these people is that of a place that nobody may find, and is shown to nobody.

    `location` says that the place the referral is about is one, so that its ward is shown to nobody either.
    """

    referral_id: str
    reference: str
    code: str
    location: bool
    person_ids: tuple[str, ...]


class AddressShown(Fact, frozen=True, kw_only=True):
    """The place of this code is restricted no more."""

    referral_id: str
    reference: str
    code: str


HIDDEN_FACTS: tuple[FactType, ...] = (
    FactType("triage.address_hidden", 1, AddressHidden, "An address in it is that of {code}, which nobody may find."),
    FactType("triage.address_shown", 1, AddressShown, "The place {code} is hidden no more."),
)
