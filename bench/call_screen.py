"""The call screen's answer to each answer: kept sealed, judged by triage, the caller looked up, sent as a page part."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.documents import requests
from bench.load import Answered, send_all
from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from bench.servers import free_port, running

_OURS, _ECHO = "an answer of the call screen", "FastAPI echo"
# What the caller must not be kept waiting for, at the 95th percentile.
_BAR_MS = 100
# Officers who get an answer and give the next one without a breath: as many as a hundred who speak with people.
_OFFICERS = 4
_CALLS, _ECHOES, _BEHIND = 10, 2_000, 500
_SETTLED_WITHIN_SECONDS = 300
_LAG = re.compile(r"^waymark_lag_positions\{.*\} (\S+)$", re.MULTILINE)
_ANSWERS: tuple[dict[str, str], ...] = (
    {"_all.danger": "no"},
    {"reporter.phone": "07700 900123"},
    {"safe_contact.phone.safe": "yes"},
    {"reporter.full_name": "Robin Abcdef"},
    {"_caller": "victim"},
    {"category": "noise"},
    {"facts.noise_kind": "living"},
    {"facts.persistent": "no"},
    {"_all.harm": "no"},
    {"_all.care": "no"},
    {"facts.tenure_of_source": "housing_association"},
    {"facts.landlord": "Larch Homes"},
    {"location.postcode": "SW19 1AA"},
    {"description": "Footsteps, doors and the television, most evenings until midnight. " * 20},
)


class NotAnswered(Exception):
    """An answer was refused, or stood without what the rules say."""


class Screen:
    """The whole product in one process, spoken to as an officer's browser does."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self._token = port, token
        self.p95: list[float] = []

    def fill(self, count: int) -> None:
        """Referrals among which callers are looked for, the caller's own among them."""
        send_all(self.port, requests(count, 0, {"Authorization": f"Bearer {self._token}"}))

    def busy(self, calls: int) -> float:
        """The same figure in milliseconds while what has just come in is still worked through; it counts for itself."""
        _, work = self.round(calls)
        work()
        return self.p95.pop()

    def settle(self) -> None:
        """Wait until every service has followed every log to its end."""
        until = time.monotonic() + _SETTLED_WITHIN_SECONDS
        while any(self._lags()):
            if time.monotonic() > until:
                raise NotAnswered(f"the services are still behind after {_SETTLED_WITHIN_SECONDS} seconds")
            time.sleep(1)

    def _lags(self) -> list[float]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/metrics")
        found = _LAG.findall(connection.getresponse().read().decode())
        if not found:
            raise NotAnswered("the metrics say nothing of how far behind anybody is")
        return [float(positions) for positions in found]

    def round(self, calls: int) -> Work:
        """So many calls, each answer with all that was typed before it, on drafts that were begun beforehand."""
        drafts = [self._begun() for _ in range(calls)]
        prepared = [self._request(typed | {"draft": draft}) for typed in _growing() for draft in drafts]
        return len(prepared), lambda: self._note(send_all(self.port, prepared, _OFFICERS), len(prepared))

    def _begun(self) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "POST", "/intake/call/so-far", urlencode({"channel": "phone", "kind": "asb"}), self._headers()
        )
        said = connection.getresponse().read().decode()
        found = re.search(r'data-draft="([^"]+)"', said)
        if found is None or "No answer in time" in said:
            raise NotAnswered("the call screen kept nothing, or triage did not answer")
        return found[1]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", "Content-Type": "application/x-www-form-urlencoded"}

    def _request(self, typed: dict[str, str]) -> bytes:
        body = urlencode({"channel": "phone", **typed}).encode()
        lines = [f"{name}: {value}" for name, value in self._headers().items()]
        head = ["POST /intake/call/so-far HTTP/1.1", "Host: 127.0.0.1", *lines, f"Content-Length: {len(body)}", "", ""]
        return "\r\n".join(head).encode() + body

    def _note(self, answered: Answered, sent: int) -> None:
        if answered.statuses != Counter({200: sent}):
            raise NotAnswered(f"{dict(answered.statuses)} came back for {sent} answers")
        self.p95.append(answered.quantile(0.95))


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """One process on SQLite, as `make run` starts it, in turns with the framework's bare echo."""
    environment = {"WAYMARK_DATA": str(folder / "data")}
    token = _told(environment, "services", "token", "--role", "contact_centre").split()[-1]
    screen, echo = Screen(free_port(), token), free_port()
    commands = (["services", "--empty", "--port", str(screen.port)], ["bench.echo", str(echo)])
    with contextlib.ExitStack() as up:
        for port, command in zip((screen.port, echo), commands, strict=True):
            up.enter_context(running(command, port, folder / f"{command[0]}.log", environment))
        screen.fill(max(int(_BEHIND * share), 8))
        busy = screen.busy(max(int(_CALLS * share), 1))
        screen.settle()
        cases = {
            _OURS: partial(screen.round, max(int(_CALLS * share), 1)),
            _ECHO: partial(_echoes, echo, max(int(_ECHOES * share), 8)),
        }
        figures = measure(cases, rounds)
    p95 = median(screen.p95[1:])
    also = {"p95_ms": p95, "busy_p95_ms": busy, "bar_ms": _BAR_MS, "met": p95 < _BAR_MS}
    return Outcome("call-screen", "answers/s", figures, ratios(figures, (Bar(_OURS, _ECHO),)), _notes(p95, busy), also)


def _growing() -> Iterator[dict[str, str]]:
    typed: dict[str, str] = {}
    for answer in _ANSWERS:
        typed |= answer
        yield dict(typed)


def _echoes(port: int, count: int) -> Work:
    prepared: Sequence[bytes] = requests(count, 0, {})
    return count, lambda: send_all(port, prepared, _OFFICERS)


def _told(environment: dict[str, str], *command: str) -> str:
    arguments = [sys.executable, "-m", *command]
    done = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    return done.stdout


def _notes(p95: float, busy: float) -> list[str]:
    return [
        f"{p95:.1f} ms at the 95th percentile (median of the rounds) with {_OFFICERS} officers who answer without a "
        f"breath; the bar is {_BAR_MS} ms: {'met' if p95 < _BAR_MS else 'missed'}. While the referrals before them "
        f"were still worked through in the same process it was {busy:.1f} ms.",
        "Each answer is read, kept sealed under the draft's key, judged by triage's published API in the same process, "
        "the caller and the place are looked up, and the part of the page comes back.",
    ]
