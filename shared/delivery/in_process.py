"""Delivery within one process: the same JSON, the same inboxes and receipts, without a broker between."""

from collections.abc import Collection, Sequence

from shared.contracts.registry import PUBLISHED
from shared.delivery.ports import DeliveryNotUsable, Subscriber


class InProcessBus:
    """Hands each message to every subscriber in turn; returns when all have taken it."""

    def __init__(self) -> None:
        self._subscribers: list[tuple[Collection[str], Subscriber]] = []

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """Deliver a page in order."""
        hearing = [subscriber for publishers, subscriber in self._subscribers if publisher in publishers]
        for _, message in page:
            for subscriber in hearing:
                subscriber.handle_all((message,))

    def subscribe(self, service: str, publishers: Collection[str], subscriber: Subscriber) -> None:
        """From now on, this inbox gets what these publish; it ignores those it has no policy for."""
        self._subscribers.append((publishers, subscriber))

    def prepare(self) -> list[str]:
        """Nothing has to be there."""
        return ["In-process delivery needs no topics."]

    def check(self, services: Collection[str]) -> None:
        """All who publish must be in this process: nobody else would hear of it, nor be heard."""
        if PUBLISHED.keys() - set(services):
            raise DeliveryNotUsable(
                "In-process delivery joins the services of one process, so a worker alone would tell nobody. "
                "Run `python -m services`, or set DELIVERY_URL to a broker."
            )

    def close(self) -> None:
        """There is nothing to let go of."""
