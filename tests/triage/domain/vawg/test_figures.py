"""Figures of two sources: revised and never lost, not given is not nought, and nothing from before a quarter's end."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.vawg.figures import FIGURES, Figures, RecordFigure, record_figure
from services.triage.domain.vawg.refusals import NotYetHappened
from services.triage.web.pages.figures import side_by_side
from shared.kernel.refusals import InvalidInput
from tests.support.builders.vawg import at


def given(*entered: dict[str, Any]) -> Figures:
    state = Figures()
    for each in entered:
        state = FIGURES.fold(record_figure(figure(**each), state), state)
    return state


def figure(**changes: Any) -> RecordFigure:
    members = {
        "at": at(20), "by": "manager-1", "source": "police", "year": 2026, "quarter": 3, "measure": "domestic_abuse",
        "count": 482, "published_on": date(2026, 10, 20),
    }  # fmt: skip
    return RecordFigure.model_validate({**members, **changes})


def test_the_newest_published_stands_in_whatever_order_it_was_entered_and_says_that_it_was_revised() -> None:
    later = {"count": 490, "published_on": date(2026, 11, 3)}
    for state in (given({}, later), given(later, {})):
        found = state.latest("police", 2026, 3, "domestic_abuse")
        assert found is not None
        assert found.count == 490
        assert state.revised("police", 2026, 3, "domestic_abuse")
    assert not given({}, {}).revised("police", 2026, 3, "domestic_abuse")


def test_two_sources_stand_side_by_side_and_what_is_not_given_is_not_nought() -> None:
    state = given({}, {"quarter": 2, "source": "provider", "count": 95}, {"source": "provider", "count": 300})
    ours = {(2026, 3, "domestic_abuse"): 41, (2026, 3, "hate"): 2}
    third, second = side_by_side(ours, (2026, 3), state, "domestic_abuse")
    assert (third["ours"], third["police"].count, third["provider"].count, third["apart"]) == (41, 482, 300, 182)
    assert (second["ours"], second["police"], second["provider"].count, second["apart"]) == (None, None, 95, None)
    assert [row["ours"] for row in side_by_side(ours, (2026, 3), state, "hate")] == [2]
    assert list(side_by_side(ours, (2026, 3), state, "faith_based")) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"measure": "murder"}, InvalidInput),
        ({"published_on": date(2026, 9, 30)}, InvalidInput),
        ({"published_on": date(2026, 11, 21)}, NotYetHappened),
    ],
    ids=["not counted here", "the quarter was not over", "not published yet"],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        record_figure(figure(**changes), Figures())
