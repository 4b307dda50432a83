"""Audit's commands: what they print, how they end, on a stopped system and without the keys to personal details."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from services.audit.__main__ import parser
from shared.runtime.cli import main
from tests.support.builders.audited_borough import Borough, a_borough, a_story

pytestmark = pytest.mark.slow


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    made.story = a_story(made)
    return made


def run(borough: Borough, *arguments: str) -> int:
    # The services are made up, so their own commands are too; the last test runs the real ones.
    return main(parser(borough.views), [*arguments, "--data", str(borough.folder)])


def test_verify_ends_with_0_where_nothing_differs(borough: Borough, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(borough, "verify") == 0
    assert capsys.readouterr().out == "Nothing differs: 12 facts, 0 signed heads and 6 views, up to ledger entry 12.\n"


def test_verify_names_the_first_difference_and_ends_with_1(
    borough: Borough, capsys: pytest.CaptureFixture[str]
) -> None:
    run(borough, "verify")
    assert borough.change("panels.sqlite", "DELETE FROM events WHERE position = 4") == 1
    capsys.readouterr()
    assert run(borough, "verify") == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("First difference: panels, stream case-1, position 4, ledger entry 12: the log ends before")
    assert run(borough, "verify", "--json") == 1
    document = json.loads(capsys.readouterr().out.splitlines()[0])
    assert document["result"] == "differs"
    assert document["findings"][0]["kind"] == "log_cut_short"
    assert document["findings"][0]["position"] == "4"


def test_verify_ends_with_2_where_not_everything_could_be_looked_at(
    borough: Borough, capsys: pytest.CaptureFixture[str]
) -> None:
    borough.views.said = None  # type: ignore[assignment]  # what a command that failed prints
    assert run(borough, "verify") == 2
    assert "Nothing differs in what could be looked at" in capsys.readouterr().out


def test_what_verify_found_is_a_fact_of_audits_own_log(borough: Borough) -> None:
    run(borough, "verify")
    names = [recorded.name for recorded in borough.audit.store.page(0)]
    assert names[-1] == "audit.verification_completed"
    borough.change("panels.sqlite", "DELETE FROM events WHERE position = 4")
    run(borough, "verify")
    run(borough, "verify")
    names = [recorded.name for recorded in borough.audit.store.page(0)]
    assert names.count("audit.finding_recorded") == 1
    assert names.count("audit.verification_completed") == 3


def test_verify_needs_no_key_to_personal_details(borough: Borough, capsys: pytest.CaptureFixture[str]) -> None:
    (borough.folder / "keys" / "master.key").unlink()
    assert run(borough, "verify") == 0
    captured = capsys.readouterr()
    assert "Nothing differs" in captured.out
    assert "This was not written down in audit's log" in captured.err


def test_verify_says_what_is_wrong_with_audits_own_store_instead_of_ending_there(
    borough: Borough, capsys: pytest.CaptureFixture[str]
) -> None:
    (borough.folder / "audit.sqlite").write_bytes(b"no database" * 1000)
    assert run(borough, "verify") != 3
    told = capsys.readouterr()
    assert "Nothing differs" in told.out or "difference" in told.out
    assert "This was not written down in audit's log" in told.err


def test_verify_can_be_told_whom_to_believe(borough: Borough, capsys: pytest.CaptureFixture[str]) -> None:
    run(borough, "verify")
    run(borough, "key")
    key = capsys.readouterr().out.splitlines()[-1]
    assert run(borough, "verify", "--key", key) == 0
    assert run(borough, "verify", "--key", "nonsense") == 2


def test_a_proof_is_written_and_believed_by_ours_and_by_the_verifier_that_needs_nothing(
    borough: Borough, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fact.tlog-proof"
    assert run(borough, "prove", borough.story["decided"], "--out", str(file)) == 0
    key = capsys.readouterr().out.splitlines()[-1]
    assert run(borough, "verify-proof", str(file), "--row") == 0
    assert "PROVEN: entry 12 of" in capsys.readouterr().out
    alone = [sys.executable, "-I", "-S", "services/audit/verify_proof.py", str(file), key]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0
    file.write_text(file.read_text().replace("index 11", "index 10"))
    assert run(borough, "verify-proof", str(file), "--key", key) == 1
    assert run(borough, "prove", borough.story["decided"], "--out", "-") == 0
    assert "c2sp.org/tlog-proof@v1" in capsys.readouterr().out


def test_an_event_nobody_knows_cannot_be_proved(borough: Borough) -> None:
    assert run(borough, "prove", "nonsense") == 2


def test_a_return_is_printed_as_json_or_csv(borough: Borough, capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--from", "2026-04-01", "--to", "2027-03-31"]
    assert run(borough, "return", "demand", *days) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rows"][0]["referrals"] == 1
    assert run(borough, "return", "demand", *days, "--format", "csv", "--as-of", document["as_of"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "2026-27,2026-11,phone,1,0"
    assert run(borough, "return", "demand", *days, "--public", "--format", "csv") == 0
    assert "5 or under" in capsys.readouterr().out
    assert run(borough, "return", "demand", *days, "--as-of", "999") == 2


def test_the_index_of_stories_can_be_made_anew(borough: Borough, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(borough, "index-stories") == 0
    assert capsys.readouterr().out == "The index of stories was made anew up to ledger entry 12.\n"


@pytest.mark.slow
def test_the_real_services_compare_their_own_views_each_as_a_program_of_its_own(tmp_path: Path) -> None:
    data, environment = str(tmp_path / "data"), {"PATH": os.environ["PATH"]}

    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        whole = [sys.executable, "-m", *arguments, "--data", data]
        return subprocess.run(whole, capture_output=True, text=True, check=False, env=environment)

    assert command("services", "token", "--role", "auditor").returncode == 0
    clean = command("services.audit", "verify", "--json")
    assert (clean.returncode, json.loads(clean.stdout)["result"]) == (0, "clean")
    assert json.loads(clean.stdout)["checked"]["views"] > 10
    assert command("services.audit", "views").returncode == 0
    tampered = sqlite3.connect(tmp_path / "data" / "audit.views.sqlite")
    with tampered:
        assert tampered.execute("UPDATE verifications SET found = 7").rowcount == 1
    tampered.close()
    changed = command("services.audit", "verify", "--json")
    assert changed.returncode == 1
    assert json.loads(changed.stdout)["findings"][0]["kind"] == "view_not_as_history"
