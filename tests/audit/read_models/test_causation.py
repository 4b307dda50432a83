"""Causes and effects as nested lists, and the same as text."""

from services.audit.read_models import causation
from services.audit.read_models.causation import DEEPEST, Branch
from tests.support.builders.audit import a_story_fact


def shape(branches: list[Branch]) -> list[object]:
    return [(branch.step.number, shape(branch.effects)) for branch in branches]


def test_effects_are_nested_under_their_cause() -> None:
    facts = [
        a_story_fact(1),
        a_story_fact(2, cause=1),
        a_story_fact(3, cause=2),
        a_story_fact(4, cause=1),
        a_story_fact(5),
    ]
    assert shape(causation.tree(facts, lambda fact: "x")) == [(1, [(2, [(3, [])]), (4, [])]), (5, [])]


def test_the_text_says_the_same() -> None:
    facts = [a_story_fact(1), a_story_fact(2, cause=1)]
    assert causation.text(facts, lambda fact: f"fact {fact.ledger_position}") == "1. fact 1\n  2. ← 1  fact 2"


def test_a_long_chain_stays_on_the_page() -> None:
    facts = [a_story_fact(1), *(a_story_fact(number, cause=number - 1) for number in range(2, 500))]
    depth, branches = 0, causation.tree(facts, lambda fact: "x")
    while branches:
        depth, branches = depth + 1, branches[0].effects
    assert depth == DEEPEST + 1
