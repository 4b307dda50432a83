"""What is published is stored in order; a cluster that does not take it is said in time, and it is sent again."""

import os
import signal
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition

from shared.delivery.kafka import publishing
from shared.delivery.kafka.address import Address, address_of
from shared.delivery.kafka.publishing import Publishing, parts
from shared.kernel.refusals import Unavailable
from tests.support.builders.delivery import a_message
from tests.support.carriers import NewAddress, make_topics
from tests.support.kafka import LocalBroker


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives up after two seconds instead of ten."""
    monkeypatch.setattr(publishing, "_PATIENCE_MS", 2_000)
    for name, value in {"delivery_timeout_ms": 2_000, "request_timeout_ms": 1_000, "max_block_ms": 2_000}.items():
        monkeypatch.setitem(publishing.PRODUCER, name, value)


@pytest.fixture
def address(new_kafka_address: NewAddress) -> Address:
    return address_of(new_kafka_address())


@pytest.fixture
def road(address: Address) -> Iterator[Publishing]:
    made = Publishing(address, "notes")
    yield made
    made.close()


def page(first: int, last: int, keys: int = 5) -> list[tuple[str, bytes]]:
    return [(f"r-{number % keys}", a_message(number, f"r-{number % keys}")) for number in range(first, last + 1)]


def stored(address: Address) -> dict[str, list[bytes]]:
    """Every message in the topic by its key, in the order of the partition."""
    found: dict[str, list[bytes]] = {}
    for record in records(address):
        found.setdefault(record.key.decode(), []).append(record.value)
    return found


def records(address: Address) -> list:  # type: ignore[type-arg]  # the client has no types
    with KafkaConsumer(
        address.topic("notes"), bootstrap_servers=list(address.servers), auto_offset_reset="earliest", group_id=None
    ) as consumer:
        found, deadline = [], time.monotonic() + 60
        while time.monotonic() < deadline:
            came = consumer.poll(timeout_ms=500)
            found += [record for each in came.values() for record in each]
            if not came and consumer.assignment() and _at_the_end(consumer):
                break
        return found


def _at_the_end(consumer: KafkaConsumer) -> bool:
    ends = consumer.end_offsets(list(consumer.assignment()))
    return all(consumer.position(partition) == end for partition, end in ends.items())


def first_of_each(messages: list[bytes]) -> list[bytes]:
    return list(dict.fromkeys(messages))


def test_each_key_is_stored_in_order_in_one_partition_with_its_headers(address: Address, road: Publishing) -> None:
    road.publish(page(1, 40))
    found = records(address)
    by_key: dict[bytes, set[int]] = {}
    for record in found:
        by_key.setdefault(record.key, set()).add(record.partition)
    assert {len(partitions) for partitions in by_key.values()} == {1}
    assert stored(address) == {
        key: [message for each, message in page(1, 40) if each == key] for key in ("r-0", "r-1", "r-2", "r-3", "r-4")
    }
    headers = dict(found[0].headers)
    assert headers["content-type"] == b"application/cloudevents+json; charset=utf-8"
    assert headers["traceparent"].startswith(b"00-")


def test_a_document_of_the_largest_size_travels(address: Address, road: Publishing) -> None:
    large = b'{"data":{"sealed":"' + b"x" * 1_600_000 + b'"}}'
    road.publish([("r-1", a_message(1)), ("r-1", large), ("r-1", a_message(2))])
    assert stored(address)["r-1"] == [a_message(1), large, a_message(2)]


def test_no_part_of_a_page_gives_a_partition_more_than_a_batch_unless_it_is_one_message() -> None:
    messages = [("r-1", b"x" * 100_000)] * 6 + [("r-2", b"y" * 900_000)] + [("r-3", b"z")] * 3
    divided = list(parts(messages, partitions=1))
    assert [(key.decode(), message) for part in divided for _, key, message in part] == messages
    assert [len(part) for part in divided] == [2, 2, 2, 1, 3]
    assert all(len(part) == 1 or sum(len(text) for *_, text in part) < publishing._BATCH_BYTES for part in divided)
    dealt = list(parts(messages, partitions=12))
    assert len(dealt) < len(divided)


@pytest.mark.usefixtures("impatient")
def test_a_broker_that_is_away_is_said_in_time_and_nothing_is_lost_or_out_of_order(local_broker: LocalBroker) -> None:
    url = f"kafka://{local_broker.address}/away-{time.time_ns()}"
    make_topics(url)
    address = address_of(url)
    road = Publishing(address, "notes")
    road.publish(page(1, 20))
    local_broker.kill()
    began = time.monotonic()
    with pytest.raises(Unavailable, match="stays in the log and is sent again"):
        road.publish(page(21, 40))
    assert time.monotonic() - began < 60
    local_broker.start()
    until_it_goes(road, page(21, 40))
    road.close()
    for key, messages in stored(address).items():
        assert first_of_each(messages) == [message for each, message in page(1, 40) if each == key]


@pytest.mark.usefixtures("impatient")
def test_a_broker_that_stands_still_and_goes_on_puts_nothing_out_of_order(local_broker: LocalBroker) -> None:
    url = f"kafka://{local_broker.address}/still-{time.time_ns()}"
    make_topics(url)
    address = address_of(url)
    road = Publishing(address, "notes")
    road.publish(page(1, 20))
    os.kill(local_broker.pid, signal.SIGSTOP)
    try:
        with pytest.raises(Unavailable):
            road.publish(page(21, 40))
    finally:
        os.kill(local_broker.pid, signal.SIGCONT)
    until_it_goes(road, page(21, 40))
    road.publish(page(41, 60))
    road.close()
    for key, messages in stored(address).items():
        assert first_of_each(messages) == [message for each, message in page(1, 60) if each == key]


def until_it_goes(road: Publishing, messages: list[tuple[str, bytes]]) -> None:
    """What the relay does: the same page again until it is taken."""
    deadline = time.monotonic() + 60
    while True:
        try:
            road.publish(messages)
        except Unavailable:
            assert time.monotonic() < deadline, "the broker is back and nothing can be published"
            time.sleep(0.2)
        else:
            return


def test_a_broker_killed_in_the_midst_of_pages_has_every_one_in_order_afterwards(
    local_broker: LocalBroker, monkeypatch: pytest.MonkeyPatch, impatient: None
) -> None:
    url = f"kafka://{local_broker.address}/killed-{time.time_ns()}"
    make_topics(url)
    address = address_of(url)
    road = Publishing(address, "notes")
    pages = [page(number, number + 199) for number in range(1, 6_001, 200)]
    road.publish(pages[0])
    killing = threading.Timer(0.1, local_broker.kill)
    killing.start()
    for each in pages[1:10]:
        try:
            road.publish(each)
        except Unavailable:
            break
    killing.join()
    local_broker.start()
    for each in pages[1:]:
        until_it_goes(road, each)
    road.close()
    everything = [entry for each in pages for entry in each]
    for key, messages in stored(address).items():
        assert first_of_each(messages) == [message for each, message in everything if each == key]


def asked_for_a_leader(road: Publishing, seconds: float = 2.0) -> int:
    """How often the client asks who leads its partitions, having nothing to send."""
    asks: list[float] = []
    metadata = road._producer._metadata
    ask = metadata.request_update

    def counted() -> object:
        asks.append(time.monotonic())
        return ask()

    metadata.request_update = counted
    time.sleep(seconds)
    metadata.request_update = ask
    return len(asks)


def without_its_topic(address: Address, road: Publishing) -> None:
    with KafkaAdminClient(bootstrap_servers=list(address.servers)) as admin:
        admin.delete_topics([address.topic("notes")])
    until = time.monotonic() + 60
    while any(road._producer._metadata.leader_for_partition(each) is not None for each in partitions(address)):
        assert time.monotonic() < until, "the client does not hear that the topic is gone"
        road._producer._metadata.request_update()
        time.sleep(0.2)


def partitions(address: Address) -> list[TopicPartition]:
    return [TopicPartition(address.topic("notes"), number) for number in range(3)]


def test_a_publisher_with_nothing_to_send_is_quiet_where_its_topic_is_gone(address: Address, road: Publishing) -> None:
    road.publish(page(1, 40))
    without_its_topic(address, road)
    assert asked_for_a_leader(road) < 20
    accumulator = road._producer._accumulator
    accumulator._batches = defaultdict(deque, accumulator._batches)
    road._producer._sender._client.wakeup()
    assert asked_for_a_leader(road) > 200, "a client left as it comes would not be quiet, or this could not fail"
