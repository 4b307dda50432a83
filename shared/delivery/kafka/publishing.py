"""One publisher's road to its topic: pages sent so that each partition stores them in order, or not at all."""

import contextlib
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from kafka import KafkaProducer
from kafka.errors import KafkaError
from kafka.partitioner.default import murmur2

from shared.contracts.envelope import CONTENT_TYPE
from shared.delivery.kafka.address import Address
from shared.kernel.refusals import Unavailable

_BATCH_BYTES = 256 * 1024
_LARGEST_BYTES = 4 * 1024 * 1024
# After this a page counts as not published. The relay then sends all of it again, so nothing is lost by giving up.
_PATIENCE_MS = 10_000

# The producer's own numbering keeps its retries from doubling or reordering what it sends; acks=all is its default.
# Nothing waits for a batch to fill: a batch goes when its page has been handed over.
PRODUCER = {
    "enable_idempotence": True,
    "acks": "all",
    "linger_ms": 1_000,
    "batch_size": _BATCH_BYTES,
    "max_request_size": _LARGEST_BYTES,
    "request_timeout_ms": 5_000,
    "delivery_timeout_ms": _PATIENCE_MS,
    "max_block_ms": 5_000,
    "bootstrap_timeout_ms": 5_000,
    "reconnect_backoff_max_ms": 1_000,
    "allow_auto_create_topics": False,
    "metrics_enabled": False,
}
_CONTENT_TYPE = ("content-type", f"{CONTENT_TYPE}; charset=utf-8".encode())


class _Traced(msgspec.Struct):
    """The one attribute of an envelope that also travels as a header, for tools that never open a message."""

    traceparent: str | None = None


_traced = msgspec.json.Decoder(_Traced)

# Headers, and what a record takes besides: more than it ever is.
_WEIGHT_OF_HEADERS = 256

Page = Sequence[tuple[str, bytes]]
Placed = tuple[int, bytes, bytes]
"""A partition, and the key and message that go there."""


class Undrained(defaultdict[Any, deque[Any]]):
    """A producer's batches by partition, of which only those that hold something are gone through.

    The client asks for the leader of every partition that it ever sent to. Where a topic is gone, as with a broker
    that lost its disk, it would ask without a pause, for nothing, and take a core of the machine until there is one.
    """

    def keys(self) -> Any:
        """The partitions for which something waits."""
        return [partition for partition, batches in list(self.items()) if batches]


class Publishing:
    """One publisher's; used by one thread at a time, its relay's."""

    def __init__(self, address: Address, publisher: str) -> None:
        self._address = address
        self._topic = address.topic(publisher)
        self._publisher = publisher
        self._producer: Any = None

    def publish(self, page: Page) -> None:
        """Send a page and wait until the cluster has it; raises Unavailable where it has not, or not all of it."""
        try:
            if self._producer is None:
                self._producer = KafkaProducer(
                    **self._address.connecting(), client_id=f"{self._publisher}-relay", **PRODUCER
                )
                self._producer._accumulator._batches = Undrained(deque)
            partitions = len(self._producer.partitions_for(self._topic))
            for part in parts(page, partitions):
                self._send(part)
        except KafkaError as error:
            self._abandon()
            raise Unavailable(
                f"The broker at {self._address} does not take what {self._publisher} publishes "
                f"({type(error).__name__}). It stays in the log and is sent again."
            ) from error

    def close(self) -> None:
        """Let go of the connections; whatever was not acknowledged has been reported as such already."""
        if self._producer is not None:
            self._producer.close(timeout=5)
            self._producer = None

    def _abandon(self) -> None:
        """Start afresh next time: a producer that gave a batch up in flight may never send to its partition again.

        Its own `close` waits for just that batch and does not close, so its thread is told directly. What it had
        under way may still be stored: a repetition of what is sent again, and never ahead of anything earlier.
        """
        producer, self._producer = self._producer, None
        if producer is not None:
            producer._sender.force_close()
            with contextlib.suppress(KafkaError):
                producer.close(timeout=2)

    def _send(self, part: Sequence[Placed]) -> None:
        send, topic = self._producer.send, self._topic
        sent = [send(topic, message, key, headers_of(message), partition) for partition, key, message in part]
        self._producer.flush(timeout=_PATIENCE_MS / 1000 + 2)
        for future in sent:
            if not future.succeeded():
                raise future.exception


def parts(page: Page, partitions: int) -> Iterator[list[Placed]]:
    """A page with each message's partition, in parts that give no partition more than one batch's bytes.

    A batch is stored whole or not at all, and the next part waits for it: whatever fails, nothing later of a key can
    be stored before something earlier. A message larger than a batch has one to itself.
    """
    part: list[Placed] = []
    sizes: dict[int, int] = {}
    for key, message in page:
        encoded = key.encode()
        partition = (murmur2(encoded) & 0x7FFFFFFF) % partitions  # where any client of Kafka puts it
        size = sizes.get(partition, 0)
        weight = len(message) + len(encoded) + _WEIGHT_OF_HEADERS
        if size and size + weight > _BATCH_BYTES:
            yield part
            part, sizes, size = [], {}, 0
        part.append((partition, encoded, message))
        sizes[partition] = size + weight
    yield part


def headers_of(message: bytes) -> list[tuple[str, bytes]]:
    """CloudEvents in structured mode is told by its content type; the trace is repeated for those who only pass by."""
    trace = _traced.decode(message).traceparent
    return [_CONTENT_TYPE] if trace is None else [_CONTENT_TYPE, ("traceparent", trace.encode())]
