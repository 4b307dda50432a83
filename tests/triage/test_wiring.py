"""Triage does not start on rules that are not sound: one clear message, and no log is opened."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.triage.adapters.rule_files import AREA, RULES
from shared.runtime.cli import CANNOT

FILE = "2026-04-01.toml"
GOOD = (RULES / AREA / FILE).read_text("utf-8")
# What `python -m services.triage` does, with the rules of another folder. A program of its own: it sets up logging.
PROGRAM = """
import argparse, sys
from functools import partial, update_wrapper
from pathlib import Path
from services.triage.wiring import build_triage
from shared.runtime.cli import main
from shared.runtime.standalone import add_service_commands

made = argparse.ArgumentParser()
build = update_wrapper(partial(build_triage, folder=Path(sys.argv[1])), build_triage)
add_service_commands(made.add_subparsers(), build)
sys.exit(main(made, sys.argv[2:]))
"""
GAP = GOOD[GOOD.index('[[rows]]\nid = "nothing-else"') : GOOD.index("# ------", GOOD.index('id = "nothing-else"'))]


@pytest.mark.slow
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
def test_it_refuses_to_start_on_a_bad_rule_file(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    folder, data = tmp_path / "rules", tmp_path / "data"
    folder.mkdir()
    assert was in GOOD
    (folder / FILE).write_text(GOOD.replace(was, becomes, 1), "utf-8")
    command = [sys.executable, "-c", PROGRAM, str(folder), "web", "--port", "0", "--data", str(data)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2])
    assert (said.returncode, said.stdout) == (CANNOT, "")
    assert said.stderr.startswith(f"Triage cannot start. rules/{FILE}: {message}")
    assert said.stderr.count("\n") == 1
    assert not list(data.glob("triage*"))
