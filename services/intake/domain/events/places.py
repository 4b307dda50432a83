"""What has happened about places that nobody may find: refuges and safe houses, known by code alone."""

from services.intake.domain.events.referral import Part
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Personal, Place


class HiddenAddress(Part, frozen=True, kw_only=True):
    """One way in which the address of a restricted place is written."""

    text: Personal[Place]


class PlaceRestricted(Fact, frozen=True, kw_only=True):
    """A refuge or safe house is shown by its code from now on, everywhere; its address stands under a key of its own.

    `desk` is whom to ring instead of going there.
    """

    code: str
    place_id: str
    addresses: tuple[HiddenAddress, ...]
    uprn: Personal[Place] | None
    desk: Personal[Contact] | None


class PlaceReleased(Fact, frozen=True, kw_only=True):
    """A place is no refuge or safe house any more."""

    code: str
    place_id: str


FACTS: tuple[FactType, ...] = (
    FactType("intake.place_restricted", 1, PlaceRestricted, "The place {code} is shown by its code alone."),
    FactType("intake.place_released", 1, PlaceReleased, "The place {code} is restricted no more."),
)
