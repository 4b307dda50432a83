"""The page of two sources as a manager uses it."""

import pytest

from shared.access.roles import Role
from tests.support.builders.abuse_reader import Reader, day
from tests.support.builders.triage import ABUSE, LittleTriage

pytestmark = pytest.mark.slow


def test_ours_and_the_sources_stand_side_by_side_and_only_a_manager_sees_them(triage: LittleTriage) -> None:
    triage.refer(("Amina Okafor", "victim"), **ABUSE, strands=("stalking_and_harassment",))
    manager = Reader(triage, Role.SERVICE_MANAGER)
    typed = {"source": "police", "year": "2026", "quarter": "3", "measure": "domestic_abuse", "count": "482"}
    refused = manager.send("/triage/figures/enter", 422, **typed, **day("published", 20, month=9))
    assert "It was published before the quarter was over" in refused
    manager.send("/triage/figures/enter", **typed, **day("published", 20))
    page = manager.read("/triage/figures")
    assert "October to December 2026 1 Not given Not given Not known" in page
    assert "July to September 2026 Not counted then Not given 482 published 20 November 2026 Not known" in page
    assert "October to December 2026 1 " in manager.read("/triage/figures?measure=stalking_and_harassment")
    Reader(triage, Role.CASE_OFFICER).raw("/triage/figures", 404)
