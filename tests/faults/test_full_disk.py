"""The disk under PostgreSQL is full: whoever wants something stored is told, nothing is half there, and on it goes."""

import base64
import contextlib
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.ports import free_port
from deploy.local.postgres import LocalPostgres, NoServer
from tests.support.faults.databases import Databases, some_databases
from tests.support.faults.evidence import read_evidence
from tests.support.faults.load import Callers
from tests.support.faults.oracle import faults_at_intake
from tests.support.faults.programs import Program
from tests.support.faults.settling import until
from tests.support.missing import missing
from tests.support.postgres import plain_connection
from tests.support.small_disk import SmallDisk, a_small_disk
from tests.support.tree import ROOT

MEGABYTES, FULL_SECONDS = 400, 3.0

pytestmark = [pytest.mark.slow, pytest.mark.needs_postgres, pytest.mark.timeout(300)]


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """A small disk that the server's own user can reach, which a folder of the test's is not."""
    with tempfile.TemporaryDirectory(prefix="waymark-full-") as folder:
        Path(folder).chmod(0o711)
        with a_small_disk(Path(folder) / "disk", MEGABYTES, mode="0711") as made:
            yield made


@pytest.fixture
def databases(disk: SmallDisk) -> Iterator[Databases]:
    """Every database, on that disk."""
    try:
        server = LocalPostgres(disk.folder / "postgres")
    except NoServer as error:
        missing(str(error))
    with some_databases(server) as made:
        yield made


@contextlib.contextmanager
def intake(databases: Databases, folder: Path) -> Iterator[tuple[Program, str]]:
    """Intake's web process by itself, and a token for its callers."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    environment = {**databases.environment(str(folder / "data")), "WAYMARK_MASTER_KEY": key}
    port = free_port()
    program = Program("intake", ["services.intake", "web", "--port", str(port)], environment, folder / "log", port)
    program.start()
    try:
        program.answer()
        command = [sys.executable, "-m", "services", "token", "--role", "contact_centre"]
        token = subprocess.run(command, cwd=ROOT, env=program.environment, check=True, capture_output=True, text=True)
        yield program, token.stdout.split()[-1]
    finally:
        program.end()


def runs(server: LocalPostgres) -> bool:
    with contextlib.suppress(psycopg.OperationalError), plain_connection(server.address):
        return True
    return False


def test_postgres_out_of_disk_is_said_and_the_same_keys_succeed_when_there_is_room(
    disk: SmallDisk, databases: Databases, tmp_path: Path
) -> None:
    with intake(databases, tmp_path) as (program, token):
        callers = Callers(program.port, token)
        callers.send(12)
        disk.fill()
        flowing = threading.Thread(target=callers.send, args=(400,))
        flowing.start()
        until(lambda: callers.sent.said["503"] > 0, 120, "somebody is told that it cannot be stored")
        time.sleep(FULL_SECONDS)
        stored = len(callers.sent.told)
        disk.make_room()
        if not runs(databases.server):  # it ends itself where it cannot write what it needs to come up again
            print("the server had ended, and is started again")
            databases.server.stop()
            databases.server.start()
        flowing.join()
        print(f"{stored} of 412 were stored before it was full; {dict(callers.sent.said)}")
        assert stored < 412
        assert callers.sent.faults() == []
        assert set(callers.sent.said) == {"201", "503"}
        assert len(callers.sent.told) == 412
        assert faults_at_intake(read_evidence(databases.query, []), callers.sent.told) == []
        assert program.ended() is None
