"""The Person, as far as intake decides about her: what holds her details, and whether she is forgotten."""

from collections.abc import Sequence

from services.intake.domain.commands import CompleteForgetting, ForgetPerson, LiftHold, PlaceHold
from services.intake.domain.events import ForgetRequested, HoldLifted, HoldPlaced, PersonForgotten
from services.intake.domain.refusals import AlreadyForgotten, HoldStands, NotAskedFor
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private


class Remembered(State, frozen=True, kw_only=True):
    """Somebody whose details are kept, and the holds that stand on them."""

    holds: frozenset[str] = frozenset()


class ToBeForgotten(State, frozen=True, kw_only=True):
    """Her key is to be destroyed, by this authority."""

    authority: str


class Forgotten(State, frozen=True, kw_only=True):
    """Her key has been destroyed."""


Person = Remembered | ToBeForgotten | Forgotten


def evolve(state: Person, fact: Fact) -> Person:
    """Each fact moves the person on; those that change nothing here leave her as she was."""
    match state, fact:
        case Remembered(), HoldPlaced():
            return Remembered(holds=state.holds | {fact.hold})
        case Remembered(), HoldLifted():
            return Remembered(holds=state.holds - {fact.hold})
        case Remembered(), ForgetRequested():
            return ToBeForgotten(authority=fact.authority)
        case _, PersonForgotten():
            return Forgotten()
    return state


def place_hold(command: PlaceHold, state: Person) -> Sequence[Fact]:
    """Too late once forgetting was asked for: the key may be gone at any moment."""
    if not isinstance(state, Remembered):
        raise AlreadyForgotten
    if command.hold in state.holds:
        return ()
    return (HoldPlaced(person_id=command.person_id, hold=command.hold, authority=command.authority),)


def lift_hold(command: LiftHold, state: Person) -> Sequence[Fact]:
    """A hold that does not stand is already lifted."""
    if not isinstance(state, Remembered) or command.hold not in state.holds:
        return ()
    return (HoldLifted(person_id=command.person_id, hold=command.hold, authority=command.authority),)


def forget_person(command: ForgetPerson, state: Person) -> Sequence[Fact]:
    """Refused while a hold stands (legal claims come before erasure, UK GDPR Article 17(3)); asked twice, done once."""
    if not isinstance(state, Remembered):
        return ()
    if state.holds:
        raise HoldStands
    return (
        ForgetRequested(
            person_id=command.person_id,
            authority=command.authority,
            reason=private(command.reason_under, Narrative, command.reason),
            requested_at=command.at,
        ),
    )


def complete_forgetting(command: CompleteForgetting, state: Person) -> Sequence[Fact]:
    """Only what was asked for is completed, and once."""
    if isinstance(state, Forgotten):
        return ()
    if not isinstance(state, ToBeForgotten):
        raise NotAskedFor
    return (PersonForgotten(person_id=command.person_id, authority=state.authority),)


DECIDER: Decider[Person] = Decider(Remembered(), evolve)
