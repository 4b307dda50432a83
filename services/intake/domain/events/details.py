"""Somebody's telephone, e-mail or address is another one now."""

from services.intake.domain.events.referral import SafeContact
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Contact, Personal, Place


class ContactDetailsChanged(Fact, frozen=True, kw_only=True):
    """What reaches somebody is another: of the members named in `changed` this is the new one, None for none any more.

    `safe_contact` is how she may be reached from now on: what was said of the old number says nothing of the new one.
    """

    referral_id: str
    reference: str
    person_id: str
    changed: tuple[str, ...]
    phone: Personal[Contact] | None = None
    email: Personal[Contact] | None = None
    address: Personal[Place] | None = None
    safe_contact: SafeContact


FACTS: tuple[FactType, ...] = (
    FactType(
        "intake.contact_details_changed",
        1,
        ContactDetailsChanged,
        "Somebody’s telephone, e-mail or address changed.",
        "You gave us another way to reach you.",
    ),
)
