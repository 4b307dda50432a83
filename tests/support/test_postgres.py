"""The server tests run on is a real one that waits for the disk, and it ends with whoever started it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from deploy.local.ports import free_port
from deploy.local.postgres import LocalPostgres
from tests.support.postgres import NewDatabase, at, plain_connection
from tests.support.tree import ROOT


def answers(address: str) -> bool:
    try:
        with plain_connection(address):
            return True
    except psycopg.OperationalError:
        return False


def test_it_waits_for_the_disk_and_each_database_sorts_by_bytes(new_database: NewDatabase) -> None:
    with plain_connection(new_database()) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SELECT 'B' < 'a' COLLATE \"default\"").fetchone() == (True,)


def test_it_wants_a_password(own_postgres: LocalPostgres) -> None:
    assert answers(own_postgres.address)
    assert not answers(at(own_postgres.address, password="another"))


@pytest.mark.needs_postgres
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_developers_server_keeps_its_data_and_ends_with_its_program(tmp_path: Path, how: signal.Signals) -> None:
    folder, port = Path(f"/tmp/waymark-test-{os.getpid()}-{how}"), free_port()
    command = [sys.executable, "-m", "deploy.local.postgres", "--data", folder, "--port", str(port)]
    try:
        for number in range(2):
            program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert program.stdout is not None
            address = program.stdout.readline().split()[-1]
            assert make_url(address).port == port
            with plain_connection(address) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (number,)
                connection.execute("INSERT INTO kept VALUES (1)")
            program.send_signal(how)
            program.wait(60)
            program.stdout.close()
            until = time.monotonic() + 60
            while answers(address):
                assert time.monotonic() < until, "the server outlived its program"
                time.sleep(0.05)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # the last of the server may still be putting its things away
