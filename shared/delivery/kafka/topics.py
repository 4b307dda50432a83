"""The topics as deploy/kafka/topics.toml wants them: read, made, and compared with those a cluster has."""

import contextlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError, TopicAlreadyExistsError

from shared.delivery.kafka.address import Address
from shared.delivery.ports import DeliveryNotUsable

FILE = Path(__file__).parents[3] / "deploy" / "kafka" / "topics.toml"
_ANSWER_MS = 8_000
_DAY_MS = 24 * 60 * 60 * 1000
_CHECK = "Check DELIVERY_URL, and that the broker is up."
# The client does not tell these apart.
_CHECK_SEALED = (
    "Check that the broker is up, that it knows the name and the password in DELIVERY_URL, and that its certificate "
    "is one this machine trusts (SSL_CERT_FILE names your own authority)."
)
_MAKE = "Run `python -m services topics` to make it."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every topic is to be like, and who publishes to one of its own."""

    publishers: tuple[str, ...]
    partitions: int
    copies: int
    retention_days: int
    compacted: bool
    largest_message_bytes: int

    def settings(self, copies: int) -> dict[str, str]:
        """The broker's own settings of a topic with so many copies."""
        return {
            "cleanup.policy": "compact" if self.compacted else "delete",
            # The broker's own time: it takes no message whose publisher's clock is an hour ahead, and lets old ones go.
            "message.timestamp.type": "LogAppendTime",
            "retention.ms": str(self.retention_days * _DAY_MS),
            "max.message.bytes": str(self.largest_message_bytes),
            "min.insync.replicas": str(max(copies - 1, 1)),
        }


def wanted(file: Path = FILE) -> Wanted:
    """What the file says."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    return Wanted(tuple(content["topics"]), **content["every"])


class Topics:
    """A cluster's topics beside those that are wanted."""

    def __init__(self, address: Address, wanted: Wanted) -> None:
        self._address = address
        self._wanted = wanted

    def check(self, publishers: Collection[str]) -> None:
        """Raises DeliveryNotUsable where one of these publishers' messages would not travel as they must."""
        with asking(self._address) as admin:
            for publisher, found in self._found(admin, publishers).items():
                if (fault := self._fault(publisher, found)) is not None:
                    raise DeliveryNotUsable(fault)

    def make(self) -> list[str]:
        """Make those that are missing and bring the settings of the others in line; says what was done.

        How many partitions a topic has is never changed. Raises DeliveryNotUsable where that is not as wanted.
        """
        with asking(self._address) as admin:
            copies = min(self._wanted.copies, len(admin.describe_cluster()["brokers"]))
            found = self._found(admin, self._wanted.publishers)
            missing = [publisher for publisher, partitions in found.items() if not partitions]
            self._create(admin, missing, copies)
            done = [f"{self._address.topic(publisher)}: made, copies: {copies}" for publisher in missing]
            for publisher in found.keys() - set(missing):
                if (fault := self._fault(publisher, found[publisher])) is not None:
                    raise DeliveryNotUsable(fault)
                done.append(self._bring_in_line(admin, publisher, copies))
            return sorted(done)

    def _found(self, admin: Any, publishers: Collection[str]) -> dict[str, int]:
        """How many partitions each publisher's topic has; none where there is no such topic."""
        names = {self._address.topic(publisher): publisher for publisher in publishers}
        described = admin.describe_topics(list(names))
        return {names[topic["name"]]: len(topic["partitions"]) for topic in described if topic["name"] in names}

    def _fault(self, publisher: str, partitions: int) -> str | None:
        name, right = self._address.topic(publisher), self._wanted.partitions
        if not partitions:
            return f"The broker at {self._address} has no topic {name}. {_MAKE}"
        if partitions != right:
            return (
                f"The topic {name} has {partitions} partitions where deploy/kafka/topics.toml says {right}, and "
                "messages of one referral would take different ways. Let its subscribers finish, then make it anew."
            )
        return None

    def _create(self, admin: Any, publishers: Collection[str], copies: int) -> None:
        topic = {
            "num_partitions": self._wanted.partitions,
            "replication_factor": copies,
            "configs": self._wanted.settings(copies),
        }
        if publishers:
            with contextlib.suppress(TopicAlreadyExistsError):  # the same command, beside this one
                names = {self._address.topic(publisher): topic for publisher in publishers}
                admin.create_topics(names, wait_for_metadata=True)

    def _bring_in_line(self, admin: Any, publisher: str, copies: int) -> str:
        name, right = self._address.topic(publisher), self._wanted.settings(copies)
        asked = ConfigResource(ConfigResourceType.TOPIC, name, list(right))
        found: Mapping[str, Mapping[str, Any]] = admin.describe_configs([asked], config_filter="all")["topic"][name]
        changed = {key: value for key, value in right.items() if found[key]["value"] != value}
        if not changed:
            return f"{name}: as it should be"
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, changed)])
        return f"{name}: " + ", ".join(f"{key} was {found[key]['value']}, is {changed[key]}" for key in sorted(changed))


@contextlib.contextmanager
def asking(address: Address) -> Iterator[Any]:
    """A client for questions about the cluster; raises DeliveryNotUsable where nothing answers."""
    try:
        with KafkaAdminClient(
            **address.connecting(), bootstrap_timeout_ms=_ANSWER_MS, request_timeout_ms=_ANSWER_MS
        ) as admin:
            yield admin
    except KafkaError as error:
        raise DeliveryNotUsable(
            f"Nothing answers as a Kafka broker at {address} ({type(error).__name__}). "
            f"{_CHECK_SEALED if address.sealed else _CHECK}"
        ) from error
