"""`python -m services.triage check`: each file told, exit 1 where one is not sound."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from services.triage.__main__ import parser
from services.triage.adapters.rule_files import AREA, RULES
from services.triage.domain.directory.commands import SetServiceStatus
from services.triage.domain.rule_sets.document import read_document
from shared.runtime.cli import CANNOT, DIFFERENT, DONE, main
from tests.support.builders.directory import a_service
from tests.support.builders.triage import MONDAY, LittleTriage

pytestmark = pytest.mark.slow

CURRENT = RULES / AREA / "2026-04-01.toml"


def check(*files: Path) -> int:
    return main(parser(), ["check", *map(str, files)])


def test_a_sound_file_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(CURRENT) == DONE
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{CURRENT}: sound. ")


def test_a_fault_in_one_of_several_files_is_told_and_ends_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt, broken = tmp_path / "spoilt.toml", tmp_path / "broken.toml"
    spoilt.write_text(CURRENT.read_text("utf-8").replace("child_at_risk is yes\n  or", "", 1), "utf-8")
    broken.write_text("[numbers", "utf-8")
    assert check(broken, spoilt, spoilt) == DIFFERENT
    said = capsys.readouterr().out
    assert "this is not TOML" in said
    assert "Invariant 2: a child at risk reaches children's services. This does not hold." in said
    assert "Is a child being harmed or at risk of harm? Yes. Nothing else is known." in said
    assert f"{spoilt}: it starts on the same day as {spoilt}. Give one of them another day." in said


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('"Head of community safety"', '"community safety  policy Lead"', "Have somebody else approve it."),
        ('"Head of community safety"', '" "', "Name both who wrote it and who approved it."),
        (
            "approved_on = 2026-03-12",
            "approved_on = 2026-04-02",
            "It was approved on 2026-04-02 and starts on 2026-04-01.",
        ),
        (
            "effective_from = 2026-04-01",
            "effective_from = 2026-05-01",
            "The version is 2026-04-01 and effective_from is",
        ),
    ],
    ids=["the author by another spelling", "nobody approved it", "approved too late", "another day than its version"],
)
def test_hands_and_days_that_are_wrong_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, says: str
) -> None:
    spoilt = tmp_path / "spoilt.toml"
    text = CURRENT.read_text("utf-8")
    assert was in text
    spoilt.write_text(text.replace(was, becomes, 1), "utf-8")
    assert check(spoilt) == DIFFERENT
    assert says in capsys.readouterr().out


def test_a_file_named_after_another_day_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "2026-05-01.toml"
    other.write_text(CURRENT.read_text("utf-8"), "utf-8")
    assert check(other) == DIFFERENT
    assert "it starts on 2026-04-01. Name the file 2026-04-01.toml, or correct the day." in capsys.readouterr().out


def test_a_door_that_the_boroughs_own_directory_has_closed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    triage = LittleTriage(tmp_path / "data")
    today = triage.clock().date()
    (listed,) = triage.desk().directory.now().providers("mediation", today)
    closing = {"status": "closed", "from_on": today, "why": "they_told_us", "today": today}
    triage.do(SetServiceStatus(at=triage.clock(), service_id=listed.entry.id, **closing))
    triage.close()
    assert main(parser(), ["check", str(CURRENT), "--data", str(tmp_path / "data")]) == DIFFERENT
    said = capsys.readouterr().out
    assert "1 of " in said
    assert f"In the directory {listed.entry.name} is closed." in said


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "none.toml") == CANNOT
    assert "No such file or directory" in capsys.readouterr().err


def test_past_referrals_are_tried_under_other_rules_from_the_log_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    triage, higher = LittleTriage(tmp_path / "data"), tmp_path / "higher.toml"
    answers = {"immediate_danger": "no", "victim_age": 34, "dash_yes_count": 14}
    reference = triage.refer(kind="domestic_abuse", category=None, answers=answers)
    triage.refer(received_at=MONDAY - timedelta(days=400))
    triage.close()
    higher.write_text(CURRENT.read_text("utf-8").replace("marac_dash_yes = 14", "marac_dash_yes = 15"), "utf-8")
    days = ["--from", "2026-11-01", "--to", "2026-11-30", "--data", str(tmp_path / "data")]
    assert main(parser(), ["simulate", "--rules", str(higher), "--json", *days]) == DONE
    report = json.loads(capsys.readouterr().out)
    assert (report["referrals"], report["changed"]) == (1, 1)
    assert report["who"][0]["reference"] == reference
    assert main(parser(), ["simulate", "--rules", str(higher), "--data", str(tmp_path / "data")]) == DONE
    assert "  1 with LESS PROTECTION" in capsys.readouterr().out.splitlines()


def test_rules_that_cannot_be_read_are_not_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(CURRENT.read_text("utf-8").replace("hate_motive is yes", "hate_motif is yes", 1), "utf-8")
    assert main(parser(), ["simulate", "--rules", str(broken), "--data", str(tmp_path)]) == CANNOT
    assert 'there is no answer "hate_motif"' in capsys.readouterr().err


def test_a_published_set_is_written_as_a_file_that_is_the_same_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, data = tmp_path / "2021-07-05.toml", ["--data", str(tmp_path / "data")]
    assert main(parser(), ["export", "2021-07-05", str(file), *data]) == DONE
    shipped = read_document(tomllib.loads((RULES / AREA / "2021-07-05.toml").read_text("utf-8")))
    assert read_document(tomllib.loads(file.read_text("utf-8"))) == shipped
    assert main(parser(), ["export", "1999-01-01", str(file), *data]) == CANNOT
    assert "There is no published rule set 1999-01-01." in capsys.readouterr().err


def test_a_list_of_services_is_taken_in_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([a_service()]), "utf-8")
    bad.write_text(json.dumps([a_service(), {"name": "No status"}]), "utf-8")
    data = str(tmp_path / "data")
    assert main(parser(), ["import-directory", str(bad), "--data", data]) == DIFFERENT
    assert "Service 2 (No status): status: This is missing" in capsys.readouterr().out
    assert main(parser(), ["import-directory", str(good), "--data", data, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"read": 1, "changed": 1}
    assert main(parser(), ["import-directory", str(good), "--data", data, "--json"]) == DONE
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"read": 1, "changed": 0}
    assert main(parser(), ["import-directory", str(tmp_path / "none.json"), "--data", data]) == CANNOT
