"""Dead letters from the command line: listed and shown without what they hold, and tried again when told to."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.__main__ import parser
from services.one_process import Borough, build
from shared.contracts.json_schema import FOLDER
from shared.runtime.cli import main
from shared.runtime.settings import from_environment

pytestmark = pytest.mark.slow

POLICY, EVENT = "open_assessment_when_referral_submitted", "intake.referral_submitted.v1"
MESSAGE = (FOLDER / "examples" / f"{EVENT}.json").read_bytes()
ENVELOPE = json.loads(MESSAGE)


@pytest.fixture
def borough(tmp_path: Path) -> Iterator[Borough]:
    """Two letters of one key, one of them waiting behind the other, and one that nobody can read."""
    made = build(from_environment({"WAYMARK_DATA": str(tmp_path)}))
    letters, key, at = made.services["triage"].letters, ENVELOPE["partitionkey"], "2026-11-23T10:00:00.000000Z"
    letters.keep(POLICY, ENVELOPE["id"], EVENT, key, MESSAGE, "ValueError", None, at)
    first = letters.all()[0].letter_id
    letters.keep(POLICY, "event-2", EVENT, key, MESSAGE, "waits behind an earlier message of its key", first, at)
    letters.keep("unreadable", "digest", "", "digest", b"Zuleika Planted", "not JSON in UTF-8", None, at)
    yield made
    made.close()


def office(monkeypatch: pytest.MonkeyPatch, borough: Borough, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(parser(), ["dead-letters", *arguments, "--data", str(borough.ground.settings.data)])


def ids(borough: Borough) -> list[str]:
    return [letter.letter_id for letter in borough.services["triage"].letters.all()]


def test_each_letter_is_listed_with_its_reason_and_what_it_waits_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "list", "triage") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ids(borough)
    assert lines[0].endswith(f"{POLICY} {EVENT}: ValueError")
    assert lines[1].endswith(f"waits behind {ids(borough)[0]}")


def test_a_letter_is_shown_with_the_names_of_what_it_holds_and_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "show", "triage", ids(borough)[0]) == 0
    told = capsys.readouterr().out
    shown = json.loads(told)
    assert (shown["event_id"], shown["reason"], shown["correlation_id"]) == (
        ENVELOPE["id"],
        "ValueError",
        ENVELOPE["correlationid"],
    )
    assert shown["members"] == sorted(ENVELOPE["data"])
    assert ENVELOPE["data"]["people"][0]["full_name"]["c"] not in told


def test_a_letter_that_nobody_can_read_is_shown_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "show", "triage", ids(borough)[2]) == 0
    told = capsys.readouterr().out
    assert json.loads(told)["reason"] == "not JSON in UTF-8"
    assert "Zuleika" not in told


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_nothing_is_tried_again_before_the_count_is_agreed_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough, answer: str
) -> None:
    assert office(monkeypatch, borough, "redrive", "triage", typed=answer) == 2
    told = capsys.readouterr()
    assert told.out == "3 messages will be tried again in triage. Go on? [y/N] "
    assert told.err.endswith("Nothing was done.\n")
    assert len(ids(borough)) == 3


def test_what_is_agreed_to_is_tried_again_and_what_cannot_be_read_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    unreadable = ids(borough)[2]
    assert office(monkeypatch, borough, "redrive", "triage", typed="y\n") == 0
    assert capsys.readouterr().out.endswith("2 taken, 1 left.\n")
    assert ids(borough) == [unreadable]
    streams = [row.stream for row in borough.services["triage"].store.page(0)]
    assert any(stream.startswith("assessment-") for stream in streams)


def test_one_letter_can_be_named_and_a_script_need_not_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "redrive", "triage", ids(borough)[2], "--yes") == 0
    assert capsys.readouterr().out == "0 taken, 3 left.\n"


def test_an_unknown_letter_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "show", "triage", "letter-9") == 2
    assert capsys.readouterr().err == "There is no dead letter letter-9 in triage.\n"


def test_where_there_is_none_there_is_nothing_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], borough: Borough
) -> None:
    assert office(monkeypatch, borough, "redrive", "panels") == 0
    assert capsys.readouterr().out == "There is nothing to try again.\n"
