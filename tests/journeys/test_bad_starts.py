"""What stands in the way of a start is said in one line that tells what to do, and nothing is left half made."""

import base64
import contextlib
import io
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from services.__main__ import parser
from shared.runtime.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

OTHER_KEY = base64.b64encode(bytes(32)).decode()
EVERYTHING = ("--port", "0", "--empty")


def command(*arguments: str, data: Path | None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A command of ours, as a user of a terminal would give it."""
    where = () if data is None else ("--data", str(data))
    surroundings = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", *arguments, *where],
        capture_output=True,
        text=True,
        env=surroundings,
        timeout=300,
        check=False,
    )


def start(*arguments: str, data: Path | None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The same for everything in one process, here and now: it has to end before it serves anything."""
    said, told = io.StringIO(), io.StringIO()
    where = () if data is None else ("--data", str(data))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
            code = main(parser(), [*arguments, *where])
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is in order, made once."""
    folder = tmp_path_factory.mktemp("made") / "data"
    done = start("token", "--role", "auditor", data=folder)
    assert (done.returncode, done.stdout[:4]) == (0, "wmk_")
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy of it to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def contents(data: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in data.rglob("*") if path.suffix in (".sqlite", ".key")}


def refused(done: "subprocess.CompletedProcess[str]", says: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path, taken_port: int) -> None:
    done = start("--port", str(taken_port), "--empty", data=tmp_path / "new")
    refused(done, f"Port {taken_port} on 127.0.0.1 cannot be used; another program may have it.")
    assert not (tmp_path / "new").exists()


def test_a_number_that_is_no_port_is_said(tmp_path: Path) -> None:
    refused(start("--port", "99999", "--empty", data=tmp_path / "new"), "Port 99999 on 127.0.0.1")


def test_another_master_key_is_said(data: Path) -> None:
    before = contents(data)
    done = start(*EVERYTHING, data=data, WAYMARK_MASTER_KEY=OTHER_KEY)
    refused(done, "The master key does not fit this keyring")
    assert OTHER_KEY not in done.stderr
    assert contents(data) == before


def test_a_key_others_can_read_is_said(data: Path) -> None:
    (data / "keys" / "master.key").chmod(0o644)
    refused(start(*EVERYTHING, data=data), "can be read by others. Give it mode 0600")


def test_a_newer_store_is_said_and_left_as_it_was(data: Path) -> None:
    newer = sqlite3.connect(data / "triage.sqlite")
    newer.execute("UPDATE about_store SET value = '99' WHERE name = 'store_version'")
    newer.commit()
    newer.close()
    refused(start(*EVERYTHING, data=data), "was written by a newer Waymark")


@pytest.mark.parametrize("file", ["intake.sqlite", "triage.views.sqlite", "keyring.sqlite", "access.sqlite"])
def test_a_file_that_is_no_database_is_named(data: Path, file: str) -> None:
    for side_file in data.glob(f"{file}-*"):
        side_file.unlink()
    (data / file).write_bytes(b"a shopping list, and certainly no database" * 200)
    refused(start(*EVERYTHING, data=data), f"{file} cannot be opened. Check that it is Waymark's own")
    assert (data / file).read_bytes().startswith(b"a shopping list")


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYRING_URL", "ACCESS_URL"])
def test_another_programs_database_is_named_and_left_alone(made: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "other.sqlite"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE invoices (amount INTEGER)")
    other.close()
    environment = {name: f"sqlite:///{file}", "WAYMARK_DATA": str(tmp_path / "new"), "WAYMARK_MASTER_KEY": OTHER_KEY}
    refused(start(*EVERYTHING, data=None, **environment), f"is some other program's database. Point {name} elsewhere")
    other = sqlite3.connect(file)
    assert [found for (found,) in other.execute("SELECT name FROM sqlite_master")] == ["invoices"]
    other.close()


def test_a_data_folder_beside_an_address_of_its_own_is_an_error(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/{{service}}.sqlite"}
    done = start(*EVERYTHING, data=tmp_path / "new", **environment)
    refused(done, "--data fills in addresses that are not given, but DATABASE_URL is set.")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused(start(*EVERYTHING, data=tmp_path / "file" / "data"), "its folder can be written")


def test_a_worker_by_itself_says_why_it_would_be_of_no_use(data: Path) -> None:
    done = command("services.triage", "worker", data=data)
    refused(done, "In-process delivery joins the services of one process")


def test_an_unknown_view_is_named_with_those_there_are(data: Path) -> None:
    refused(command("services.triage", "rebuild", "nothing", data=data), "There is no view named nothing; there are ")


@pytest.mark.parametrize("program", [("services", *EVERYTHING), ("services.triage", "web", "--port", "0")])
def test_a_signal_stops_it_within_seconds(data: Path, program: tuple[str, ...]) -> None:
    arguments = [sys.executable, "-m", *program, "--data", str(data)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert " is on http://127.0.0.1:" in running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Traceback" not in said
