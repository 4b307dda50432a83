"""A borough that is closed holds no file of its data open: a copy may be put back, and a test leaves nothing behind."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from tests.journeys.test_insiders import HERS
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow


def open_under(folder: Path) -> set[str]:
    """What this program holds open there."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the listing itself
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return {Path(each).name for each in found if Path(each).is_relative_to(folder)}


def test_a_borough_that_is_closed_holds_nothing_open(tmp_path: Path) -> None:
    borough = LittleBorough(tmp_path / "data")
    borough.refer(HERS)
    assert {"audit.ledger.sqlite", "intake.drafts.sqlite", "access.sqlite"} <= open_under(tmp_path)
    borough.close()
    assert open_under(tmp_path) == set()
