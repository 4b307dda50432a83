"""The five web processes as they really run, on one folder of data, for tests of what stands in front of them."""

import contextlib
import http.client
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.loopback import PROXY_ASKS_FROM
from deploy.local.program import Program, search_path
from tests.support.tree import ROOT

SERVICES = ("intake", "triage", "panels", "notifications", "audit")
_START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    text: str


def ask(
    port: int,
    path: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | str | None = None,
    from_address: str = "127.0.0.1",
) -> Answer:
    """One request to a port of this machine, its path sent as it is written and no redirect followed."""
    source = (from_address, 0)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, 30, source_address=source)) as line:
        line.request(method, path, body=body, headers=dict(headers or {}))
        came = line.getresponse()
        found = {name.lower(): value for name, value in came.getheaders()}
        return Answer(came.status, found, came.read().decode(errors="replace"))


@contextlib.contextmanager
def web_processes(folder: Path, ports: Mapping[str, int]) -> Iterator[dict[str, Program]]:
    """One web process a service, each at its port; ended afterwards, each by its own process id."""
    started = {
        name: Program(
            f"{name}-web",
            [sys.executable, "-m", f"services.{name}", "web", "--port", str(ports[name])],
            search_path() | {"WAYMARK_DATA": str(folder / "data"), "WAYMARK_TRUSTED_PROXIES": PROXY_ASKS_FROM},
            folder / f"{name}.log",
            folder=ROOT,
        )
        for name in SERVICES
    }
    try:
        for program in started.values():
            program.start()
        for name, program in started.items():
            until_live(ports[name], program)
        yield started
    finally:
        for program in started.values():
            program.stop()


def routes_taken(program: Program) -> list[tuple[str, str]]:
    """Method and route of every request it has answered so far, by the lines of its log."""
    written = program.log.read_text().rpartition("\n")[0]  # the last line may be only half there yet
    lines = (json.loads(line) for line in written.splitlines() if line.startswith("{"))
    return [(line["method"], line["route"]) for line in lines if line["event"] == "request"]


def until_live(port: int, program: Program) -> None:
    """Wait until a process that was just started answers."""
    until = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(OSError):
            if ask(port, "/health/live").status == 200:
                return
        assert program.ended() is None, program.last_words()
        assert time.monotonic() < until, f"{program.name} does not answer"
        time.sleep(0.05)
