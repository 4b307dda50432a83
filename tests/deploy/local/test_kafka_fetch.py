"""Only the jars that were looked at become the local broker; without Maven the set-up goes on and says so."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.tree import ROOT

# Stands in for Maven, which would go out and fetch: it brings what the test put there.
BRINGS = '#!/bin/sh\nfor each; do case "$each" in -Djars=*) cp "$BROUGHT"/* "${each#-Djars=}" ;; esac; done\n'


class Place:
    """A copy of the fetching script with sums of its own, and what Maven will bring."""

    def __init__(self, folder: Path) -> None:
        self.script = folder / "kafka" / "fetch.sh"
        shutil.copytree(ROOT / "deploy" / "local" / "kafka", folder / "kafka")
        self.programs, self.brought, self.jars = folder / "bin", folder / "brought", folder / "jars"
        self.programs.mkdir()
        self.brought.mkdir()
        self.sums = folder / "kafka" / "sha256sums"
        self.sums.write_text(f"{hashlib.sha256(b'broker').hexdigest()}  broker.jar\n")
        (self.brought / "broker.jar").write_bytes(b"broker")

    def program(self, name: str, text: str) -> None:
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def fetch(self) -> "subprocess.CompletedProcess[str]":
        for each in ("sh", "dirname", "mkdir", "mktemp", "rm", "mv", "cp", "find", "wc", "sha256sum"):
            (self.programs / each).symlink_to(shutil.which(each) or each)
        environment = {"PATH": str(self.programs), "BROUGHT": str(self.brought)}
        command = [str(self.programs / "sh"), str(self.script), str(self.jars)]
        return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=30)

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.jars.iterdir()) if self.jars.exists() else []


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.program("java", "#!/bin/sh\n")
    made.program("mvn", BRINGS)
    return made


def test_the_jars_that_were_looked_at_are_kept(place: Place) -> None:
    assert place.fetch().returncode == 0
    assert place.kept() == ["broker.jar", "fetched"]


def test_a_jar_that_was_changed_is_not_kept(place: Place) -> None:
    (place.brought / "broker.jar").write_bytes(b"something else")
    assert place.fetch().returncode != 0
    assert place.kept() == []


def test_a_jar_nobody_looked_at_is_not_kept(place: Place) -> None:
    (place.brought / "stranger.jar").write_bytes(b"stranger")
    done = place.fetch()
    assert (done.returncode, place.kept()) == (1, [])
    assert "More jars came" in done.stderr


def test_a_machine_without_maven_is_told_and_the_set_up_goes_on(place: Place) -> None:
    (place.programs / "mvn").unlink()
    done = place.fetch()
    assert (done.returncode, place.kept()) == (0, [])
    assert "No Maven or no Java" in done.stderr


def test_a_fetch_that_fails_is_told_and_leaves_nothing_that_looks_complete(place: Place) -> None:
    place.program("mvn", "#!/bin/sh\nexit 1\n")
    done = place.fetch()
    assert (done.returncode, place.kept()) == (0, [])
    assert "could not be fetched" in done.stderr
