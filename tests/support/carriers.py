"""Every way of delivery, so that one suite can hold them all to the same."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from shared.delivery.carriers import bus_at
from shared.delivery.ports import Bus, Subscriber, Subscription
from shared.kernel.clock import system_clock
from shared.kernel.identifiers import new_id

PARTITIONS = 3


class Carrier:
    """A way of delivery, who listens, and the work that listening is."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.bus: Bus = bus_at(address, 1, system_clock)
        self.subscriptions: list[Subscription] = []

    def hear(self, service: str, subscriber: Subscriber) -> None:
        """From now on this service hears the notes."""
        subscription = self.bus.subscribe(service, ("notes",), subscriber)
        if subscription is not None:
            self.subscriptions.append(subscription)

    def publish(self, publisher: str, page: Sequence[tuple[str, bytes]]) -> None:
        """Hand a page over to be carried."""
        self.bus.publish(publisher, page)

    def arrive(self) -> None:
        """Let everything arrive that is on its way."""
        for subscription in self.subscriptions:
            while subscription.step():
                pass

    @contextlib.contextmanager
    def restarted(self) -> "Iterator[Carrier]":
        """The same way as another process finds it that comes after this one."""
        self.close()
        again = Carrier(self.address)
        yield again
        again.close()

    def close(self) -> None:
        self.bus.close()


NewAddress = Callable[[], str]


@pytest.fixture
def new_kafka_address(kafka_address: str) -> NewAddress:
    """Makes topics of its own for a test, on the run's broker."""

    def make() -> str:
        address = f"kafka://{kafka_address}/test-{new_id()}"
        make_topics(address)
        return address

    return make


def make_topics(address: str, partitions: int = PARTITIONS) -> None:
    """The topic of those who publish notes."""
    from shared.delivery.kafka.address import address_of
    from shared.delivery.kafka.topics import Topics, wanted

    Topics(address_of(address), replace(wanted(), publishers=("notes",), partitions=partitions)).make()


IN_PROCESS, KAFKA = "in-process", "kafka"


@pytest.fixture(params=[IN_PROCESS, pytest.param(KAFKA, marks=pytest.mark.needs_kafka)])
def carrier(request: pytest.FixtureRequest) -> Iterator[Carrier]:
    """A way of delivery with nobody listening yet."""
    new_address = request.getfixturevalue("new_kafka_address") if request.param == KAFKA else lambda: "inprocess:"
    made = Carrier(new_address())
    yield made
    made.close()
