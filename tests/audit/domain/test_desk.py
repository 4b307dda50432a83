"""A detail is revealed for a listed purpose and a reason in words; a sample is drawn by lot and can be drawn again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.audit.domain.commands import DrawSampleFrom, RevealDetail
from services.audit.domain.desk import DECIDER, draw_sample, drawn, reveal_detail
from services.audit.domain.events import DetailRevealed, SampleDrawn
from services.audit.domain.refusals import NothingToDrawFrom
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.scenario import given

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REFERENCES = tuple(f"WM-{number:04d}" for number in range(50))


def reveal(**changes: Any) -> RevealDetail:
    fields: dict[str, Any] = {
        "at": AT,
        "reveal_id": "reveal-1",
        "reference": "WM-2222-2",
        "referral_id": "referral-1",
        "event_id": "event-1",
        "ledger_position": 7,
        "field": "phone",
        "person_id": "person-1",
        "purpose": "complaint",
        "reason": " The caller says we rang the wrong number. ",
    }
    return RevealDetail(**fields | changes)


REVEALED = DetailRevealed(
    reveal_id="reveal-1",
    reference="WM-2222-2",
    referral_id="referral-1",
    event_id="event-1",
    ledger_position=7,
    field="phone",
    person_id="person-1",
    purpose="complaint",
    reason=private("person-1", Narrative, "The caller says we rang the wrong number."),
)


def test_the_reason_is_kept_under_the_key_of_the_person_it_is_about() -> None:
    given(DECIDER).when(reveal_detail, reveal()).then(REVEALED)


def test_the_same_form_sent_twice_reveals_once() -> None:
    given(DECIDER, REVEALED).when(reveal_detail, reveal()).then_nothing()


@pytest.mark.parametrize("changes", [{"purpose": "curiosity"}, {"reason": "  "}], ids=["no purpose", "no reason"])
def test_without_a_purpose_or_a_reason_nothing_is_revealed(changes: dict[str, str]) -> None:
    given(DECIDER).when(reveal_detail, reveal(**changes)).then_refused(InvalidInput)


def a_draw(**changes: Any) -> DrawSampleFrom:
    fields: dict[str, Any] = {
        "at": AT,
        "sample_id": "sample-1",
        "size": 5,
        "ledger_position": 70,
        "tree_head": "head",
        "references": REFERENCES,
    }
    return DrawSampleFrom(**fields | changes)


def test_the_tree_head_decides_and_the_same_head_draws_the_same() -> None:
    [fact] = given(DECIDER).when(draw_sample, a_draw()).then_facts()
    assert isinstance(fact, SampleDrawn)
    assert fact.references == drawn(reversed(REFERENCES), "head", 5)
    assert fact.references != drawn(REFERENCES, "another", 5)
    assert len(set(fact.references)) == 5


def test_where_there_are_fewer_all_are_drawn() -> None:
    [fact] = given(DECIDER).when(draw_sample, a_draw(references=("WM-1", "WM-2"))).then_facts()
    assert isinstance(fact, SampleDrawn)
    assert set(fact.references) == {"WM-1", "WM-2"}


@pytest.mark.parametrize("size", [0, 101])
def test_a_sample_of_none_or_of_very_many_is_refused(size: int) -> None:
    given(DECIDER).when(draw_sample, a_draw(size=size)).then_refused(InvalidInput)


def test_nothing_is_drawn_from_nothing() -> None:
    given(DECIDER).when(draw_sample, a_draw(references=())).then_refused(NothingToDrawFrom)


def test_drawn_twice_is_drawn_once() -> None:
    done = SampleDrawn(sample_id="sample-1", ledger_position=70, tree_head="head", references=("WM-1",))
    given(DECIDER, done).when(draw_sample, a_draw()).then_nothing()
