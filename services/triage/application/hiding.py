"""What triage does when intake tells of an address that nobody may find."""

from collections.abc import Sequence

from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from shared.contracts.intake_records import AddressesHidden, AddressesShown
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message


def hide_address_when_addresses_hidden(message: Message) -> Sequence[Command]:
    """Also in what was told here long before."""
    told = AddressesHidden.model_validate(message.data)
    about = {"referral_id": told.referral_id, "code": told.code, "location": told.location}
    return (HideAddress.model_validate({"at": message.time, "person_ids": told.person_ids, **about}),)


def show_address_when_addresses_shown(message: Message) -> Sequence[Command]:
    """What was a refuge is one no more."""
    told = AddressesShown.model_validate(message.data)
    return (ShowAddress(at=message.time, referral_id=told.referral_id, code=told.code),)


HIDING: tuple[Policy, ...] = (
    Policy("hide_address_when_addresses_hidden", AddressesHidden.type(), hide_address_when_addresses_hidden),
    Policy("show_address_when_addresses_shown", AddressesShown.type(), show_address_when_addresses_shown),
)
