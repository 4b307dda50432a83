"""Who turned out to be whom, as intake decided: one stream for each two, and what is told twice is kept once."""

from collections.abc import Sequence

from services.triage.domain.family.commands import JoinPeople, PartPeople, TellPersonApart
from services.triage.domain.family.events import PeopleJoined, PeopleParted, PersonToldApart
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Identity(State, frozen=True, kw_only=True):
    """Whether two are one, or somebody was told apart."""

    joined: bool = False
    apart: bool = False


def evolve(state: Identity, fact: Fact) -> Identity:
    """After one more fact."""
    match fact:
        case PeopleJoined():
            return Identity(joined=True)
        case PeopleParted():
            return Identity()
        case PersonToldApart():
            return Identity(apart=True)
    return state


IDENTITY: Decider[Identity] = Decider(Identity(), evolve)


def join_people(command: JoinPeople, state: Identity) -> Sequence[Fact]:
    """From now on they are one, wherever they live."""
    return () if state.joined else (PeopleJoined(one_id=command.one_id, other_id=command.other_id),)


def part_people(command: PartPeople, state: Identity) -> Sequence[Fact]:
    """From now on they are two, and each lives where it was said of each."""
    return (PeopleParted(one_id=command.one_id, other_id=command.other_id),) if state.joined else ()


def tell_person_apart(command: TellPersonApart, state: Identity) -> Sequence[Fact]:
    """What was said of her through this referral is hers, and of the other no more."""
    if state.apart:
        return ()
    return (
        PersonToldApart(
            referral_id=command.referral_id,
            reference=command.reference,
            person_id=command.person_id,
            split_id=command.split_id,
        ),
    )
