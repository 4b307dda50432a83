"""Services as real programs of their own, each started by the command that a borough starts it by."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from shared.access.roles import Role
from tests.support.kafka import die_with_parent
from tests.support.tree import ROOT

_START_SECONDS = 60
_ADDRESS = re.compile(rb"is on (http://\S+)")


class FiveServices:
    """Programs on one data folder, joined by a broker; each program's output goes to a file of its name."""

    def __init__(self, folder: Path, delivery_url: str, **environment: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._environment = os.environ | {"DELIVERY_URL": delivery_url, "WAYMARK_DATA": str(self.data)} | environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def command(self, *arguments: str) -> str:
        """A command that ends by itself, and what it printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command that ends by itself, however it ends."""
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=60)

    def token(self, role: Role) -> Mapping[str, str]:
        """The headers of somebody with this role."""
        return {"Authorization": f"Bearer {self.command('services', 'token', '--role', role.value).split()[-1]}"}

    def start(self, *programs: str) -> list[str]:
        """Start programs such as `triage worker`, all at once, and wait until each says where it is."""
        for program in programs:
            service, kind = program.split()
            with self.log(program).open("ab") as log:
                self._running[program] = subprocess.Popen(
                    [sys.executable, "-m", f"services.{service}", kind, "--port", "0"],
                    cwd=ROOT,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    preexec_fn=die_with_parent,
                )
        return [self._address(program) for program in programs]

    def log(self, program: str) -> Path:
        """Where a program's output goes."""
        return self.folder / f"{program.replace(' ', '-')}.log"

    def end(self, program: str, how: signal.Signals = signal.SIGTERM) -> int:
        """End a program and wait for it; its exit code."""
        process = self._running.pop(program)
        process.send_signal(how)
        return process.wait(40)

    def close(self) -> None:
        """End whatever still runs."""
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait(20)

    def _address(self, program: str) -> str:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._running[program].poll() is None:
            if found := _ADDRESS.findall(self.log(program).read_bytes()):
                return str(found[-1].decode())
            time.sleep(0.05)
        raise AssertionError(f"{program} did not start: {self.log(program).read_text()[-2_000:]}")


@contextlib.contextmanager
def five_services(folder: Path, delivery_url: str, **environment: str) -> Iterator[FiveServices]:
    """Nothing started yet; ended with the block, whatever happens in it."""
    made = FiveServices(folder, delivery_url, **environment)
    try:
        yield made
    finally:
        made.close()
