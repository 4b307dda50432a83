"""The shape of every decision: past facts fold to a state, and a command with that state gives new facts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

from shared.kernel.messages import Fact

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Decider(Generic[S]):
    """An aggregate's beginning and how each fact moves it on; `evolve` accepts every fact ever stored."""

    initial: S
    evolve: Callable[[S, Fact], S]

    def fold(self, facts: Iterable[Fact], state: S | None = None) -> S:
        """The state after these facts, from the beginning or from a state reached before."""
        return reduce(self.evolve, facts, self.initial if state is None else state)
