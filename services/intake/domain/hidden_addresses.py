"""One referral and the places nobody may find: which of its addresses are such a place's, as told to the others."""

from collections.abc import Mapping, Sequence

from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from services.intake.domain.record_commands import HideAddresses, ShowAddresses
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Hiding(State, frozen=True, kw_only=True):
    """What is hidden for the sake of each place, by its code."""

    by_code: Mapping[str, AddressesHidden] = {}


def evolve(state: Hiding, fact: Fact) -> Hiding:
    """Each fact says all that is hidden for one place."""
    match fact:
        case AddressesHidden():
            return Hiding(by_code={**state.by_code, fact.code: fact})
        case AddressesShown():
            return Hiding(by_code={code: each for code, each in state.by_code.items() if code != fact.code})
    return state


def hide_addresses(command: HideAddresses, state: Hiding) -> Sequence[Fact]:
    """What was hidden stays so beside what is new. Said once, but once more where somebody gave an address anew."""
    before = state.by_code.get(command.code)
    people = sorted({*command.person_ids, *(before.person_ids if before else ())})
    hidden = AddressesHidden(
        referral_id=command.referral_id,
        reference=command.reference,
        code=command.code,
        location=command.location or (before is not None and before.location),
        person_ids=tuple(people),
    )
    return () if hidden == before and not command.given_anew else (hidden,)


def show_addresses(command: ShowAddresses, state: Hiding) -> Sequence[Fact]:
    """Only what is hidden comes to light."""
    if command.code not in state.by_code:
        return ()
    return (AddressesShown(referral_id=command.referral_id, reference=command.reference, code=command.code),)


DECIDER: Decider[Hiding] = Decider(Hiding(), evolve)
