"""News of a case goes to its reporter where the gate lets it, says by when there is more, and else goes nowhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.triage import CaseUpdateGiven
from tests.support.builders.notifications import EMAIL, REFERENCE, TEN, Town

SAFE = {"email": {"safe": "yes"}, "confirmed_at": TEN}
UNSAFE = {"email": {"safe": "no"}, "confirmed_at": TEN}


def news(town: Town) -> CaseUpdateGiven:
    return CaseUpdateGiven(
        referral_id=town.referral_id, reference=REFERENCE, case_reference=REFERENCE, next_by=date(2026, 12, 7)
    )


def sent(town: Town, safe_contact: dict[str, Any], told: bool) -> list[str]:
    """What stands in the outbox of news after all is done."""
    town.hear(town.noise([town.nadia("reporter")], safe_contact=safe_contact))
    if told:
        town.hear(news(town))
    town.work()
    return [text for text in town.outbox().values() if "You will hear from us again" in text]


def test_a_reporter_who_may_be_written_to_hears_when_there_is_news_again(tmp_path: Path) -> None:
    (text,) = sent(Town(tmp_path), SAFE, told=True)
    flat = " ".join(text.replace("=\n", "").split())
    assert f"To: {EMAIL}" in flat
    assert "by Monday 7 December 2026" in flat


@pytest.mark.parametrize(("contact", "told"), [(UNSAFE, True), (SAFE, False)], ids=["not safe", "nobody said so"])
def test_else_nothing_goes(tmp_path: Path, contact: dict[str, Any], told: bool) -> None:
    assert sent(Town(tmp_path), contact, told) == []
