"""`python -m services.triage check`: each file told, exit 1 where one is not sound."""

from pathlib import Path

import pytest

from services.triage.__main__ import parser
from services.triage.adapters.rule_files import AREA, RULES
from shared.runtime.cli import CANNOT, DIFFERENT, DONE, main

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


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path / "none.toml") == CANNOT
    assert "No such file or directory" in capsys.readouterr().err
