"""A program beside this one: started with exactly the environment given, ended by its own process id, also with us."""

import contextlib
import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


class Program:
    """One process and the file that takes what it says."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        folder: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace_seconds: float = 10,
    ) -> None:
        self.name, self.log = name, log
        self._command, self._environment, self._folder = tuple(command), dict(environment), folder
        self._stop_signal, self._grace_seconds = stop_signal, grace_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = False

    @property
    def pid(self) -> int:
        """Its process id. Raises LookupError before it was started."""
        if self._process is None:
            raise LookupError(f"{self.name} was not started")
        return self._process.pid

    def start(self) -> None:
        """Start it, once more after it has ended."""
        self._asked = False
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def ended(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll() if self._process else None

    def wait(self, seconds: float) -> int | None:
        """Its exit code; None if it still runs after that time."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(seconds) if self._process else None
        return None

    def ask_to_end(self) -> None:
        """Send it the signal to end, once."""
        if self._process is not None and self.ended() is None and not self._asked:
            self._process.send_signal(self._stop_signal)
            self._asked = True

    def stop(self) -> int | None:
        """Ask it to end and wait; what does not end within its grace is killed. Its exit code."""
        self.ask_to_end()
        if self.wait(self._grace_seconds) is None:
            self.kill()
        return self.ended()

    def kill(self) -> None:
        """End it without notice, as `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def last_words(self, lines: int = 3) -> str:
        """The end of what it said."""
        said = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return " / ".join(said[-lines:]) or "nothing"


def search_path() -> dict[str, str]:
    """All that a program gets of our own environment: where programs are found."""
    return {"PATH": os.environ.get("PATH", os.defpath)}


def _end_with_parent() -> None:
    """Have the system end it when we are gone, killed even. Called in the new process."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
