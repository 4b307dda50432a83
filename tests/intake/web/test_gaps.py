"""What is missing in a referral is listed: what, when and who, danger, and a safe way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.intake.read_models import referral_timeline
from services.intake.web.gaps import CONFIRMED_FOR, Gaps, gaps
from services.intake.web.shown import referral_document
from services.intake.web.spoken import SAFETY
from tests.support.builders.intake import NOW, LittleIntake

BARE: dict[str, Any] = dict.fromkeys(
    ("category", "description", "occurred", "location", "people", "facts", "safe_contact", "reporter")
)


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path, referral_timeline.VIEW)
    yield running
    running.close()


def found(intake: LittleIntake, later: timedelta = timedelta(0), **changes: Any) -> Gaps:
    command = intake.receive(**changes)
    with intake.views.reading() as connection:
        standing = referral_timeline.standing(connection, command.reference)
    assert standing is not None
    return gaps(referral_document(standing, intake.keyring), NOW + later)


def first_words(gaps: Gaps) -> list[str]:
    return [says.partition(":")[0] for says in gaps.others]


def test_of_an_empty_referral_everything_is_missing(intake: LittleIntake) -> None:
    missing = found(intake, **BARE)
    assert first_words(missing) == ["What", "What", "When", "Where", "Who", "Safe contact"]
    assert len(missing.safety) == len(SAFETY)


def test_nothing_is_missing_where_everything_was_asked(intake: LittleIntake) -> None:
    missing = found(intake, facts=dict.fromkeys(SAFETY, "no"))
    assert (missing.safety, missing.others) == ([], [])


def test_an_answer_that_is_not_known_is_missing_and_a_no_is_not(intake: LittleIntake) -> None:
    missing = found(intake, facts=dict.fromkeys(SAFETY, "no") | {"immediate_danger": "unknown"})
    assert missing.safety == ["Is anyone in danger right now?"]


def test_a_category_is_missing_only_of_anti_social_behaviour(intake: LittleIntake) -> None:
    assert "What" not in first_words(found(intake, kind="domestic_abuse", category=None))
    assert "What" in first_words(found(intake, category=None))


def test_a_safe_way_that_was_never_confirmed_or_long_ago_is_asked_for_again(intake: LittleIntake) -> None:
    never = found(intake, safe_contact={"email": {"safe": "yes"}})
    assert "never confirmed" in never.others[-1]
    assert found(intake, CONFIRMED_FOR - timedelta(days=1)).others == []
    assert "more than 30 days ago" in found(intake, CONFIRMED_FOR + timedelta(days=1)).others[-1]


def test_no_way_is_safe_until_somebody_says_so(intake: LittleIntake) -> None:
    missing = found(intake, safe_contact={"phone": {"safe": "unknown"}, "email": {"safe": "no"}})
    assert missing.others[-1].startswith("Safe contact: no way is known to be safe.")
