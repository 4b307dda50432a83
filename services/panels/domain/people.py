"""Who is one person before the panels: noted as intake decides it, undone as intake undoes it."""

from collections.abc import Sequence

from services.panels.domain.people_commands import JoinPeople, PartPeople, TellPersonApart
from services.panels.domain.people_events import PeopleJoined, PeopleParted, PersonToldApart
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Apart(State, frozen=True, kw_only=True):
    """Two records of which nobody says that they are one person."""


class Joined(State, frozen=True, kw_only=True):
    """Two records of one person."""


class Recognised(State, frozen=True, kw_only=True):
    """Somebody goes by the id she was recognised under."""


class GoesBy(State, frozen=True, kw_only=True):
    """Somebody goes by another id in one referral."""

    split_id: str


Pair = Apart | Joined
Named = Recognised | GoesBy


def evolve_pair(state: Pair, fact: Fact) -> Pair:
    """The newest decision counts."""
    match fact:
        case PeopleJoined():
            return Joined()
        case PeopleParted():
            return Apart()
    return state


def evolve_named(state: Named, fact: Fact) -> Named:
    """The newest id counts."""
    return GoesBy(split_id=fact.split_id) if isinstance(fact, PersonToldApart) else state


def join_people(command: JoinPeople, state: Pair) -> Sequence[Fact]:
    """Once."""
    return () if isinstance(state, Joined) else (PeopleJoined(one_id=command.one_id, other_id=command.other_id),)


def part_people(command: PartPeople, state: Pair) -> Sequence[Fact]:
    """Only who was joined is parted."""
    return (PeopleParted(one_id=command.one_id, other_id=command.other_id),) if isinstance(state, Joined) else ()


def tell_person_apart(command: TellPersonApart, state: Named) -> Sequence[Fact]:
    """Once for each new id."""
    if state == GoesBy(split_id=command.split_id):
        return ()
    return (
        PersonToldApart(
            referral_id=command.referral_id,
            reference=command.reference,
            person_id=command.person_id,
            split_id=command.split_id,
        ),
    )


PAIR: Decider[Pair] = Decider(Apart(), evolve_pair)
NAMED: Decider[Named] = Decider(Recognised(), evolve_named)
