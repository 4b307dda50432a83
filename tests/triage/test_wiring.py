"""Triage does not start on rules that are not sound: one clear message, and no log is opened."""

import argparse
from functools import partial
from pathlib import Path

import pytest

from services.triage.adapters.rule_files import AREA, RULES
from services.triage.wiring import build_triage
from shared.runtime.cli import CANNOT, main
from shared.runtime.standalone import add_service_commands

FILE = "2026-04-01.toml"
GOOD = (RULES / AREA / FILE).read_text("utf-8")
GAP = GOOD[GOOD.index('[[rows]]\nid = "nothing-else"') : GOOD.index("# ------", GOOD.index('id = "nothing-else"'))]


@pytest.mark.parametrize("command", [["web", "--port", "0"], ["worker"]], ids=["web", "worker"])
@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        pytest.param(GAP, "", "row persistent-asb: the table has a gap", id="a gap"),
        pytest.param(
            'civil_matters = ["', 'civil_matters = ["dog_fouling", "', "row civil-matter: it overlaps", id="an overlap"
        ),
        pytest.param(
            "category is in civil_matters",
            "category is dog_fouling",
            "row civil-matter: it can never be reached",
            id="an unreachable row",
        ),
        pytest.param("[numbers]", "[numbers", "this is not TOML", id="broken TOML"),
        pytest.param(
            "hate_motive is yes",
            "hate_motif is yes",
            'row hate-motive, when: there is no answer "hate_motif"',
            id="an unknown fact",
        ),
    ],
)
def test_it_refuses_to_start_on_a_bad_rule_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], was: str, becomes: str, message: str
) -> None:
    folder, data = tmp_path / "rules", tmp_path / "data"
    folder.mkdir()
    assert was in GOOD
    (folder / FILE).write_text(GOOD.replace(was, becomes, 1), "utf-8")
    made = argparse.ArgumentParser()
    add_service_commands(made.add_subparsers(), partial(build_triage, folder=folder))
    assert main(made, [*command, "--data", str(data)]) == CANNOT
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"Triage cannot start. rules/{FILE}: {message}")
    assert said.err.count("\n") == 1
    assert not list(data.glob("triage*"))
