"""A program ends by its own process id: asked first, then killed, and also when whoever started it is gone."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.program import Program, search_path
from tests.support.tree import ROOT

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
PARENT = """
import sys, time
from pathlib import Path
from deploy.local.program import Program, search_path
sleeps = [sys.executable, "-c", "import time; time.sleep(60)"]
child = Program("child", sleeps, search_path(), Path(sys.argv[1]), folder=Path("."))
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


def python(tmp_path: Path, code: str, **more: object) -> Program:
    return Program("it", [sys.executable, "-c", code], search_path(), tmp_path / "log", folder=tmp_path, **more)  # type: ignore[arg-type]


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_there(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_it_gets_the_environment_given_and_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_OURS", "1")
    program = python(tmp_path, "import os; print(sorted(os.environ))")
    program.start()
    assert program.wait(20) == 0
    assert "OF_OURS" not in program.last_words()
    assert "PATH" in program.last_words()


def test_it_is_asked_to_end_and_says_what_it_ended_with(tmp_path: Path) -> None:
    program = python(tmp_path, "import time; time.sleep(60)")
    program.start()
    assert program.ended() is None
    assert program.stop() == -signal.SIGTERM
    assert program.stop() == -signal.SIGTERM


def test_what_does_not_end_in_time_is_killed(tmp_path: Path) -> None:
    program = python(tmp_path, STUBBORN, grace_seconds=0.3)
    program.start()
    until(lambda: "up" in program.last_words())
    assert program.stop() == -signal.SIGKILL


def test_it_can_be_started_again(tmp_path: Path) -> None:
    program = python(tmp_path, "import time; time.sleep(60)")
    program.start()
    first = program.pid
    program.stop()
    program.start()
    assert program.pid != first
    assert program.stop() == -signal.SIGTERM


def test_it_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, tmp_path / "log"], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_there(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not is_there(pid))
