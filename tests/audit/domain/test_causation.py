"""Causes and effects come out as a tree, whatever the log says about them."""

from hypothesis import given
from hypothesis import strategies as st

from services.audit.domain.causation import causes_and_effects, outline
from services.audit.domain.timeline import StoryFact
from tests.support.builders.audit import a_story_fact


def a_story(*causes: int | None) -> list[StoryFact]:
    """Facts 1, 2, 3… each with the number of the one that led to it."""
    return [a_story_fact(number, cause=cause) for number, cause in enumerate(causes, start=1)]


def told(fact: StoryFact) -> str:
    return f"fact {fact.ledger_position}"


def test_each_fact_stands_below_its_cause_and_effects_keep_the_order_of_the_ledger() -> None:
    steps = causes_and_effects(a_story(None, 1, 1, 2, None))
    assert [(step.fact.ledger_position, step.depth, step.cause, step.begins) for step in steps] == [
        (1, 0, None, "start"),
        (2, 1, 1, None),
        (4, 2, 2, None),
        (3, 1, 1, None),
        (5, 0, None, "start"),
    ]


def test_the_outline_says_in_text_what_the_tree_shows() -> None:
    assert outline(causes_and_effects(a_story(None, 1, 2, 99)), told) == (
        "1. fact 1\n  2. ← 1  fact 2\n    3. ← 2  fact 3\n4. (cause outside this story) fact 4"
    )


def test_a_circle_of_causes_is_cut_at_its_earliest_fact_and_said() -> None:
    steps = causes_and_effects(a_story(3, 1, 2, None))
    assert [(step.fact.ledger_position, step.begins) for step in steps] == [
        (4, "start"),
        (1, "circle"),
        (2, None),
        (3, None),
    ]
    assert "2. (causes go round in a circle) fact 1" in outline(steps, told)
    [alone] = causes_and_effects(a_story(1))
    assert alone.begins == "circle"


def test_a_story_longer_than_python_recurses_is_no_trouble() -> None:
    steps = causes_and_effects(a_story(None, *range(1, 3000)))
    assert steps[-1].depth == 2999
    assert len(outline(steps, told).split("\n")[-1]) < 60


@given(st.lists(st.none() | st.integers(1, 12), max_size=10))
def test_every_fact_is_told_once_below_its_cause(causes: list[int | None]) -> None:
    steps = causes_and_effects(a_story(*causes))
    assert sorted(step.fact.ledger_position for step in steps) == list(range(1, len(causes) + 1))
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    for step in steps:
        if step.cause:
            cause = steps[step.cause - 1]
            assert step.fact.context.causation_id == cause.fact.event_id
            assert (cause.number < step.number, cause.depth) == (True, step.depth - 1)
        else:
            assert step.begins
