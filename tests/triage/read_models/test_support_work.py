"""Who advises in how many open cases, and what a code stands for: the same in SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.commands import CloseCase, RecordSupportOffer
from services.triage.domain.support import commands as asked
from services.triage.read_models import support_work
from tests.support.builders.triage import ABUSE, PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow
BOROUGHS = ("Barnet", "Brent", "Camden", "Ealing", "Enfield")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    running.close()


def work(triage: LittleTriage, command: type[Any], referral: str = "referral-1", **members: Any) -> None:
    triage.do(command(at=triage.clock(), referral_id=referral, by="officer-1", **members))


def test_caseloads_and_codes_say_the_same_again_when_rebuilt(either: LittleTriage) -> None:
    first, _, third = (either.refer(**each) for each in (ABUSE, ABUSE, ABUSE))
    either.refer(**PERSISTENT)
    for number in (1, 2):
        work(either, asked.GiveToAdviser, f"referral-{number}", adviser_id="adviser-1")
    for outcome in ("no_answer", "reached", "reached"):
        work(either, asked.RecordAdviserTried, person_id="person-1", way="phone", outcome=outcome)
    work(either, asked.RecordNoUnsafeArea, person_id="person-1")
    seek = {"person_id": "person-1", "scheme": "pan_london", "boroughs": BOROUGHS, "bedrooms": 2}
    code = {"reciprocal_id": "move-1", "code": "RM-7K3F-Q", "landlord_agrees": True}
    work(either, asked.AskForReciprocal, **seek, **code)
    either.do(RecordSupportOffer(at=either.clock(), referral_id="referral-2", outcome="declined"))
    either.do(CloseCase(at=either.clock(), referral_id="referral-2", reason="resolved"))
    either.service.views.compare("support_work")
    either.service.views.rebuild("support_work")
    long_ago, soon = either.clock() - timedelta(days=365), either.clock() + timedelta(days=1)
    with either.service.views.reading() as connection:
        assert support_work.open_by_adviser(connection) == {"adviser-1": 1, None: 1}
        assert support_work.new_by_adviser(connection, long_ago) == {"adviser-1": 2}
        assert support_work.new_by_adviser(connection, soon) == {}
        assert (support_work.asked_since(connection, long_ago), support_work.asked_since(connection, soon)) == (3, 0)
        assert [row.reference for row in support_work.without_adviser(connection, ["adviser-1"])] == [third]
        assert {row.reference for row in support_work.without_adviser(connection, ["adviser-2"])} == {first, third}
        assert support_work.behind(connection, "RM-7K3F-Q") == first
        assert support_work.behind(connection, "RM-0000-0") is None
        found = support_work.of(connection, ["referral-1", "referral-4"])
    assert set(found) == {"referral-1"}
    assert found["referral-1"].reached_at is not None
