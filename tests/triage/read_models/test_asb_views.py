"""Open work, mediation money and case reviews of anti-social behaviour: the same views in SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.triage.domain.asb import commands as asked
from services.triage.read_models import asb_work, case_reviews, mediations
from services.triage.read_models.case_reviews import Annual
from services.triage.read_models.mediations import Sums
from tests.support.builders.triage import PERSISTENT, LittleTriage

pytestmark = pytest.mark.slow
_GROUNDS = {1: "potential_harm", 2: "below_threshold"}


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
    triage.do(command(at=triage.clock(), referral_id=referral, by=members.pop("by", "officer-1"), **members))


def a_whole_story(triage: LittleTriage) -> None:
    """One case mediated and reviewed, another asked for and below the threshold."""
    triage.refer(**PERSISTENT), triage.refer(**PERSISTENT)
    work(triage, asked.KeepPromise, promise="acknowledge")
    work(triage, asked.PauseClocks, reason="reporter_away")
    work(triage, asked.StartClocks)
    work(triage, asked.TellReporter, update_id="update-1", how="spoken")
    work(triage, asked.OfferMediation, mediation_id="mediation-1", code="MED-7K3F-Q")
    for side in ("a", "b"):
        work(triage, asked.AnswerMediation, side=side, answer="accepted")
    work(triage, asked.BookMediator, committed_pence=40_000)
    for number in (1, 2):
        of = {"referral": f"referral-{number}"}
        applied = {"review_id": f"review-{number}", "asked_on": date(2026, 11, 20), "asked_for": "self"}
        work(triage, asked.AskForReview, **of, **applied)
        work(triage, asked.AcknowledgeReview, **of, by="contact-1")
        work(triage, asked.DecideReview, **of, met=number == 1, ground=_GROUNDS[number])
    work(triage, asked.HoldReview, held_on=triage.clock().date(), recommendations=3)


def test_each_view_says_what_was_done_and_says_it_again_when_rebuilt(either: LittleTriage) -> None:
    a_whole_story(either)
    for name in ("asb_work", "mediations", "case_reviews"):
        either.service.views.compare(name)
        either.service.views.rebuild(name)
    with either.service.views.reading() as connection:
        done = asb_work.of(connection, ["referral-1", "referral-2", "referral-9"])
        assert mediations.sums(connection, 2026) == Sums(1, 0, 40_000)
        assert mediations.sums(connection, 2025) == Sums(0, 0, 0)
        assert case_reviews.annual(connection, 2026) == Annual(2, 1, 1, 1)
        assert case_reviews.years(connection) == [2026]
        assert [row.met for row in case_reviews.of_year(connection, 2026)] == [False, True]
    assert set(done) == {"referral-1", "referral-2"}
    first, second = done["referral-1"], done["referral-2"]
    assert (first.kept, first.told_at is not None, first.review_next) == ("acknowledge", True, None)
    (pause,) = asb_work.pauses_of(first)
    assert (pause.reason, pause.ended_at is not None, second.review_next) == ("reporter_away", True, None)


def test_what_a_mediation_committed_is_spent_or_free_again_when_it_ends(either: LittleTriage) -> None:
    a_whole_story(either)
    work(either, asked.EndMediation, result="agreed", spent_pence=39_000)
    with either.service.views.reading() as connection:
        assert mediations.sums(connection, 2026) == Sums(1, 39_000, 0)
        assert [row.result for row in mediations.newest(connection)] == ["agreed"]
