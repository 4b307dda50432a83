"""Delivery within one process: the same JSON, the same inboxes and receipts, without a broker between."""

from collections.abc import Sequence

from shared.delivery.ports import Subscriber


class InProcessBus:
    """Hands each message to every subscriber in turn; returns when all have taken it."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> None:
        """From now on, this inbox gets every message; it ignores those it has no policy for."""
        self._subscribers.append(subscriber)

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """Deliver a page in order."""
        for _, message in page:
            for subscriber in self._subscribers:
                subscriber.handle(message)
