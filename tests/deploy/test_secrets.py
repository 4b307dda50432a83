"""Secrets are made once, for their owner's eyes, and each process gets the passwords it needs and no other's."""

import base64
import stat
import subprocess
from pathlib import Path

import pytest

from deploy.local.compose_file import read_compose
from shared.runtime.settings import from_environment
from tests.support.tree import ROOT

DECLARED = read_compose(environment={})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_in(tmp_path / "secrets")


def made_in(folder: Path) -> Path:
    subprocess.run(["sh", ROOT / "deploy" / "secrets.sh", folder], check=True, capture_output=True)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_every_secret_that_the_compose_file_names_is_made_and_no_other(folder: Path) -> None:
    named = {file.name for each in DECLARED.values() for file in each.secrets.values()}
    assert set(contents(folder)) == named
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(base64.b64decode(contents(folder)["master_key"].strip(), validate=True)) == 32


def test_made_once_they_stay_and_what_was_lost_alone_is_made_anew(folder: Path) -> None:
    before = contents(folder)
    made_in(folder)
    assert contents(folder) == before
    (folder / "triage_pgpass").unlink()
    made_in(folder)
    assert contents(folder) == before


def test_no_two_passwords_are_alike_nor_those_of_two_installations(folder: Path, tmp_path: Path) -> None:
    def passwords(where: Path) -> list[str]:
        return [line.split()[1] for line in contents(where)["postgres_roles"].splitlines()]

    here, there = passwords(folder), passwords(made_in(tmp_path / "other"))
    assert len({*here, *there}) == len(here) + len(there) == 22
    assert min(map(len, here)) >= 32


@pytest.mark.parametrize("name", [name for name, each in DECLARED.items() if "PGPASSFILE" in each.environment])
def test_a_process_has_the_passwords_of_the_roles_in_its_addresses_and_no_others(name: str, folder: Path) -> None:
    declared = DECLARED[name]
    passfile = folder / declared.secrets[declared.environment["PGPASSFILE"]].name
    has = {line.split(":")[3] for line in passfile.read_text().splitlines()}
    given = {key: value for key, value in declared.environment.items() if not key.endswith("_FILE")}
    settings = from_environment(given)
    services = ["intake", "triage", "panels", "notifications", "audit"]
    wanted = {
        settings.address(key, service).partition("://")[2].partition("@")[0]
        for key, value in given.items()
        if value.startswith("postgresql")
        for service in services
    }
    assert has == wanted
