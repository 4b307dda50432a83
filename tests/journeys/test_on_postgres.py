"""The whole chain with every address on PostgreSQL: the same programs, forgetting, verification, rebuilding, import."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from services.audit.wiring import Evidence, open_evidence
from shared.access.roles import Role
from shared.kernel.personal import ERASED
from shared.runtime.settings import from_environment
from tests.journeys.test_import import MAPPING, an_extract
from tests.journeys.test_referral_to_agenda import EMAIL, NAME, PHONE, WORDS, high_risk, marac_agenda
from tests.support.builders.borough import LittleBorough
from tests.support.postgres_addresses import PostgresAddresses

_WORDS_OF_HERS_ALONE = (
    "SELECT min(word) FROM views.people_index GROUP BY sign, word HAVING string_agg(DISTINCT person_id, ',') = %s"
)

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

    def evidence(self) -> Evidence:
        """What audit sees, with each service's views compared here instead of in a program of its own."""
        return open_evidence(from_environment(self.environment), run=self._views)

    def secrets_of(self, person: str) -> Mapping[str, bytes]:
        """What must be found nowhere afterwards: her wrapped key, her identities, the words of her index."""
        look = self.databases.look
        [(key,)] = look("keyring", "SELECT wrapped FROM data_keys WHERE person_id = %s", (person,))
        blinds = look("keyring", "SELECT blind FROM identities WHERE person_id = %s", (person,))
        words = look("intake", _WORDS_OF_HERS_ALONE, (person,))
        assert (len(blinds) > 1, len(words) > 1) == (True, True)
        named = {f"identity {number}": blind.encode() for number, (blind,) in enumerate(blinds)}
        return {"key": key[12:44]} | named | {f"word {n}": word.encode() for n, (word,) in enumerate(words)}

    def _views(self, arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        views = self.borough.built.services[arguments[0].removeprefix("services.")].views
        differing = views.differing()
        said = {name: str(differing[name]) if name in differing else None for name in views.names()}
        return subprocess.CompletedProcess(list(arguments), 0, json.dumps(said), "")

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


def test_the_chain_runs_and_leaves_no_database_in_the_data_folder(town: Town, tmp_path: Path) -> None:
    reference = town.borough.refer(high_risk())
    assert [item["case_reference"] for item in marac_agenda(town.borough)] == [reference]
    town.borough.settle()
    told = json.dumps(town.borough.get(f"/audit/api/timeline/{reference}", Role.AUDITOR).json())
    for fact in ("intake.referral_submitted", "triage.case_opened", "panels.", "notifications.", "record_viewed"):
        assert fact in told
    assert not any(detail in told for detail in (NAME, PHONE, EMAIL, WORDS))
    assert list(tmp_path.rglob("*.sqlite*")) == []
    for service in town.borough.built.services.values():
        assert service.views.differing() == {}
        for view in service.views.names():
            service.views.rebuild(view)
        assert service.views.differing() == {}


def test_somebody_forgotten_by_another_program_is_in_no_file_of_any_database(town: Town) -> None:
    reference = town.borough.refer(high_risk())
    submitted: Any = town.borough.built.services["intake"].store.stream(f"referral-{reference}")[0].fact
    person = submitted.account_of
    secrets = town.secrets_of(person)
    assert town.databases.lies_in(secrets) == set(secrets)
    done = town.run("services.intake", "forget", person, "--authority", "IG/7", "--reason", "asked for it")
    assert (done.returncode, "up to 60 seconds" in done.stdout) == (0, True), done.stderr
    town.borough.settle()
    shown = town.borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    assert shown["reporter"]["full_name"] == ERASED
    assert town.databases.lies_in(secrets) == set()
    rebuilt = town.run("services.intake", "rebuild", "people")
    assert "It was as the history says." in rebuilt.stdout, rebuilt.stderr
    assert town.databases.lies_in(secrets) == set()
    assert town.verified()[0] == 0


def test_two_hundred_rows_come_in_through_the_command(town: Town, tmp_path: Path) -> None:
    file = an_extract(tmp_path, 200)
    done = town.run("services", "import", str(file), "--mapping", str(MAPPING), "--json")
    report = json.loads(done.stdout)
    assert (report["read"], report["accepted"], report["rejected"]) == (200, 200, 0), done.stderr
    assert sum(report["by_outcome"].values()) == 200
    again = json.loads(town.run("services", "import", str(file), "--mapping", str(MAPPING), "--json").stdout)
    assert (again["accepted"], again["already_known"]) == (0, 200)


CHANGED = (
    "UPDATE events SET data = decode(replace(encode(data, 'hex'), '{}', '{}'), 'hex') "
    "WHERE name = 'intake.referral_submitted'"
)
PLACES = "UPDATE events SET position = {} WHERE position = {}"
# What is done where, what it is called, what the finding says first, and how it is undone.
DEEDS: dict[str, tuple[str, Sequence[str], str, str, Sequence[str]]] = {
    "a byte of a fact": (
        "intake",
        [CHANGED.format(b"phone".hex(), b"phony".hex())],
        "fact_changed",
        "intake, stream referral-{reference}, position {position}, ",
        [CHANGED.format(b"phony".hex(), b"phone".hex())],
    ),
    "two facts that changed places": (
        "triage",
        [PLACES.format(-1, 2), PLACES.format(2, 3), PLACES.format(3, -1)],
        "facts_swapped",
        "triage, stream assessment-{referral}, position 2, ",
        [PLACES.format(-1, 3), PLACES.format(3, 2), PLACES.format(2, -1)],
    ),
    "a row of a view": (
        "intake",
        ["UPDATE views.worklist SET status = 'closed'"],
        "view_not_as_history",
        "intake: view worklist, table worklist: row ",
        ["UPDATE views.worklist SET status = '{status}'"],
    ),
    "a row of the ledger": (
        "audit",
        ["UPDATE ledger.ledger SET row = row || ' '::bytea WHERE ledger_position = 8"],
        "entry_altered",
        "",
        ["UPDATE ledger.ledger SET row = substr(row, 1, length(row) - 1) WHERE ledger_position = 8"],
    ),
    "a row of the index of stories": (
        "audit",
        ["UPDATE stories.called SET reference = 'WM-2223-X'"],
        "view_not_as_history",
        "audit: view stories, table called: row ",
        ["UPDATE stories.called SET reference = '{reference}'"],
    ),
    # The last: it is not put back.
    "the last fact": (
        "notifications",
        ["DELETE FROM events WHERE position = (SELECT max(position) FROM events)"],
        "log_cut_short",
        "notifications, stream ",
        [],
    ),
}


def test_each_planted_fault_is_found_with_its_stream_and_position(town: Town) -> None:
    reference = town.borough.refer(high_risk())
    town.borough.settle()
    submitted: Any = town.borough.built.services["intake"].store.stream(f"referral-{reference}")[0]
    [(status,)] = town.databases.look("intake", "SELECT status FROM views.worklist")
    known = {"reference": reference, "referral": submitted.fact.referral_id, "position": submitted.position}
    known["status"] = status
    with contextlib.closing(town.evidence()) as evidence:
        assert evidence.verification.run().result == "clean"
        for name, (database, done, kind, says, undone) in DEEDS.items():
            for statement in done:
                town.databases.tamper(database, statement)
            report = evidence.verification.run()
            found = report.outcome.findings
            assert (report.result, found[0].kind) == ("differs", kind), name
            assert found[0].says.startswith(says.format_map(known)), (name, found[0].says)
            for statement in undone:
                town.databases.tamper(database, statement.format_map(known))
            if undone:
                assert evidence.verification.run().result == "clean", name
    code, report = town.verified()
    assert (code, report["findings"][0]["kind"]) == (1, "log_cut_short")
