"""Referrals over HTTP into intake alone, durable with receipt and log line, against the framework's bare echo."""

import contextlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.documents import requests
from bench.load import Answered, send_all
from bench.outcome import Outcome
from bench.rounds import Bar, Work, measure, ratios
from bench.servers import free_port, running, told
from services.intake.wiring import build_intake
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from shared.runtime.worker import drain, work_of

_OURS, _ECHO = "POST of a referral", "FastAPI echo"
_P99 = ", p99 in ms"
# About a second of each.
_REQUESTS = {_OURS: 2_000, _ECHO: 5_000}
_BARS = (Bar(_OURS, _ECHO, least=0.30), Bar(_OURS + _P99, _ECHO + _P99, most=3.0))
_CREATED = 201


class NotStored(Exception):
    """The log does not hold what was acknowledged, or a request was not acknowledged at all."""


@dataclass(slots=True)
class Server:
    """One server under load: where it listens, what goes with each request, what came back."""

    name: str
    port: int
    headers: dict[str, str]
    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    p99: list[float] = field(default_factory=list)

    def round(self, count: int) -> Work:
        """A round's work: so many requests, made beforehand, each about people who are new."""
        prepared = requests(count, self.sent, self.headers)
        self.sent += count
        return count, lambda: self._note(send_all(self.port, prepared))

    def _note(self, answered: Answered) -> None:
        self.statuses += answered.statuses
        self.p99.append(answered.quantile(0.99))


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """On SQLite, as one service is run by itself."""
    return posted("http", folder, rounds, share, {"WAYMARK_DATA": str(folder / "data")}, "synchronous=FULL")


def posted(name: str, folder: Path, rounds: int, share: float, environment: Mapping[str, str], durable: str) -> Outcome:
    """Both servers up, loaded in turn; `environment` says where intake keeps things."""
    told(environment, "services", "migrate")
    token = told(environment, "services", "token", "--role", "contact_centre").split()[-1]
    headers = {"Authorization": f"Bearer {token}"}
    servers = [Server(_OURS, free_port(), headers), Server(_ECHO, free_port(), headers)]
    commands = (
        ["services.intake", "web", "--host", "127.0.0.1", "--port", str(servers[0].port)],
        ["bench.echo", str(servers[1].port)],
    )
    with contextlib.ExitStack() as up:
        for server, command in zip(servers, commands, strict=True):
            up.enter_context(running(command, server.port, folder / f"{command[0]}.log", environment))
        cases = {each.name: partial(each.round, max(int(_REQUESTS[each.name] * share), 8)) for each in servers}
        figures = measure(cases, rounds)
    for server in servers:
        if server.statuses != Counter({_CREATED: server.sent}):
            raise NotStored(f"{server.name}: {dict(server.statuses)} came back for {server.sent} requests")
        figures[server.name + _P99] = server.p99[1:]
    afterwards = _afterwards(environment, servers[0].sent)
    return Outcome(name, "requests/s", figures, ratios(figures, _BARS), _notes(afterwards, durable), afterwards)


def _afterwards(environment: Mapping[str, str], acknowledged: int) -> dict[str, float]:
    """Count what the log holds, then do all the work that was put off, and time it."""
    ground = make_ground(from_environment(environment))
    intake = build_intake(ground)
    stored = intake.store.look("SELECT count(*) FROM events WHERE name = 'intake.referral_submitted'")[0][0]
    receipts = intake.store.look("SELECT count(*) FROM receipts WHERE scope LIKE 'http/%'")[0][0]
    if not stored == receipts == acknowledged:
        raise NotStored(f"{acknowledged} referrals were acknowledged; the log holds {stored} and {receipts} receipts")
    behind = intake.store.head() - intake.views.position()
    began = perf_counter()
    drain(work_of(intake, ground.bus, ground.clock))
    took = perf_counter() - began
    intake.views.close()
    intake.store.close()
    ground.keyring.close()
    return {"acknowledged": acknowledged, "stored": acknowledged, "behind": behind, "drained_in_s": took}


def _notes(afterwards: dict[str, float], durable: str) -> list[str]:
    return [
        "32 connections; each request has a bearer token, an Idempotency-Key of its own and three new people; each "
        f"answer waits for its commit at {durable} (log, receipt, three keys).",
        f"All {afterwards['acknowledged']:,.0f} referrals acknowledged stood in the log with their receipts. The views "
        f"were {afterwards['behind']:,.0f} facts behind; with the relay they caught up "
        f"in {afterwards['drained_in_s']:.1f} s.",
        "The echo is FastAPI on uvicorn with uvloop and httptools, one worker, as it comes.",
    ]
