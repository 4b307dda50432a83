"""What stands in for the images that are not ours: this machine's own PostgreSQL, Kafka and nginx, and aiosmtpd."""

import contextlib
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from deploy.local.compose_file import ROOT, Declared
from deploy.local.loopback import HOST, Loopback
from deploy.local.postgres import LocalPostgres, programs
from deploy.local.program import Program, search_path
from deploy.local.proxy import proxy, watched_at

MAIL_PORT = 1025
_BROKER_PORT, _CONTROLLER_PORT = 9092, 9093
_POSTGRES_PORT = 5432


class Running(Protocol):
    """Whatever runs for one service of the compose file."""

    @property
    def pid(self) -> int | None: ...

    def start(self) -> None: ...

    def ended(self) -> int | None: ...

    def stop(self) -> object: ...

    def last_words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StandIn:
    """A running server and how to see that it is ready."""

    running: Running
    ready: Callable[[], bool]


class Postgres:
    """The developers' PostgreSQL, with the roles and databases that the container makes at its first start."""

    def __init__(self, declared: Declared, port: int, folder: Path, log: Path) -> None:
        self._declared, self._log = declared, log
        self._server = LocalPostgres(folder / "postgres", port)

    @property
    def pid(self) -> int | None:
        return self._server.pid

    def start(self) -> None:
        self._server.start()
        address = make_url(self._server.address)
        given = self._declared.environment
        own = {"PGHOST": HOST, "PGPORT": str(address.port), "PGUSER": given["PGUSER"], "PGPASSWORD": address.password}
        roles = {"WAYMARK_ROLES_FILE": str(self._declared.secrets[given["WAYMARK_ROLES_FILE"]])}
        path = {"PATH": f"{programs()}:{search_path()['PATH']}"}
        for script in sorted((ROOT / "deploy" / "postgres").glob("*.sh")):
            with self._log.open("ab") as log:
                subprocess.run([script], env=path | own | roles, check=True, stdout=log, stderr=log)

    def ended(self) -> int | None:
        pid = self._server.pid
        return None if pid is None or Path(f"/proc/{pid}").exists() else -1

    def stop(self) -> None:
        self._server.stop()

    def last_words(self) -> str:
        return f"see {self._log}"


def postgres(declared: Declared, loopback: Loopback, folder: Path, log: Path) -> StandIn:
    """This machine's PostgreSQL; ready when the roles are made, which its start waits for."""
    port = loopback.port(declared.name, _POSTGRES_PORT)
    return StandIn(Postgres(declared, port, folder, log), lambda: answers(port))


def kafka(declared: Declared, loopback: Loopback, folder: Path, log: Path) -> StandIn:
    """The developers' broker, deploy/local/kafka.sh."""
    port = loopback.port(declared.name, _BROKER_PORT)
    settings = {
        "KAFKA_PORT": str(port),
        "KAFKA_CONTROLLER_PORT": str(loopback.port(declared.name, _CONTROLLER_PORT)),
        "KAFKA_DATA": str(folder / "kafka"),
    }
    jars = {name: os.environ[name] for name in ("WAYMARK_KAFKA_JARS", "JAVA_HOME") if name in os.environ}
    program = Program(
        declared.name,
        ["sh", str(ROOT / "deploy" / "local" / "kafka.sh")],
        search_path() | jars | settings,
        log,
        folder=ROOT,
        grace_seconds=declared.grace_seconds,
    )
    return StandIn(program, lambda: answers(port))


def mail(declared: Declared, loopback: Loopback, folder: Path, log: Path) -> StandIn:
    """aiosmtpd, which puts each message into a folder (a maildir) to be looked at."""
    port = loopback.port(declared.name, MAIL_PORT)
    box = folder / "mail"
    command = [sys.executable, "-m", "aiosmtpd", "--nosetuid", "--listen", f"{HOST}:{port}"]
    command += ["--class", "aiosmtpd.handlers.Mailbox", str(box)]
    return StandIn(Program(declared.name, command, search_path(), log, folder=ROOT), lambda: answers(port))


def front(declared: Declared, loopback: Loopback, folder: Path, log: Path) -> StandIn:
    """nginx with our own files."""

    def runs() -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(watched_at(declared, loopback), timeout=2):
            return True
        return False

    return StandIn(proxy(declared, loopback, folder, log), runs)


def answers(port: int) -> bool:
    """Whether somebody listens at a port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
