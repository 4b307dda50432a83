"""What delivery needs of whatever carries the messages."""

from collections.abc import Sequence
from typing import Protocol


class Bus(Protocol):
    """Carries pages of messages; returns when all of them are safe with whoever takes them next."""

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """`page` holds (key, CloudEvents JSON) in log order; those of one key arrive in that order."""
        ...


class Subscriber(Protocol):
    """One service's inbox."""

    def handle(self, message: bytes) -> None:
        """Take a message; on return its effect is durable, or it lies in the dead letters."""
        ...
