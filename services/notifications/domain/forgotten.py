"""Whether somebody has been forgotten: then nothing goes out to her, whatever is queued."""

from collections.abc import Sequence

from services.notifications.domain.commands import ForgetPerson
from services.notifications.domain.events import PersonForgotten
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Remembered(State, frozen=True, kw_only=True):
    """Her key is there, as far as we were told."""


class Forgotten(State, frozen=True, kw_only=True):
    """Her key has been destroyed, for good."""


Memory = Remembered | Forgotten


def forget_person(command: ForgetPerson, memory: Memory) -> Sequence[Fact]:
    """Once."""
    return () if isinstance(memory, Forgotten) else (PersonForgotten(person_id=command.person_id),)


def evolve(memory: Memory, fact: Fact) -> Memory:
    """There is no way back."""
    return Forgotten() if isinstance(fact, PersonForgotten) else memory


DECIDER: Decider[Memory] = Decider(Remembered(), evolve)
