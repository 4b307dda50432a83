"""Delivery through a Kafka cluster: what a service publishes goes to its topic, what it hears comes to its group."""

import logging
from collections.abc import Collection, Sequence

from shared.contracts.registry import PUBLISHED
from shared.delivery.kafka.address import Address
from shared.delivery.kafka.publishing import Publishing
from shared.delivery.kafka.subscription import KafkaSubscription
from shared.delivery.kafka.topics import Topics, wanted
from shared.delivery.ports import Subscriber
from shared.kernel.clock import Clock


class KafkaBus:
    """`number` tells the workers of one service apart that share its messages; each has a number of its own."""

    def __init__(self, address: Address, number: int, clock: Clock) -> None:
        # The client tells of each try to reach a broker. That one is away, or back, is for us to say, once.
        logging.getLogger("kafka").setLevel(logging.CRITICAL)
        self._address = address
        self._number = number
        self._clock = clock
        self._publishing: dict[str, Publishing] = {}
        self._heard: set[str] = set()
        self._subscriptions: list[KafkaSubscription] = []

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """Send a page to the publisher's topic and wait until the cluster has it."""
        if publisher not in self._publishing:
            self._publishing[publisher] = Publishing(self._address, publisher)
        self._publishing[publisher].publish(page)

    def subscribe(self, service: str, publishers: Collection[str], subscriber: Subscriber) -> KafkaSubscription:
        """The service's part in its group, to be taken up with its first step."""
        self._heard |= set(publishers)
        made = KafkaSubscription(self._address, service, publishers, subscriber, self._number, self._clock)
        self._subscriptions.append(made)
        return made

    def prepare(self) -> list[str]:
        """Make the topics that are missing."""
        return Topics(self._address, wanted()).make()

    def check(self, services: Collection[str]) -> None:
        """Look whether the cluster answers, and has every topic that these publish to or hear, as it must be."""
        Topics(self._address, wanted()).check(sorted(self._heard | (PUBLISHED.keys() & set(services))))

    def close(self) -> None:
        """Let go of every connection."""
        for publishing in self._publishing.values():
            publishing.close()
        for subscription in self._subscriptions:
            subscription.close()
