"""What delivery needs of whatever carries the messages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class DeliveryNotUsable(Exception):
    """What DELIVERY_URL names cannot carry these services' messages; says what to do."""


class Subscriber(Protocol):
    """One service's inbox."""

    def handle_all(self, messages: Sequence[bytes]) -> None:
        """Take messages in their order; on return each one's effect is durable, or it lies in the dead letters.

        Raises Unavailable where that cannot be had just now: then all of them come again.
        """
        ...


class Wakes(Protocol):
    """Something to be told that there may be more to do."""

    def set(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a subscription has come, for those who watch over it.

    `behind` counts the messages not yet taken, for each partition this process has; `taken_at` is when it last took
    any; `reached` is whether the broker answered last.
    """

    behind: Mapping[str, int] = field(default_factory=dict)
    taken_at: datetime | None = None
    reached: bool = True


class Subscription(Protocol):
    """The continuing work of fetching what others published for one service."""

    name: str

    def step(self) -> bool:
        """Fetch and take a page; False when there was nothing more. Waits a little for something to come."""
        ...

    def listen(self, listener: Wakes) -> None:
        """Have somebody woken who waits to take the next step."""
        ...

    def standing(self) -> Standing:
        """How far it has come, as of the last step; may be asked from any thread."""
        ...

    def close(self) -> None:
        """Let go of everything; what was fetched and not taken comes again."""
        ...


class Publishes(Protocol):
    """Takes pages of messages to be carried."""

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """`page` holds (key, CloudEvents JSON) in log order; those of one key arrive in that order.

        Returns when all of them are safe with whoever takes them next. Raises Unavailable where that cannot be had
        just now; the same page is then published again.
        """
        ...


class Bus(Publishes, Protocol):
    """Carries messages between services."""

    def subscribe(self, service: str, publishers: Collection[str], subscriber: Subscriber) -> Subscription | None:
        """From now on the service hears these publishers. What it has to do for that, None where it comes by itself."""
        ...

    def prepare(self) -> list[str]:
        """Make what must be there before anything can be carried, and say what was done; again, it changes nothing.

        Raises DeliveryNotUsable where what is there already cannot be used.
        """
        ...

    def check(self, services: Collection[str]) -> None:
        """Raises DeliveryNotUsable where what these services publish, or wait for, would not arrive."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
