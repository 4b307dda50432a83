"""What is shown by trying is tried for real: a value left out, an answer listed for nothing, are both seen."""

import pytest

from services.triage.adapters.proof import trying
from services.triage.adapters.proof.trying import MissingLists, tried
from services.triage.domain.rule_sets.trials import Trials, trials_for
from tests.triage.adapters.proof.planted import a_condition, prover
from tests.triage.domain.shipped import current

pytestmark = pytest.mark.slow


def test_a_condition_on_free_words_cannot_be_tried_and_is_named() -> None:
    plan = prover(a_condition("persistent-asb", "persistent is yes and landlord is known")).plan
    first, *_ = tried(plan)
    assert not first.holds
    assert first.cure == "Not so of: landlord. Write its condition with a test that can be tried."


def test_a_threshold_that_is_not_tried_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(plan: object) -> dict[str, Trials]:
        return {**trials_for(current().plan), "dash_yes_count": lambda received: (13,)}

    monkeypatch.setattr(trying, "trials_for", forgetful)
    first, *_ = tried(current().plan)
    assert "dash_yes_count" in first.cure


def test_an_answer_listed_for_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = MissingLists.listed
    monkeypatch.setattr(MissingLists, "listed", lambda self, values: quick(self, values) - {"in_borough"})
    *_, exact = tried(current().plan)
    assert not exact.holds
    assert exact.how == "by_random_cases"
