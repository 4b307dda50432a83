"""Programs of ours as they are really started, each with its own process id, log and environment."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.support.tree import ROOT

# How long ten may take that start at once beside ten others; nothing is promised about it.
_START_SECONDS = 300.0
_STOP_SECONDS = 30.0
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Program:
    """`python -m …`, with what it says in a file; `port` is where it answers /health/live."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path, port: int
    ) -> None:
        self.name, self.port, self.log = name, port, log
        self._command = [sys.executable, "-m", *arguments]
        self.environment = {"PATH": os.environ["PATH"], **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process; only where it was started."""
        assert self._process is not None, f"{self.name} was not started"
        return self._process.pid

    def start(self) -> None:
        """Start it; `answer` says when it is there."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=_die_with_parent,
            )

    def answer(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + _START_SECONDS
        while not answers(self.port):
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"{self.name} does not start: {self.last_words()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it without notice."""
        self.signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(60)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal by its own process id."""
        assert self._process is not None
        self._process.send_signal(number)

    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll() if self._process else None

    def stop(self) -> int:
        """Ask it to end and wait; its exit code. What does not end in time is killed, and that is an error."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)
        self._process.terminate()
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not stop when asked: {self.last_words()}") from None

    def revive(self) -> None:
        """Have it at work, whatever a test that failed has left of it."""
        if self.ended() is None:
            self.signal(signal.SIGCONT)
        else:
            self.start()
            self.answer()

    def end(self) -> None:
        """End it if it still runs, whatever state it is in."""
        if self.ended() is None and self._process is not None:
            self.kill()

    def last_words(self) -> str:
        """The end of what it said."""
        return self.log.read_text(errors="replace")[-1_500:] if self.log.exists() else ""


def answers(port: int, path: str = "/health/live") -> bool:
    """Whether something answers 200 there."""
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _die_with_parent() -> None:
    """Between fork and exec: have the system end it when the tests are gone, killed even."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
