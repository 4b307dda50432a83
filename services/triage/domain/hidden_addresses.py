"""Addresses that nobody may find are hidden here too, whatever has become of the referral."""

from collections.abc import Sequence

from services.triage.domain.hidden_commands import HideAddress, ShowAddress
from services.triage.domain.hidden_events import AddressHidden, AddressShown
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Assessed, Standing
from shared.kernel.messages import Fact


def hide_address(command: HideAddress, state: Standing) -> Sequence[Fact]:
    """Each time it is told: an address may have been given anew since."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    return (
        AddressHidden(
            referral_id=state.referral.referral_id,
            reference=state.referral.reference,
            code=command.code,
            location=command.location,
            person_ids=command.person_ids,
        ),
    )


def show_address(command: ShowAddress, state: Standing) -> Sequence[Fact]:
    """What other places hide stays hidden."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    referral = state.referral
    return (AddressShown(referral_id=referral.referral_id, reference=referral.reference, code=command.code),)
