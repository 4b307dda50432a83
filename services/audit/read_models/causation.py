"""Causes and effects of a story: nested for the eye, and as lines of text that say the same."""

from collections.abc import Callable, Sequence

import msgspec

from services.audit.domain.causation import Step, causes_and_effects, outline
from services.audit.domain.timeline import StoryFact

# Deeper steps stand beside one another: a page has an edge on the right, and the numbers still tell what led to what.
DEEPEST = 8


class Branch(msgspec.Struct):
    """A fact with those it led to. `cause` is the number of the step that led to it."""

    step: Step
    says: str
    effects: list["Branch"]


def tree(facts: Sequence[StoryFact], tell: Callable[[StoryFact], str]) -> list[Branch]:
    """The beginnings, each with all that followed from it."""
    beginnings: list[Branch] = []
    above: list[Branch] = []
    for step in causes_and_effects(facts):
        branch = Branch(step, tell(step.fact), [])
        depth = min(step.depth, DEEPEST)
        del above[depth:]
        (above[-1].effects if above else beginnings).append(branch)
        above.append(branch)
    return beginnings


def text(facts: Sequence[StoryFact], tell: Callable[[StoryFact], str]) -> str:
    """The same as an outline."""
    return outline(causes_and_effects(facts), tell)
