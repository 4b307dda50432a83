"""How a service lays out its reactions: commands to decisions, published events to commands, deadlines to commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, Message


class Command(BaseModel):
    """Somebody wants something done. `at` is when it happened in the world; ids the facts need come with it."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    at: datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """A deadline kept beside the log, written with the facts that set it. `due_at` None takes it back.

    When it falls due, the service's table of deadlines turns `kind` and `payload` into commands.
    """

    timer_id: str
    kind: str
    due_at: datetime | None
    payload: Mapping[str, str] = field(default_factory=dict)


def _as_it_is(command: Any) -> Any:
    return command


def _no_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    return ()


@dataclass(frozen=True, slots=True)
class Handler:
    """How one command becomes facts.

    `gather` adds what the decision needs from outside (the rule set, say); `stream` names where the facts go;
    `decide` is pure; `about` gives the referral ids the facts concern; `timers` the deadlines the new facts set.
    `opens` is for a command whose stream is new as a rule, and which always gives facts there: it is decided as if it
    were, and only where the store says otherwise decided again on what the stream holds.
    """

    decider: Decider[Any]
    stream: Callable[[Any], str]
    decide: Callable[[Any, Any], Sequence[Fact]]
    about: Callable[[Any, Any], tuple[str, ...]]
    gather: Callable[[Any], Any] = _as_it_is
    timers: Callable[[Sequence[Fact]], Sequence[Timer]] = _no_timers
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """When that is published, do this: one message gives commands of ours, at most one for a stream.

    `name` is do_this_when_that and names the inbox, so it stays as it is once released.
    """

    name: str
    event: str
    react: Callable[[Message], Sequence[Command]]


@dataclass(frozen=True, slots=True)
class Deadline:
    """What to do when a timer of one kind falls due; `react` is given the timer and the moment it fell due."""

    kind: str
    react: Callable[[Timer, datetime], Sequence[Command]]
