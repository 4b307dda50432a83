"""A set that was published decides from its day on, in every process, and never what came in before."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from services.triage.application.rule_sets import shelf as rule_shelf
from services.triage.application.rule_sets.shelf import RuleShelf
from services.triage.domain.rule_sets.events import RulesPublished
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.messages import Recorded
from tests.triage.application.past_days import recorded
from tests.triage.domain.shipped import current, rule_sets


def published(day: date) -> RulesPublished:
    document = msgspec.structs.replace(current().document, version=day.isoformat(), effective_from=day)
    return RulesPublished(
        draft_id="a", version=day.isoformat(), effective_from=day, approved_by="account-2", document=document
    )


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[Recorded]:
    monkeypatch.setattr(rule_shelf, "_LOOK_EVERY", -1.0)
    return []


def shelf_on(log: Sequence[Recorded]) -> RuleShelf:
    return RuleShelf(rule_sets(), VOCABULARY, lambda after: [each for each in log if each.version > after])


def test_what_another_process_publishes_is_seen_and_decides_from_its_day_on(log: list[Recorded]) -> None:
    shelf = shelf_on(log)
    assert shelf.on(date(2027, 3, 1)).used.version == "2026-04-01"
    log.extend(recorded([published(date(2027, 1, 1))]))
    assert [shelf.on(date(2027, 1, 1)).used.version, shelf.on(date(2026, 12, 31)).used.version] == [
        "2027-01-01",
        "2026-04-01",
    ]
    assert len(shelf.all) == 5
    assert len(shelf.shipped()) == 4


def test_the_log_is_not_read_again_before_it_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def read(after: int) -> Sequence[Recorded]:
        asked.append(after)
        return []

    shelf = RuleShelf(rule_sets(), VOCABULARY, read)
    monkeypatch.setattr(rule_shelf, "_LOOK_EVERY", 3_600.0)
    for _ in range(5):
        shelf.on(date(2026, 11, 23))
    assert asked == [0]
