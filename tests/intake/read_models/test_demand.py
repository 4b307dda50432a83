"""How much came in, how it ended and what time it took."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.intake.domain.commands import NoteOutcome, RecordMinutes
from services.intake.read_models.demand import DIMENSIONS, VIEW, Span, counts
from tests.support.builders.intake import NOW, LittleIntake

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, VIEW)
    yield running
    running.close()


def counted(intake: LittleIntake, *by: str, span: Span = YEAR) -> list[tuple[Any, ...]]:
    with intake.views.reading() as connection:
        return [tuple(row) for row in counts(connection, span, *by)]


def test_referrals_are_counted_by_channel_and_month_the_most_first(intake: LittleIntake) -> None:
    intake.receive(channel="email", received_at="2026-10-05T09:00:00Z")
    intake.receive(channel="phone")
    intake.receive(channel="phone")
    assert counted(intake, "month", "channel") == [("2026-11", "phone", 2, 0), ("2026-10", "email", 1, 0)]
    assert counted(intake, "channel", span=Span(date(2026, 10, 1), date(2026, 10, 5))) == [("email", 1, 0)]


def test_a_summer_night_belongs_to_the_month_on_the_offices_wall(intake: LittleIntake) -> None:
    intake.receive(received_at="2026-06-30T23:30:00Z")
    assert counted(intake, "month") == [("2026-07", 1, 0)]


def test_minutes_are_counted_by_how_a_referral_ended(intake: LittleIntake) -> None:
    first, second = intake.receive().reference, intake.receive().reference
    for reference, minutes in ((first, 12), (first, 8), (second, 5)):
        intake.do(RecordMinutes(at=NOW, reference=reference, minutes=minutes))
    intake.do(NoteOutcome(at=NOW, reference=first, status="signposted", outcome="signpost", route="social_landlord"))
    assert counted(intake, "status", "route") == [("received", None, 1, 5), ("signposted", "social_landlord", 1, 20)]


def test_nothing_came_in_is_no_rows_and_no_referrals(intake: LittleIntake) -> None:
    assert counted(intake, "channel") == []
    assert counted(intake) == [(0, 0)]


def test_only_what_is_kept_can_be_counted_by(intake: LittleIntake) -> None:
    with pytest.raises(ValueError, match="count by any of"):
        counted(intake, "reference")
    assert counted(intake, *DIMENSIONS) == []


def test_the_counts_built_anew_are_the_counts_that_were_followed(intake: LittleIntake) -> None:
    reference = intake.receive().reference
    intake.do(RecordMinutes(at=NOW, reference=reference, minutes=12))
    intake.views.compare("demand")
