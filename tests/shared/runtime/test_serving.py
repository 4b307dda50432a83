"""A process that is told to stop finishes what is in hand, gives its leases back, and ends with code 0 in good time."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.event_store.lease import FileLeases
from shared.event_store.store import EventStore
from shared.runtime.worker import Work, Workers
from tests.support.builders.web import logged, named
from tests.support.tree import ROOT

pytestmark = pytest.mark.slow

# A worker as `standalone` puts it together, around a step that takes as long as we say; it works in any folder.
WORKER = """
import sys, time
from pathlib import Path
from shared.event_store.lease import FileLeases
from shared.runtime.logging import configure_logging
from shared.runtime.serving import bind, lifespan_of, serve
from shared.runtime.worker import Work, Workers
from shared.web.operations import create_operations_app, operations_router
from shared.web.tally import RequestTally
from shared.runtime.readiness import Readying
from tests.support.notebook import written
from tests.support.builders.notes_service import NotesService

folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
configure_logging("notes")
notes = NotesService(folder / "data")

def step():
    print("begun", flush=True)
    time.sleep(seconds)
    written(notes.service.store, "n-1", expected=len(notes.service.store.stream("n-1")))
    print("finished", flush=True)
    return True

workers = Workers([Work("notes.slow", step, notes.service.store)], notes.ground.leases)
router = operations_router(Readying([]), lambda: b"")
listening = bind("127.0.0.1", 0)
port = str(listening.getsockname()[1])
serve(create_operations_app("notes", router, RequestTally(), lifespan_of(workers)), listening, port)
notes.close()
print("closed", flush=True)
"""


@contextmanager
def a_worker(folder: Path, seconds: float) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", WORKER, str(folder), str(seconds)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ}
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: "subprocess.Popen[str]") -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def test_what_a_worker_has_in_hand_is_finished_and_its_lease_given_back(tmp_path: Path) -> None:
    with a_worker(tmp_path, seconds=1.5) as running:
        port = line(running)
        assert line(running) == "begun"
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).status == 200
        assert not FileLeases(tmp_path / "data" / "leases").lease("notes.slow").acquire()
        running.send_signal(signal.SIGTERM)
        began = time.monotonic()
        said, errors = running.communicate(timeout=30)
        assert time.monotonic() - began < 20
    assert said.split() == ["finished", "closed"]
    assert running.returncode == 0
    assert "Traceback" not in errors
    assert FileLeases(tmp_path / "data" / "leases").lease("notes.slow").acquire()


def test_a_worker_killed_outright_leaves_its_lease_free(tmp_path: Path) -> None:
    with a_worker(tmp_path, seconds=60) as running:
        line(running)
        assert line(running) == "begun"
        running.kill()
        running.wait(60)
        assert FileLeases(tmp_path / "data" / "leases").lease("notes.slow").acquire()


def test_what_does_not_come_to_an_end_is_waited_for_only_so_long_and_said(store: EventStore, tmp_path: Path) -> None:
    go_on, under_way = threading.Event(), threading.Event()

    def stuck() -> bool:
        under_way.set()
        return go_on.wait(20)

    workers = Workers([Work("notes.stuck", stuck, store)], FileLeases(tmp_path))
    workers.start()
    assert under_way.wait(60)
    began = time.monotonic()
    with logged() as entries:
        workers.stop(within_seconds=0.2)
    assert time.monotonic() - began < 10  # of the twenty for which it hangs
    assert [entry["work"] for entry in named(entries, "work_unfinished")] == ["notes.stuck"]
    go_on.set()


@pytest.mark.parametrize("name", ["intake", "triage", "panels", "notifications", "audit"])
def test_each_services_pages_live_and_are_ready_by_themselves_and_end_when_told(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", f"services.{name}", "web", "--port", "0", "--data", str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as running:
        try:
            address = line(running).rsplit(" ", 1)[-1]
            for path, holds in (
                ("/health/live", '{"live": true}'),
                ("/health/ready", f'"{name}.database"'),
                ("/metrics", "process_cpu_seconds_total"),
            ):
                assert holds in urllib.request.urlopen(address + path, timeout=10).read().decode()
            running.send_signal(signal.SIGTERM)
            _, errors = running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == 0, errors
    assert "Traceback" not in errors
