"""What a service is, however it is run: its log, its views, its reactions and its pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import APIRouter

from shared.delivery.dead_letters import DeadLetters
from shared.delivery.inbox import Inbox
from shared.delivery.ports import Subscription
from shared.delivery.relay import Publication
from shared.event_store.store import EventStore
from shared.event_store.views import ViewStore
from shared.kernel.handling import Deadline, Policy
from shared.runtime.dispatch import Dispatcher
from shared.runtime.readiness import Check
from shared.runtime.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Chore:
    """Work of a service's own that goes on beside the usual: `step` does a bit of it, False when there was none.

    `at_stop` is done once more by whoever did the work, when it is told to stop.
    """

    name: str
    step: Callable[[], bool]
    at_stop: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of a service's own: `says` what it is, `labels` with values from a closed set, never an id or a name.

    `grows` where it is a count that never goes down.
    """

    name: str
    says: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    grows: bool = False


def _nothing() -> Sequence[Measured]:
    return ()


@dataclass(frozen=True, slots=True)
class Service:
    """A frozen description. Nothing in it knows whether it runs alone or beside the others.

    `subscription` is the work of fetching what it hears, where that does not come by itself. `checks` and `measures`
    are a worker's own, beside those every service has. `beside` compares with the history what else is kept beside the
    log, by name: each says what is not as the history says, None where nothing is. `warn` tells the log, as a program
    begins to serve, of what somebody should see to.
    """

    name: str
    store: EventStore
    views: ViewStore
    recorder: Recorder
    dispatch: Dispatcher
    inbox: Inbox
    subscription: Subscription | None
    letters: DeadLetters
    policies: Sequence[Policy]
    publication: Publication
    deadlines: Sequence[Deadline]
    routers: Sequence[APIRouter]
    chores: Sequence[Chore] = ()
    checks: Sequence[Check] = ()
    measures: Callable[[], Sequence[Measured]] = _nothing
    beside: Mapping[str, Callable[[], str | None]] = field(default_factory=dict)
    warn: Callable[[], None] = lambda: None
