"""Workers of one service that share its messages, each with a number of its own, for tests of subscriptions."""

import contextlib
import threading
from collections.abc import Iterator, Sequence

from shared.delivery.kafka.address import address_of
from shared.delivery.kafka.publishing import Publishing
from shared.delivery.kafka.subscription import KafkaSubscription
from shared.delivery.ports import Subscriber
from shared.kernel.clock import system_clock
from shared.kernel.refusals import Unavailable
from tests.support.builders.delivery import a_message


class Kept(Subscriber):
    """Keeps what it hears, and waits in the midst of it where it is told to."""

    def __init__(self, inbox: Subscriber | None = None) -> None:
        self.heard: list[bytes] = []
        self.entered, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        self._inbox = inbox

    def handle_all(self, messages: Sequence[bytes]) -> None:
        self.entered.set()
        assert self.may_go_on.wait(60)
        if self._inbox is not None:
            self._inbox.handle_all(messages)
        self.heard += messages


def a_subscription(url: str, subscriber: Subscriber, number: int = 1) -> KafkaSubscription:
    """One worker's part in the group of those who copy notes."""
    return KafkaSubscription(address_of(url), "copies", ["notes"], subscriber, number, system_clock)


def until_level(*subscriptions: KafkaSubscription) -> None:
    """Everybody's steps in turn until nothing is left for anybody."""
    more = True
    while more:
        moved = [subscription.step() for subscription in subscriptions]
        more = any(moved)


@contextlib.contextmanager
def at_work(*subscriptions: KafkaSubscription) -> Iterator[None]:
    """Each takes its steps in a thread of its own, as workers do."""
    stopping = threading.Event()

    def work(subscription: KafkaSubscription) -> None:
        while not stopping.is_set():
            with contextlib.suppress(Unavailable):
                subscription.step()

    threads = [threading.Thread(target=work, args=(each,), daemon=True) for each in subscriptions]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join(60)


def a_page(first: int, last: int, keys: int) -> list[tuple[str, bytes]]:
    """Notes with these numbers, dealt out to so many referrals in turn."""
    return [(f"r-{number % keys}", a_message(number, f"r-{number % keys}")) for number in range(first, last + 1)]


def published(url: str, page: Sequence[tuple[str, bytes]]) -> None:
    """A page in the topic."""
    road = Publishing(address_of(url), "notes")
    road.publish(page)
    road.close()
