"""Topics are made as their file says, by command alone; a broker that has them otherwise is told of at once."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from kafka import KafkaAdminClient

from shared.contracts.registry import PUBLISHED
from shared.delivery.kafka.address import Address, address_of
from shared.delivery.kafka.topics import FILE, Topics, Wanted, wanted
from shared.delivery.ports import DeliveryNotUsable
from shared.kernel.identifiers import new_id
from tests.support.kafka import a_port_nobody_has

SMALL = replace(wanted(), publishers=("notes",), partitions=3)


def publishers_that_differ(wanted: Wanted) -> set[str]:
    """Who publishes without a topic, or has a topic and publishes nothing."""
    return set(wanted.publishers) ^ PUBLISHED.keys()


def test_every_publisher_has_its_topic_and_nobody_else() -> None:
    assert publishers_that_differ(wanted()) == set()


def test_a_publisher_without_a_topic_would_be_found(tmp_path: Path) -> None:
    changed = tmp_path / "topics.toml"
    changed.write_text(FILE.read_text().replace("\npanels =", "\nlibrary ="))
    assert publishers_that_differ(wanted(changed)) == {"panels", "library"}


def test_nothing_is_compacted_away_and_a_large_document_fits() -> None:
    settings = wanted().settings(copies=3)
    assert settings["cleanup.policy"] == "delete"
    assert int(settings["max.message.bytes"]) > 2 * 1_048_576
    assert (settings["min.insync.replicas"], wanted().settings(copies=1)["min.insync.replicas"]) == ("2", "1")


@pytest.fixture
def address(kafka_address: str) -> Address:
    return address_of(f"kafka://{kafka_address}/test-{new_id()}")


def test_a_missing_topic_is_said_and_the_command_makes_it_once(address: Address) -> None:
    topics = Topics(address, SMALL)
    with pytest.raises(DeliveryNotUsable, match=r"has no topic .*notes. Run `python -m services topics`"):
        topics.check(["notes"])
    assert topics.make() == [f"{address.topic('notes')}: made, copies: 1"]
    topics.check(["notes"])
    assert topics.make() == [f"{address.topic('notes')}: as it should be"]


def test_another_number_of_partitions_is_said_and_left_alone(address: Address) -> None:
    Topics(address, SMALL).make()
    more = Topics(address, replace(SMALL, partitions=6))
    for act in (lambda: more.check(["notes"]), more.make):
        with pytest.raises(DeliveryNotUsable, match=r"has 3 partitions where .*topics.toml says 6"):
            act()
    Topics(address, SMALL).check(["notes"])


def test_settings_that_differ_are_brought_in_line_and_told(address: Address, kafka_address: str) -> None:
    Topics(address, replace(SMALL, retention_days=1)).make()
    (told,) = Topics(address, SMALL).make()
    assert told.endswith("retention.ms was 86400000, is 1209600000")
    as_it_should_be, deadline = [f"{address.topic('notes')}: as it should be"], time.monotonic() + 60
    while (again := Topics(address, SMALL).make()) != as_it_should_be:  # the broker takes a change when it gets to it
        assert time.monotonic() < deadline, again


def test_two_commands_at_once_make_each_topic_once(address: Address) -> None:
    class Beside(Topics):
        """Another command is quicker, between this one's look and its making."""

        def _create(self, *arguments: object) -> None:
            Topics(address, SMALL).make()
            super()._create(*arguments)  # type: ignore[arg-type]

    Beside(address, SMALL).make()
    Topics(address, SMALL).check(["notes"])


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_an_address_where_nobody_answers_is_said_within_seconds(host: str) -> None:
    nowhere = Address((f"{host}:{a_port_nobody_has()}",))
    began = time.monotonic()
    with pytest.raises(DeliveryNotUsable, match=f"Nothing answers as a Kafka broker at {host}"):
        Topics(nowhere, SMALL).check(["notes"])
    assert time.monotonic() - began < 60


def test_topics_are_never_made_by_asking_for_them(address: Address, kafka_address: str) -> None:
    with pytest.raises(DeliveryNotUsable):
        Topics(address, SMALL).check(["notes"])
    with KafkaAdminClient(bootstrap_servers=kafka_address) as admin:
        assert address.topic("notes") not in admin.list_topics()
