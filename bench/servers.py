"""Starts a server in a process of its own, waits until it answers, and ends it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

_START_SECONDS = 30


class DidNotStart(Exception):
    """A server did not come up; its text is the end of what it wrote."""


def free_port() -> int:
    """A port nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def told(environment: Mapping[str, str], *command: str) -> str:
    """What `python -m …` prints."""
    arguments = [sys.executable, "-m", *command]
    return subprocess.run(
        arguments, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    ).stdout


@contextmanager
def running(
    arguments: Sequence[str], port: int, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """`python -m …` for as long as the block lasts; its output, log lines and all, goes to a file."""
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        try:
            _wait_for(server, port, log)
            yield
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = monotonic() + _START_SECONDS
    while monotonic() < deadline and server.poll() is None:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
                connection.request("GET", "/health/live")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            sleep(0.1)
    raise DidNotStart(log.read_text()[-2_000:])
