"""`migrate` makes the logs or brings them up to date, says so line by line, and done again changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.one_process import BUILDERS
from tests.support.backends import NewAddress
from tests.support.tree import ROOT

pytestmark = pytest.mark.slow


def migrated(address: str, *command: str) -> list[str]:
    environment = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run(
        [sys.executable, "-m", *command, "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_service_migrates_its_own_log(new_address: NewAddress) -> None:
    address = new_address("intake")
    assert migrated(address, "services.intake") == ["intake: the log was made, at step 0001."]
    assert migrated(address, "services.intake") == ["intake: the log is at step 0001, as it was."]


def test_one_command_migrates_all_five(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/{{service}}.sqlite"
    assert migrated(address, "services") == [f"{name}: the log was made, at step 0001." for name in BUILDERS]
