"""What reaches somebody changes: the new one is kept, and what was said of the old one's safety counts no more."""

from collections.abc import Sequence

from msgspec.structs import replace

from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.events import ChannelSafety, ContactDetailsChanged, SafeContact, SafeContactChanged
from services.intake.domain.referral import Referral, received_of
from services.intake.domain.refusals import PersonNotInvolved
from services.intake.domain.under_keys import kept
from shared.kernel.messages import Fact
from shared.kernel.personal import Contact, Place

# Whoever had the old telephone has it still, and somebody else may hold the new one.
NOT_SAFE_YET = {"phone": ("phone", "sms"), "email": ("email",), "address": ("post", "in_person")}
_MEMBERS = tuple(NOT_SAFE_YET)


def change_contact_details(command: ChangeContactDetails, state: Referral) -> Sequence[Fact]:
    """Always possible. Unsafe first: whoever hears of both facts in turn never holds a new number for a safe one."""
    received = received_of(state)
    before = received.contacts.get(command.person_id)
    if before is None:
        raise PersonNotInvolved
    given, owner = command.given, command.person_id
    changed = tuple(name for name in _MEMBERS if name in given.model_fields_set)
    if not changed:
        return ()
    after = _unconfirmed(before, changed)
    about = {"referral_id": received.referral_id, "reference": received.reference, "person_id": owner}
    details = ContactDetailsChanged(
        **about,
        changed=changed,
        phone=kept(owner, Contact, given.phone),
        email=kept(owner, Contact, given.email),
        address=kept(owner, Place, given.address),
        safe_contact=after,
    )
    return (details,) if after == before else (SafeContactChanged(**about, safe_contact=after), details)


def _unconfirmed(before: SafeContact, changed: Sequence[str]) -> SafeContact:
    ways = [way for name in changed for way in NOT_SAFE_YET[name]]
    return replace(before, **{way: ChannelSafety() for way in ways})
