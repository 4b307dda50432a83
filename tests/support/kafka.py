"""A real Kafka broker for a process of tests: one that is given, in a container where Docker answers, or our own."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploy.local.ports import free_port, free_ports
from tests.support.missing import missing
from tests.support.tree import ROOT

GIVEN = "TEST_KAFKA_BOOTSTRAP"
JARS = Path(os.environ.get("WAYMARK_KAFKA_JARS") or ROOT / "var" / "kafka" / "jars")
# Beside twenty programs that all ask for it; where it ends by itself nobody waits.
_START_SECONDS = 240
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a broker needs one: the mark follows from the fixture and cannot be forgotten."""
    for item in items:
        if {"kafka_broker", "local_broker"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.needs_kafka)


class LocalBroker:
    """A broker of our own on this machine, which can be stopped, killed and started again on the same port."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._more = more or {}
        self._ports = free_ports(2)
        self.address = f"127.0.0.1:{self._ports[0]}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process to look for; only where it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers. It ends with this process, however this process ends."""
        settings = {
            "KAFKA_PORT": str(self._ports[0]),
            "KAFKA_CONTROLLER_PORT": str(self._ports[1]),
            "KAFKA_DATA": str(self._folder),
            "WAYMARK_KAFKA_JARS": str(JARS),
            **self._more,
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "broker.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", str(ROOT / "deploy" / "local" / "kafka.sh")],
                env=os.environ | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it without notice."""
        self._end(signal.SIGKILL)

    def lose_everything(self) -> None:
        """What a lost disk does; only while it is not running."""
        assert self._process is None
        shutil.rmtree(self._folder / "log")

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if answers(self.address):
                return
            time.sleep(0.1)
        self.kill()
        raise RuntimeError(f"the broker did not start: {(self._folder / 'broker.log').read_text()[-2_000:]}")


def answers(address: str) -> bool:
    """Whether a broker answers there."""
    from kafka import KafkaAdminClient  # takes a while to load, and most runs of tests need none
    from kafka.errors import KafkaError

    host, _, port = address.rpartition(":")
    with contextlib.suppress(OSError, KafkaError):
        socket.create_connection((host, int(port)), timeout=1).close()
        with KafkaAdminClient(bootstrap_servers=address, bootstrap_timeout_ms=5_000) as admin:
            admin.list_topics()
            return True
    return False


@pytest.fixture(scope="session")
def kafka_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | LocalBroker]:
    """The run's one broker: its address, or our own."""
    if given := os.environ.get(GIVEN):
        yield given
    elif _docker_answers():
        from testcontainers.community.kafka import KafkaContainer  # loaded only where there is a Docker to use

        with KafkaContainer().with_kraft() as container:
            yield container.get_bootstrap_server()
    else:
        if not (JARS / "fetched").exists() or shutil.which("java") is None:
            missing(f"no Kafka: set {GIVEN}, start Docker, or call `make kafka` (it needs Maven and Java 17)")
        with a_local_broker(tmp_path_factory.mktemp("kafka")) as broker:
            yield broker


@pytest.fixture(scope="session")
def kafka_address(kafka_broker: str | LocalBroker) -> str:
    """Where the run's broker listens."""
    return kafka_broker if isinstance(kafka_broker, str) else kafka_broker.address


@pytest.fixture(scope="session")
def local_broker(kafka_broker: str | LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    """A broker that a test may stop and start: the run's, or one more where that is somebody else's."""
    if isinstance(kafka_broker, LocalBroker):
        yield kafka_broker
        return
    if not (JARS / "fetched").exists():
        missing("no Kafka broker of our own to stop and start: call `make kafka`")
    with a_local_broker(tmp_path_factory.mktemp("own-kafka")) as broker:
        yield broker


@contextlib.contextmanager
def a_local_broker(folder: Path, more: Mapping[str, str] | None = None) -> Iterator[LocalBroker]:
    """A broker for as long as the block lasts; what it holds is of no use afterwards. `more` as kafka.sh takes it."""
    broker = LocalBroker(folder, more)
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()


def _docker_answers() -> bool:
    try:
        import docker

        client = docker.from_env(timeout=3)
        client.ping()
        client.close()
    except Exception:  # whatever it says, there is none to use
        return False
    return True


def die_with_parent() -> None:
    """Between fork and exec: have the system end this process when the one that started it is gone."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def a_port_nobody_has() -> int:
    """A port of this machine on which nothing answers just now."""
    return free_port()
