"""Premises where sex may be sold: counted by month, with what became of each; made anew they are the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.safeguarding.commands import AssessPremisesClaim, TakePremisesStep
from services.triage.read_models import premises
from shared.kernel.clock import rfc3339
from tests.support.builders.protection import TODAY
from tests.support.builders.triage import MONDAY, SCREENED, LittleTriage

pytestmark = pytest.mark.slow

BROTHEL: dict[str, Any] = {"category": "suspected_brothel", "answers": dict(SCREENED)}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def triage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    running.close()


def test_they_are_counted_and_told_with_what_became_of_them(triage: LittleTriage) -> None:
    first = triage.refer(("Amina Okafor", "victim"), **BROTHEL)
    triage.refer(**BROTHEL)
    triage.refer(category="noise")
    base: dict[str, Any] = {"at": triage.clock(), "referral_id": "referral-1", "by": "account-1", "today": TODAY}
    triage.do(AssessPremisesClaim(**base, claim="likely", source="police", people="nothing_seen", words="Seen."))
    triage.do(TakePremisesStep(**base, step="police_told", taken_on=TODAY))
    with triage.service.views.reading() as connection:
        rows = {row.reference: row for row in premises.newest(connection)}
        months = premises.by_month(connection, rfc3339(MONDAY))
    assert (len(rows), months) == (2, [("2026-11", 2)])
    assert (rows[first].claim, rows[first].people, rows[first].step) == ("likely", "nothing_seen", "police_told")
    triage.service.views.rebuild("premises")
    with triage.service.views.reading() as connection:
        assert {row.reference: row for row in premises.newest(connection)} == rows
