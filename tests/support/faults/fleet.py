"""Ten processes as a borough runs them: five services, each web and worker, on one PostgreSQL and one Kafka."""

import base64
import contextlib
import functools
import json
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from deploy.local.ports import free_ports
from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from tests.support.faults.databases import Databases
from tests.support.faults.evidence import LOGS, Evidence, read_evidence
from tests.support.faults.load import Callers
from tests.support.faults.oracle import faults
from tests.support.faults.programs import Program
from tests.support.faults.settling import until, until_still
from tests.support.faults.sink import SINK_TEAMS, Sink, a_sink
from tests.support.faults.wire import HEARD, Wire
from tests.support.tree import ROOT

KINDS = ("web", "worker")
# Asked for, and no word yet of whether it goes out, waits for its hour or is withheld.
_UNDECIDED = (
    "SELECT count(*) FROM events AS asked WHERE name = 'notifications.notice_requested' AND NOT EXISTS "
    "(SELECT 1 FROM events AS later WHERE later.stream = asked.stream AND later.version > asked.version)"
)
_HELD = re.compile(r'^waymark_lease_held{work="([^"]+)"} 1.0$', re.MULTILINE)
NAMES = tuple(f"{service} {kind}" for service in LOGS for kind in KINDS)


class Fleet:
    """The processes, what they stand on, and those who speak to them. `borough` sets its topics apart."""

    def __init__(self, folder: Path, databases: Databases, broker: str, sink: Sink, borough: str) -> None:
        self.folder, self.databases, self.broker, self.sink, self.borough = folder, databases, broker, sink, borough
        self.environment = {
            **databases.environment(str(folder / "data")),
            "DELIVERY_URL": f"kafka://{broker}/{borough}",
            "MAIL_URL": sink.address,
            **SINK_TEAMS,
            "WAYMARK_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        ports = iter(free_ports(len(NAMES)))
        self.programs = {name: self.program(name, next(ports)) for name in NAMES}
        self.environment["TRIAGE_URL"] = f"http://127.0.0.1:{self.programs['triage web'].port}"
        self.wire = Wire(broker, borough)
        self._tokens: dict[Role, str] = {}

    def program(self, name: str, port: int, **environment: str) -> Program:
        """One more process of a kind, not started yet."""
        service, kind = name.split()
        arguments = [f"services.{service}", kind, "--port", str(port)]
        log = self.folder / f"{name.replace(' ', '-')}-{port}.log"
        return Program(name, arguments, self.environment | environment, log, port)

    def start(self) -> None:
        """Make what they stand on, start all ten, and wait until each answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.command("services", "topics")
        for program in self.programs.values():
            program.start()
        for program in self.programs.values():
            program.answer()

    def close(self) -> None:
        """End all of it, whatever state it is in."""
        for program in self.programs.values():
            program.end()

    def command(self, *arguments: str, expect: int | None = 0) -> str:
        """One of the product's own commands beside the running processes; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self.programs["intake web"].environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=180,
        )
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def token(self, role: Role) -> str:
        """A bearer token for somebody of this role."""
        if role not in self._tokens:
            self._tokens[role] = self.command("services", "token", "--role", role.value).split()[-1]
        return self._tokens[role]

    @functools.cached_property
    def callers(self) -> Callers:
        """Those who send referrals, and remember all they were told."""
        return Callers(self.programs["intake web"].port, self.token(Role.CONTACT_CENTRE))

    def held(self, program: Program) -> set[str]:
        """The work for which a worker holds the lease, as its metrics say."""
        with urllib.request.urlopen(f"http://127.0.0.1:{program.port}/metrics", timeout=10) as answer:
            return set(_HELD.findall(answer.read().decode()))

    def post(self, service: str, path: str, body: object, role: Role) -> None:
        """A change through a service's API, which must be taken."""
        headers = {"Authorization": f"Bearer {self.token(role)}", "Idempotency-Key": new_id()}
        headers["Content-Type"] = "application/json"
        address = f"http://127.0.0.1:{self.programs[f'{service} web'].port}{path}"
        asked = urllib.request.Request(address, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(asked, timeout=15) as answer:
            assert answer.status == 200, answer.status

    def get(self, service: str, path: str, role: Role, seconds: float = 15) -> tuple[int, Message, bytes]:
        """What a service's web process answers: status, headers and body."""
        address = f"http://127.0.0.1:{self.programs[f'{service} web'].port}{path}"
        asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token(role)}"})
        try:
            with urllib.request.urlopen(asked, timeout=seconds) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def evidence(self) -> Evidence:
        """Everything there is."""
        return read_evidence(self.databases.query, self.sink.notices())

    def heads(self) -> dict[str, int]:
        """Where each log ends."""
        return {name: self.databases.query(name, "SELECT max(position) FROM events")[0][0] for name in LOGS}

    def settle(self, seconds: float = 240) -> float:
        """Wait until everything published is taken and nothing moves any more; returns the seconds it took."""
        begun = time.monotonic()
        until(self._all_is_taken, seconds, "everything that was published is taken")
        until(self._no_notice_waits, seconds, "every notice is on its way, kept for its hour or withheld")
        until_still(lambda: (self.heads(), len(self.sink.notices())), seconds=seconds)
        until(self._all_is_taken, seconds, "everything that was published is taken")
        return time.monotonic() - begun

    def amiss(self) -> list[str]:
        """Everything that is wrong once all has settled: with the answers, with what is stored, with the processes."""
        ended = [f"{name} has ended" for name, program in self.programs.items() if program.ended() is not None]
        sent = self.callers.sent
        return [*ended, *sent.faults(), *faults(self.evidence(), sent.told)]

    def verify(self) -> None:
        """The auditor's own check of everything; raises with what it found."""
        self.command("services.audit", "verify")

    def _no_notice_waits(self) -> bool:
        return self.databases.query("notifications", _UNDECIDED)[0][0] == 0

    def _all_is_taken(self) -> bool:
        heads = self.heads()
        return all(self.databases.relayed(name) >= heads[name] for name in HEARD) and not any(
            self.wire.behind().values()
        )


@contextlib.contextmanager
def a_fleet(folder: Path, databases: Databases, broker: str, borough: str) -> Iterator[Fleet]:
    """Ten processes that are up, for as long as the block lasts."""
    with a_sink() as sink, contextlib.closing(Fleet(folder, databases, broker, sink, borough)) as fleet:
        fleet.start()
        yield fleet
