"""The broker from its other side: what lies in a borough's topics, how far each group has come, and both changed."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition
from kafka.admin import MemberToRemove

from tests.support.faults.settling import until

PUBLISHERS = ("intake", "triage", "panels", "notifications")
# Who hears whom.
HEARD: Mapping[str, tuple[str, ...]] = {
    "intake": ("triage",),
    "triage": ("intake", "notifications", "panels"),
    "panels": ("intake", "triage"),
    "notifications": ("intake", "triage", "panels"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it lies in a topic."""

    publisher: str
    partition: int
    offset: int
    key: bytes
    value: bytes


class Wire:
    """One borough's topics and groups."""

    def __init__(self, broker: str, borough: str) -> None:
        self._broker, self._borough = broker, borough

    def topic(self, publisher: str) -> str:
        """The topic of a publisher."""
        return f"{self._borough}.{publisher}"

    def group(self, service: str) -> str:
        """The group of a service's workers."""
        return f"{self._borough}.{service}"

    def behind(self) -> dict[str, int]:
        """How many messages each service's group has not counted as taken."""
        with self._admin() as admin, self._consumer() as consumer:
            ends = consumer.end_offsets(self._partitions(consumer, PUBLISHERS))
            committed = admin.list_group_offsets({self.group(service): None for service in HEARD})
        found: dict[str, int] = {}
        for service, publishers in HEARD.items():
            topics, at = {self.topic(each) for each in publishers}, committed[self.group(service)]
            mine = {where: end for where, end in ends.items() if where.topic in topics}
            found[service] = sum(end - (at[where].offset if where in at else 0) for where, end in mine.items())
        return found

    def letters(self, *publishers: str) -> list[Letter]:
        """Everything that lies in these topics, each partition in its order."""
        names = {self.topic(publisher): publisher for publisher in publishers}
        with self._consumer() as consumer:
            partitions = self._partitions(consumer, publishers)
            ends = {where: end for where, end in consumer.end_offsets(partitions).items() if end}
            found: list[Letter] = []
            if not ends:
                return found
            consumer.assign(list(ends))
            consumer.seek_to_beginning(*ends)
            while any(consumer.position(where) < end for where, end in ends.items()):
                for records in consumer.poll(timeout_ms=1_000).values():
                    found += [Letter(names[r.topic], r.partition, r.offset, r.key, r.value) for r in records]
        return found

    def publish(self, letters: Sequence[Letter]) -> None:
        """Put messages into their topics once more, in this order."""
        producer = KafkaProducer(bootstrap_servers=self._broker)
        try:
            for letter in letters:
                producer.send(self.topic(letter.publisher), letter.value, letter.key, partition=letter.partition)
            producer.flush(timeout=30)
        finally:
            producer.close()

    def begin_anew(self, service: str) -> None:
        """Have a service whose workers are stopped hear everything once more, from the first message on."""
        self._leave(service)
        with self._admin() as admin:
            admin.delete_groups([self.group(service)])

    def pass_over(self, service: str) -> None:
        """Have a service whose workers are stopped hear nothing of what lies there now."""
        self._leave(service)
        with self._admin() as admin, self._consumer() as consumer:
            ends = consumer.end_offsets(self._partitions(consumer, HEARD[service]))
            offsets = {where: OffsetAndMetadata(end, "", -1) for where, end in ends.items()}
            refused = [
                error for error in admin.alter_group_offsets(self.group(service), offsets).values() if error.errno
            ]
            assert not refused, refused

    def _leave(self, service: str) -> None:
        """A worker leaves its place in the group open for the time it may take to come back; have it given up."""
        name = self.group(service)
        with self._admin() as admin:
            members = admin.describe_groups([name])[name]["members"]
            if members:
                admin.remove_group_members(
                    name, [MemberToRemove(group_instance_id=each["group_instance_id"]) for each in members]
                )

    def _partitions(self, consumer: Any, publishers: Sequence[str]) -> list[TopicPartition]:
        found: list[TopicPartition] = []
        for name in (self.topic(publisher) for publisher in publishers):
            until(lambda name=name: bool(consumer.partitions_for_topic(name)), 30, f"the broker tells of {name}")
            found += [TopicPartition(name, number) for number in consumer.partitions_for_topic(name)]
        return found

    @contextlib.contextmanager
    def _admin(self) -> Iterator[Any]:
        with KafkaAdminClient(bootstrap_servers=self._broker, bootstrap_timeout_ms=10_000) as admin:
            yield admin

    @contextlib.contextmanager
    def _consumer(self) -> Iterator[Any]:
        consumer = KafkaConsumer(bootstrap_servers=self._broker, enable_auto_commit=False, bootstrap_timeout_ms=10_000)
        try:
            yield consumer
        finally:
            consumer.close()
