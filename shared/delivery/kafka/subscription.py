"""One service's part in its consumer group: messages are taken, made durable, and only then counted as taken."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import structlog
from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import CommitFailedError, FencedInstanceIdError, KafkaError, RebalanceInProgressError
from kafka.structs import MemberState

from shared.delivery.kafka.address import Address
from shared.delivery.ports import Standing, Subscriber, Wakes
from shared.kernel.clock import Clock
from shared.kernel.refusals import Unavailable

_PAGE = 500
# Messages taken between two looks at whether this worker is still in its group.
_AT_ONCE = 250
_WAIT_MS = 250
_LOOK_SECONDS = 1.0
# Well within max_poll_interval_ms, after which the group goes on without us.
_SIGN_OF_LIFE_SECONDS = 60.0
_ANSWER_MS = 10_000
# Longer than a group takes that shares out anew. The client can be out of its group for good without a word: where its
# topics look different for a moment and then as before, it sets out to join and never comes back to it (seen after a
# broker was away, and with topics just made). Then it is replaced; one that only waits for the others goes on waiting.
_OUT_OF_GROUP_SECONDS = 20.0

# Offsets are committed by hand. A worker keeps its place in the group by its number, so one that is back within the
# session takes up its partitions again and no other has to stop for it. Nobody here uses transactions, so nothing
# would be gained by reading only what is committed, and an open one of a stranger would hold everything up.
CONSUMER = {
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "isolation_level": "read_uncommitted",
    # Topics have equally many partitions, so by ranges one referral's messages of all publishers come to one worker.
    "partition_assignment_strategy": (RangePartitionAssignor,),
    "session_timeout_ms": 30_000,
    "heartbeat_interval_ms": 3_000,
    "max_poll_interval_ms": 300_000,
    "max_poll_records": _PAGE,
    # A worker that is there before its topics, as after a broker has lost its disk, soon finds them.
    "metadata_max_age_ms": 30_000,
    "fetch_max_wait_ms": 500,
    "request_timeout_ms": 15_000,
    "bootstrap_timeout_ms": _ANSWER_MS,
    "reconnect_backoff_max_ms": 1_000,
    "allow_auto_create_topics": False,
    "metrics_enabled": False,
}

_log = structlog.get_logger()

Records = Sequence[Any]
Polled = Mapping[TopicPartition, Records]


class _Moves(ConsumerRebalanceListener):  # type: ignore[misc]  # the client has no types
    """Counts what happens to this worker's partitions; called from the client's own thread."""

    def __init__(self) -> None:
        self.count = 0
        self.joined = False

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        self.count += 1

    def on_partitions_lost(self, lost: Collection[TopicPartition]) -> None:
        self.count += 1

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self.count += 1
        self.joined = True


class KafkaSubscription:
    """Fetches for one service; used by one thread at a time."""

    def __init__(
        self,
        address: Address,
        service: str,
        publishers: Collection[str],
        subscriber: Subscriber,
        number: int,
        clock: Clock,
    ) -> None:
        self.name = f"subscription-{number}"
        self._address = address
        self._topics = sorted(address.topic(publisher) for publisher in publishers)
        self._service, self._number = service, number
        self._subscriber = subscriber
        self._clock = clock
        self._listeners: list[Wakes] = []
        self._standing = Standing()
        self._consumer: Any = None
        self._moves = _Moves()
        # Taken and not yet committed: what a lost partition has here must never be committed for its new owner.
        self._taken: dict[TopicPartition, int] = {}
        self._taken_during = self._asked_after = 0
        self._level = False
        self._polled_at = self._looked_at = self._in_group_at = 0.0

    def step(self) -> bool:
        """Fetch a page, take it, and commit; False when all there was has been taken."""
        try:
            return self._step()
        except FencedInstanceIdError as error:
            self.close()
            raise Unavailable(
                f"Another worker of {self._service} runs as number {self._number}. Give each its own WAYMARK_WORKER."
            ) from error
        except KafkaError as error:
            self.close()
            self._standing = Standing({}, self._standing.taken_at, reached=False)
            raise Unavailable(
                f"The broker at {self._address} does not answer {self._service} ({type(error).__name__}). "
                "What it missed comes when the broker is back."
            ) from error

    def listen(self, listener: Wakes) -> None:
        """Have somebody woken when a step has waited long enough: it waits by itself, nobody else has to."""
        self._listeners.append(listener)

    def standing(self) -> Standing:
        """How far it has come, as of the last step; may be asked from any thread."""
        return self._standing

    def close(self) -> None:
        """Leave without a word: a worker of this number that is soon back finds its partitions as they were."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            self._taken.clear()
            consumer.close(autocommit=False, timeout_ms=_ANSWER_MS)

    def _step(self) -> bool:
        consumer = self._consumer = self._consumer or self._join()
        polled: Polled = consumer.poll(timeout_ms=_WAIT_MS)
        self._polled_at = time.monotonic()
        self._must_be_in_group(consumer)
        if polled:
            self._level = False
            self._take(consumer, polled)
        self._commit(consumer)
        if time.monotonic() - self._looked_at > _LOOK_SECONDS or not (polled or self._level):
            self._look(consumer)
        if polled or not self._level:
            return True
        for listener in self._listeners:
            listener.set()
        return False

    def _must_be_in_group(self, consumer: Any) -> None:
        if consumer.group_metadata().state is MemberState.STABLE:
            self._in_group_at = self._polled_at
        elif self._polled_at - self._in_group_at > _OUT_OF_GROUP_SECONDS:
            self.close()
            raise Unavailable(
                f"{self._service} has been out of its group at {self._address} for {_OUT_OF_GROUP_SECONDS:.0f} "
                "seconds. It joins anew."
            )

    def _join(self) -> Any:
        self._in_group_at = time.monotonic()
        self._moves = _Moves()
        consumer = KafkaConsumer(
            **self._address.connecting(),
            client_id=f"{self._service}-{self._number}",
            group_id=self._address.group(self._service),
            group_instance_id=f"{self._service}-{self._number}",
            **CONSUMER,
        )
        consumer.subscribe(self._topics, listener=self._moves)
        return consumer

    def _take(self, consumer: Any, polled: Polled) -> None:
        """Have the subscriber take what came, a part at a time; what it could not take comes again."""
        rest = {partition: records[0].offset for partition, records in polled.items()}
        try:
            for part in _parts(polled):
                if not self._still_here(consumer):
                    return
                self._subscriber.handle_all([record.value for _, record in part])
                for partition, record in part:
                    rest[partition] = self._taken[partition] = record.offset + 1
                self._taken_during = self._moves.count
            self._standing = Standing(self._standing.behind, self._clock())
        except BaseException:
            _go_back(consumer, rest)
            self._commit(consumer)
            raise

    def _still_here(self, consumer: Any) -> bool:
        """Give a sign of life if the last is long ago; False where partitions have moved meanwhile.

        Then what is still in hand is let go: whoever has it now, we perhaps, is given it from the last commit on.
        """
        if time.monotonic() - self._polled_at < _SIGN_OF_LIFE_SECONDS:
            return True
        self._commit(consumer)
        before = self._moves.count
        consumer.pause(*consumer.assignment())
        early: Polled = consumer.poll(timeout_ms=0)  # what is not paused may come here: it has just been assigned
        _go_back(consumer, {partition: records[0].offset for partition, records in early.items()})
        consumer.resume(*consumer.paused())
        self._polled_at = time.monotonic()
        return before == self._moves.count

    def _commit(self, consumer: Any) -> None:
        """Count as taken what is durable, but for partitions that have moved since."""
        if self._taken_during != self._moves.count:
            self._taken.clear()
        if not self._taken:
            return
        offsets = {partition: OffsetAndMetadata(offset, "", -1) for partition, offset in self._taken.items()}
        try:
            consumer.commit(offsets, timeout_ms=_ANSWER_MS)
        except (CommitFailedError, RebalanceInProgressError) as error:
            # Taken twice then, by us and by whoever has them now: the second finds the receipts of the first.
            partitions = sorted(_name(each) for each in offsets)
            _log.warning("partitions_moved", service=self._service, partitions=partitions, reason=type(error).__name__)
        self._taken.clear()

    def _look(self, consumer: Any) -> None:
        """See how far behind this worker is; raises where the broker does not answer."""
        mine = list(consumer.assignment())
        if self._asked_after != self._moves.count:
            self._tell_missed(consumer, mine)
            self._asked_after = self._moves.count
        ends = consumer.end_offsets(mine or [TopicPartition(self._topics[0], 0)], timeout_ms=_ANSWER_MS)
        at = {each: consumer.position(each, timeout_ms=0) for each in mine}
        behind = {each: max(ends[each] - offset, 0) for each, offset in at.items() if offset is not None}
        self._standing = Standing({_name(each): count for each, count in behind.items()}, self._standing.taken_at)
        self._level = self._moves.joined and len(behind) == len(mine) and not any(behind.values())
        self._looked_at = time.monotonic()

    def _tell_missed(self, consumer: Any, mine: Sequence[TopicPartition]) -> None:
        """Say it where the topic no longer has what this service has not taken: it goes on, but not in silence."""
        first = consumer.beginning_offsets(mine, timeout_ms=_ANSWER_MS) if mine else {}
        for each in mine:
            taken = consumer.committed(each, timeout_ms=_ANSWER_MS)
            if taken is not None and taken < first[each]:
                count = first[each] - taken
                _log.error("messages_missed", service=self._service, partition=_name(each), messages=count)


def _name(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"


def _parts(polled: Polled) -> Iterator[list[tuple[TopicPartition, Any]]]:
    """Every record with its partition, those of a partition in order, so many at once."""
    flat = [(partition, record) for partition, records in polled.items() for record in records]
    for start in range(0, len(flat), _AT_ONCE):
        yield flat[start : start + _AT_ONCE]


def _go_back(consumer: Any, offsets: Mapping[TopicPartition, int]) -> None:
    """Have these come again, where the partition is still ours."""
    for partition, offset in offsets.items():
        if partition in consumer.assignment():
            consumer.seek(partition, offset)
