"""In which referrals an address stands that nobody may find, by ids and codes alone."""

from shared.kernel.messages import Fact, FactType


class AddressesHidden(Fact, frozen=True, kw_only=True):
    """Addresses of a referral are those of a place that nobody may find, whenever they came in.

    `person_ids` are the people whose own address it is; `location` says that the place the referral is about is one.
    """

    referral_id: str
    reference: str
    code: str
    location: bool
    person_ids: tuple[str, ...]


class AddressesShown(Fact, frozen=True, kw_only=True):
    """The place of this code is restricted no more; in this referral nothing is hidden for its sake."""

    referral_id: str
    reference: str
    code: str


FACTS: tuple[FactType, ...] = (
    FactType("intake.addresses_hidden", 1, AddressesHidden, "An address in it is shown by its code, {code}, alone."),
    FactType("intake.addresses_shown", 1, AddressesShown, "The place {code} is no longer hidden in it."),
)
