"""The run's broker is a real one, takes messages, and does not outlive whoever started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from kafka.admin import NewTopic

from tests.support.kafka import LocalBroker, answers
from tests.support.tree import ROOT


def test_a_broker_makes_no_topic_because_somebody_asked_for_it(kafka_address: str) -> None:
    with KafkaAdminClient(bootstrap_servers=kafka_address) as admin:
        admin.describe_topics(["nobody.made.this"])
        assert "nobody.made.this" not in admin.list_topics()


START_AND_WAIT = """
import sys, time
from pathlib import Path
from tests.support.kafka import LocalBroker

broker = LocalBroker(Path(sys.argv[1]))
broker.start()
print(broker.address, broker.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.usefixtures("local_broker")
def test_a_broker_ends_with_a_run_that_is_broken_off(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(tmp_path / "kafka")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    address, pid = run.stdout.readline().split()
    try:
        assert answers(address)
        run.send_signal(signal.SIGKILL)
        run.wait(60)
        assert _gone(int(pid))
    finally:
        run.kill()
        run.stdout.close()


def _gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True  # ended; whoever adopted it has not asked yet
        time.sleep(0.05)
    return False


def test_a_broker_that_is_stopped_keeps_what_it_had(local_broker: LocalBroker) -> None:
    name = f"kept-{time.time_ns()}"
    with KafkaAdminClient(bootstrap_servers=local_broker.address) as admin:
        admin.create_topics([NewTopic(name, 1, 1)])
    local_broker.stop()
    assert not answers(local_broker.address)
    local_broker.start()
    with KafkaAdminClient(bootstrap_servers=local_broker.address) as admin:
        assert name in admin.list_topics()
