"""The whole chain with every address on PostgreSQL: the same programs, forgetting, verification, rebuilding, import."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from shared.access.roles import Role
from tests.journeys.test_referral_to_agenda import EMAIL, NAME, PHONE, WORDS, high_risk, marac_agenda
from tests.support.builders.borough import LittleBorough
from tests.support.postgres_addresses import PostgresAddresses

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


class Town:
    """A borough whose every address is on PostgreSQL, and the commands an operator has."""

    def __init__(self, databases: PostgresAddresses, data: Path) -> None:
        self.databases = databases
        self.environment = databases.environment(str(data))
        self.borough = LittleBorough(data, environment=self.environment)

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """A command in a program of its own."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **(environment or self.environment)},
            timeout=200,
            check=False,
        )

    def verified(self) -> tuple[int, dict[str, Any]]:
        """What `verify` says and its exit code."""
        done = self.run("services.audit", "verify", "--json")
        assert self.databases.password not in done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture
def town(postgres_addresses: PostgresAddresses, tmp_path: Path) -> Iterator[Town]:
    made = Town(postgres_addresses, tmp_path / "data")
    yield made
    made.borough.close()


def test_the_chain_runs_and_no_service_leaves_a_database_in_the_data_folder(town: Town, tmp_path: Path) -> None:
    reference = town.borough.refer(high_risk())
    assert [item["case_reference"] for item in marac_agenda(town.borough)] == [reference]
    town.borough.settle()
    told = json.dumps(town.borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR).json())
    for fact in ("intake.referral_submitted", "triage.case_opened", "panels.", "notifications.", "record_viewed"):
        assert fact in told
    assert not any(detail in told for detail in (NAME, PHONE, EMAIL, WORDS))
    assert list(tmp_path.rglob("*.sqlite*")) == []
    assert town.verified()[0] == 0
    for name, service in town.borough.built.services.items():
        for view in service.views.names():
            service.views.compare(view)
        rebuilt = town.run(f"services.{name}", "rebuild", service.views.names()[0])
        assert "It was as the history says." in rebuilt.stdout, rebuilt.stderr
