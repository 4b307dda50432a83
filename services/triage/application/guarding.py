"""Closing a case: each part of the work may stand in the way, and none has to know of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.triage.domain.commands import CloseCase
from shared.kernel.decider import Decider
from shared.kernel.handling import Handler
from shared.kernel.messages import Fact

_States = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """One part of the work: what it folds of the case's stream, and what raises a refusal where it must stay open."""

    decider: Decider[Any]
    check: Callable[[CloseCase, Any], None]


def guarded(handler: Handler, guards: Sequence[Guard]) -> Handler:
    """The handler of CloseCase under every guard; all are decided on the same facts as the closing itself."""
    deciders = (handler.decider, *(guard.decider for guard in guards))

    def evolve(states: _States, fact: Fact) -> _States:
        return tuple(each.evolve(state, fact) for each, state in zip(deciders, states, strict=True))

    def decide(command: CloseCase, states: _States) -> Sequence[Fact]:
        closed = handler.decide(command, states[0])
        for guard, state in zip(guards, states[1:], strict=True):
            guard.check(command, state)
        return closed

    return replace(
        handler,
        decider=Decider(tuple(each.initial for each in deciders), evolve),
        decide=decide,
        about=lambda command, states: handler.about(command, states[0]),
    )
