"""The ledger of fixed penalties: what is owed, late, paid and prosecuted, and the same again when it is made anew."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from services.triage.domain.asb.events import StepEnded, StepTaken
from services.triage.read_models import penalties
from services.triage.read_models.penalties import Sums
from shared.kernel.messages import Context, Fact
from tests.support.builders.triage import REFERENCE, LittleTriage

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LittleTriage]:
    """Triage with its databases in files, or on PostgreSQL."""
    environment = None
    if request.param == "postgres":
        environment = request.getfixturevalue("postgres_addresses").environment(str(tmp_path / "data"))
    running = LittleTriage(tmp_path, environment)
    yield running
    running.close()


def told(triage: LittleTriage, *facts: Fact) -> None:
    """Facts as the work on a case writes them; whether the law allows them is tried elsewhere."""
    store = triage.service.store
    for fact in facts:
        at = datetime(2026, 11, 23, 12, tzinfo=UTC)
        context = Context("officer-1", "case_officer", "story-1")
        version = len(store.stream("assessment-referral-1"))
        store.append(store.job("assessment-referral-1", version, [fact], context, at))
    triage.settle()


def given(step: str, day: int, tool: str = "fixed_penalty", subject: str = "subject-1") -> StepTaken:
    penalty = "penalty" in tool
    return StepTaken(
        referral_id="referral-1",
        reference=REFERENCE,
        step_id=step,
        subject_id=subject,
        tool=tool,
        law_version="enforcement-2020-12-01",
        served_at=datetime(2026, 11, day, 12, tzinfo=UTC),
        recorded_by="officer-1",
        amount_pence=10_000 if penalty else None,
        pay_by=date(2026, 11, day + 14) if penalty else None,
        early_pence=7_500 if penalty else None,
        early_by=date(2026, 11, day + 10) if penalty else None,
    )


def ended(step: str, result: str, paid_on: date | None = None, pence: int | None = None) -> StepEnded:
    ids = {"referral_id": "referral-1", "reference": REFERENCE, "step_id": step, "tool": "fixed_penalty"}
    return StepEnded(**ids, result=result, paid_on=paid_on, paid_pence=pence)


def summed(connection: Connection, day: int) -> Sums:
    return penalties.sums(connection, 2026, date(2026, 11, day))


def test_what_is_owed_late_paid_and_prosecuted_is_told_and_told_again_when_made_anew(either: LittleTriage) -> None:
    told(
        either,
        given("one", 1),
        given("two", 2),
        given("three", 3, subject="subject-2"),
        given("notice", 3, tool="community_protection_notice"),
        ended("one", "paid", date(2026, 11, 5), 7_500),
        ended("notice", "complied"),
    )
    with either.service.views.reading() as connection:
        assert [row.step_id for row in penalties.of_year(connection, 2026)] == ["three", "two", "one"]
        assert summed(connection, 16) == Sums(given=3, paid_pence=7_500, overdue=0)
        assert summed(connection, 17).overdue == 1
        assert summed(connection, 18).overdue == 2
        assert penalties.sums(connection, 2025, date(2026, 11, 18)) == Sums(0, 0, 0)
    told(either, given("court", 17, tool="prosecution"), ended("three", "withdrawn"))
    either.service.views.compare("penalties")
    either.service.views.rebuild("penalties")
    with either.service.views.reading() as connection:
        assert summed(connection, 18) == Sums(given=3, paid_pence=7_500, overdue=0)
        (third, second, first) = penalties.of_year(connection, 2026)
        assert (third.result, second.prosecuted_at is None, first.paid_on) == ("withdrawn", False, "2026-11-05")


def test_what_could_still_be_paid_or_is_anothers_is_not_said_to_be_prosecuted(either: LittleTriage) -> None:
    told(either, given("one", 1), given("two", 2, subject="subject-2"), given("court", 15, tool="prosecution"))
    with either.service.views.reading() as connection:
        assert [row.prosecuted_at for row in penalties.of_year(connection, 2026)] == [None, None]
