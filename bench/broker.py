"""A Kafka broker for as long as a benchmark lasts: the one that is given, else one started on this machine."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from bench.servers import DidNotStart, free_port
from shared.delivery.kafka.address import address_of
from shared.delivery.kafka.topics import asking
from shared.delivery.ports import DeliveryNotUsable

_GIVEN = "TEST_KAFKA_BOOTSTRAP"
_START_SECONDS = 60


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Where it listens. Raises DidNotStart where there is none to be had."""
    if given := os.environ.get(_GIVEN):
        yield given
        return
    port, controller = free_port(), free_port()
    settings = {"KAFKA_PORT": str(port), "KAFKA_CONTROLLER_PORT": str(controller), "KAFKA_DATA": str(folder / "kafka")}
    with (folder / "broker.log").open("wb") as log:
        process = subprocess.Popen(
            ["sh", "deploy/local/kafka.sh"], env=os.environ | settings, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, f"127.0.0.1:{port}", folder / "broker.log")
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", server: str, log: Path) -> None:
    deadline = monotonic() + _START_SECONDS
    while monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(DeliveryNotUsable), asking(address_of(f"kafka://{server}")):
            return
        sleep(0.1)
    raise DidNotStart(log.read_text()[-2_000:])
