"""A start against a database server or a broker that is not as it must be: one line, code 2, within seconds, no secret.

What stands in the way on this machine itself is in `test_bad_starts.py`.
"""

import base64
import contextlib
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.triage.__main__ import parser
from shared.event_store.engine import migrate_store
from shared.kernel.identifiers import new_id
from shared.runtime.cli import main
from shared.runtime.ground import make_ground
from shared.runtime.settings import from_environment
from tests.support.kafka import a_port_nobody_has
from tests.support.postgres import NewDatabase, administer, at
from tests.support.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SECRET = "correct-horse-battery"
# A refusal takes a second; the longest is a broker that takes the connection and then says nothing.
WITHIN_SECONDS = 30

Spoil = Callable[[str], str]


def start(program: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Start triage here and now: it has to end before it serves or does anything."""
    said, told, began = io.StringIO(), io.StringIO(), time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ({"WAYMARK_DATA": str(folder / "data")} | environment).items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            code = main(parser(), [program, "--port", "0"])
    assert time.monotonic() - began < WITHIN_SECONDS
    return subprocess.CompletedProcess((program,), code, said.getvalue(), told.getvalue())


def refused(done: "subprocess.CompletedProcess[str]", says: str) -> None:
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert SECRET not in done.stderr


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes every connection and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def _nobody(address: str) -> str:
    return f"postgresql+psycopg://waymark:{SECRET}@127.0.0.1:{a_port_nobody_has()}/intake"


def _wrong_password(address: str) -> str:
    return at(address, password=SECRET)


def _wrong_user(address: str) -> str:
    return at(address, user="nobody_of_that_name", password=SECRET)


def _no_such_database(address: str) -> str:
    return at(address, database="nothing_of_that_name")


def _empty(address: str) -> str:
    return address


def _newer(address: str) -> str:
    migrate_store(address, "triage")
    administer(address, "UPDATE log_version SET version_num = '9999'")
    return address


def _half_applied(address: str) -> str:
    migrate_store(address, "triage")
    administer(address, "ALTER TABLE receipts DROP COLUMN fingerprint")
    return address


def _without_a_step(address: str) -> str:
    migrate_store(address, "triage")
    administer(address, "DELETE FROM log_version")
    return address


def _another_services(address: str) -> str:
    migrate_store(address, "panels")
    return address


def _another_programs(address: str) -> str:
    administer(address, "CREATE TABLE invoices (amount integer)")
    return address


DATABASES: list[tuple[str, Spoil, str]] = [
    ("nobody listens there", _nobody, "does not answer. Check that it runs, and that DATABASE_URL names the right"),
    ("wrong password", _wrong_password, "with the password given. Check DATABASE_URL"),
    ("wrong user", _wrong_user, "the user nobody_of_that_name with the password given. Check DATABASE_URL"),
    ("no such database", _no_such_database, "has no database nothing_of_that_name. Check DATABASE_URL"),
    ("never migrated", _empty, "has no log yet. Run `python -m services.triage migrate` as its owner first."),
    ("written by a newer program", _newer, "was written by a newer Waymark (step 9999"),
    ("a migration half applied", _half_applied, "were changed only in part, by a migration broken off or by hand."),
    ("a migration broken off before its step", _without_a_step, "were changed only in part"),
    ("another service's", _another_services, "belongs to panels, not to triage. Each service needs its own"),
    ("another program's", _another_programs, "is some other program's database. Point DATABASE_URL elsewhere."),
]


@pytest.mark.parametrize(("spoil", "says"), [pytest.param(*row[1:], id=row[0]) for row in DATABASES])
def test_a_database_that_cannot_be_used_is_said(
    new_database: NewDatabase, tmp_path: Path, spoil: Spoil, says: str
) -> None:
    refused(start("worker", tmp_path, DATABASE_URL=spoil(new_database())), says)


@pytest.mark.parametrize(
    ("program", "setting"), [("worker", "DATABASE_URL"), ("worker", "KEYRING_URL"), ("web", "ACCESS_URL")]
)
def test_a_server_that_says_nothing_is_not_waited_for(silent: int, tmp_path: Path, program: str, setting: str) -> None:
    address = f"postgresql+psycopg://waymark:{SECRET}@127.0.0.1:{silent}/waymark"
    refused(start(program, tmp_path, **{setting: address}), f"that {setting} names the right host and port.")


def test_the_real_program_says_it_and_nothing_else(tmp_path: Path) -> None:
    """Also where its log lines and its exit code are what a supervisor sees."""
    done = subprocess.run(
        [sys.executable, "-m", "services.triage", "worker", "--port", "0"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"WAYMARK_DATA": str(tmp_path), "DATABASE_URL": _nobody("")},
        timeout=3 * WITHIN_SECONDS,  # to load a program takes long on a machine with much else to do
        check=False,
    )
    refused(done, "does not answer. Check that it runs, and that DATABASE_URL names the right host and port.")


def test_another_master_key_than_the_keyrings_is_said(new_database: NewDatabase, tmp_path: Path) -> None:
    keyring = new_database()
    settings = from_environment({"WAYMARK_DATA": str(tmp_path / "other"), "KEYRING_URL": keyring})
    make_ground(settings).keyring.close()
    other = base64.b64encode(bytes(32)).decode()
    done = start("worker", tmp_path, KEYRING_URL=keyring, WAYMARK_MASTER_KEY=other)
    refused(done, "The master key does not fit this keyring")
    assert other not in done.stderr


BROKERS = [
    ("nobody listens there", lambda port: f"kafka://127.0.0.1:{a_port_nobody_has()}", "Nothing answers as a Kafka"),
    ("takes the connection and says nothing", lambda port: f"kafka://127.0.0.1:{port}", "Nothing answers as a Kafka"),
    ("no port", lambda port: "kafka://broker", "DELIVERY_URL is not of the form kafka://HOST:PORT"),
    ("a password in it", lambda port: f"kafka://u:{SECRET}@broker:9092", "gives a name and a password to kafka://"),
    ("an unknown scheme", lambda port: f"amqp://u:{SECRET}@broker", "DELIVERY_URL starts with amqp:, which is not"),
    ("no broker at all", lambda port: "inprocess:", "In-process delivery joins the services of one process"),
]


@pytest.mark.parametrize(("address", "says"), [pytest.param(*row[1:], id=row[0]) for row in BROKERS])
def test_a_broker_that_cannot_be_used_is_said(
    silent: int, tmp_path: Path, address: Callable[[int], str], says: str
) -> None:
    refused(start("worker", tmp_path, DELIVERY_URL=address(silent)), says)


def test_a_broker_without_the_topics_is_said_with_the_command_that_makes_them(
    kafka_address: str, tmp_path: Path
) -> None:
    done = start("worker", tmp_path, DELIVERY_URL=f"kafka://{kafka_address}/nobody-{new_id()}")
    refused(done, "python -m services topics")


@pytest.mark.parametrize("setting", ["DATABASE_URL", "KEYRING_URL", "ACCESS_URL", "LEDGER_SOURCE_URL", "MAIL_URL"])
def test_an_unknown_scheme_is_said_with_those_that_are_known(tmp_path: Path, setting: str) -> None:
    refused(start("web", tmp_path, **{setting: f"mysql://u:{SECRET}@db/x"}), f"{setting} starts with mysql:, which is")
