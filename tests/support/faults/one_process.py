"""The whole product as one program on SQLite, really started, with a mail server of its own to send to."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deploy.local.ports import free_port
from tests.support.faults.evidence import LOGS, Evidence, read_evidence
from tests.support.faults.load import Callers
from tests.support.faults.programs import Program
from tests.support.faults.sink import SINK_TEAMS, Sink, a_sink
from tests.support.tree import ROOT


class OneProcess:
    """`python -m services` on one folder."""

    def __init__(self, data: Path, sink: Sink, log: Path) -> None:
        self.data, self.sink = data, sink
        port = free_port()
        arguments = ["services", "--empty", "--data", str(data), "--port", str(port)]
        self.program = Program("services", arguments, {"MAIL_URL": sink.address, **SINK_TEAMS}, log, port)

    def token(self, role: str = "contact_centre") -> str:
        """A bearer token for somebody of this role."""
        return self.command("services", "token", "--role", role).stdout.split()[-1]

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """One of the product's own commands on the same folder."""
        command = [sys.executable, "-m", *arguments, "--data", str(self.data)]
        return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    def callers(self) -> Callers:
        """Callers at its door."""
        return Callers(self.program.port, self.token())

    def query(self, service: str, statement: str) -> Sequence[Sequence[Any]]:
        """Ask one of its logs, beside it."""
        with contextlib.closing(sqlite3.connect(self.data / f"{service}.sqlite")) as log:
            return log.execute(statement).fetchall()

    def evidence(self) -> Evidence:
        """Everything there is."""
        return read_evidence(self.query, self.sink.notices())

    def reached(self) -> tuple[object, ...]:
        """How far everything has come: where each log ends, and how much mail has gone out."""
        return (
            *(self.query(name, "SELECT max(position) FROM events")[0][0] for name in LOGS),
            len(self.sink.notices()),
        )


@contextlib.contextmanager
def a_process(data: Path, log: Path) -> Iterator[OneProcess]:
    """A program that is up, for as long as the block lasts."""
    with a_sink() as sink:
        made = OneProcess(data, sink, log)
        made.program.start()
        made.program.answer()
        try:
            yield made
        finally:
            if made.program.ended() is None:
                made.program.stop()
