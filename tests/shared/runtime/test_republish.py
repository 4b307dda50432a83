"""A service publishes once more from a position on, by command, and nobody does anything twice for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from shared.access.roles import Role
from shared.delivery.relay import MARK
from tests.support.builders.borough import MONDAY, LittleBorough
from tests.support.faults.documents import KINDS, document
from tests.support.tree import ROOT

pytestmark = pytest.mark.slow


def republished(data: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "services.triage", "republish", *options, "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.fixture
def told(borough: LittleBorough) -> LittleBorough:
    for number in range(len(KINDS)):
        borough.refer(document(number, MONDAY))
    return borough


def test_what_is_published_once_more_is_known_again_by_everybody(told: LittleBorough, tmp_path: Path) -> None:
    triage = told.built.services["triage"]
    heads = {name: service.store.head() for name, service in told.built.services.items() if name != "audit"}
    done = republished(tmp_path / "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        f"triage's worker publishes what stands from position 1 to {heads['triage']} once more."
    )
    assert triage.views.mark(MARK) == 0
    told.settle()
    assert triage.views.mark(MARK) == heads["triage"]
    assert {name: told.built.services[name].store.head() for name in heads} == heads


def test_it_begins_where_it_is_told_to_and_refuses_a_position_that_is_not_there(
    told: LittleBorough, tmp_path: Path
) -> None:
    triage = told.built.services["triage"]
    assert republished(tmp_path / "data", "--from", "7").returncode == 0
    assert triage.views.mark(MARK) == 6
    for missing in ("0", str(triage.store.head() + 1)):
        refused = republished(tmp_path / "data", "--from", missing)
        says = f"triage's log goes from position 1 to {triage.store.head()}; --from must be one of these.\n"
        assert (refused.returncode, refused.stderr) == (2, says)
    assert triage.views.mark(MARK) == 6


def test_whoever_was_named_to_a_panel_stands_before_it_once(told: LittleBorough, tmp_path: Path) -> None:
    for name in ("intake", "triage", "panels", "notifications"):
        told.built.services[name].views.put_mark(MARK, 0)
    told.settle()
    meetings = told.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json()
    found: list[str] = []
    for meeting in meetings:
        agenda = told.get(f"/panels/api/meetings/{meeting['id']}/agenda", Role.PANEL_COORDINATOR).json()
        found += [
            item["case_reference"]
            for section in agenda["sections"]
            for item in section["items"]
            if item.get("case_reference")
        ]
    assert len(found) == len(set(found)) == 1
