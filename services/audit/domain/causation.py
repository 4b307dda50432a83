"""What led to what: the facts of a story as a tree of causes and effects, and the same tree as plain text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from services.audit.domain.timeline import StoryFact, in_ledger_order

# An outline that wanders off the page says less than one that stops going right.
_DEEPEST_INDENT = 12

Beginning = Literal["start", "outside", "circle"]


class Step(msgspec.Struct, frozen=True):
    """A fact at its place in the tree, `number` counting from 1 down the outline.

    `cause` is the number of the step that led to it. Where it is None, `begins` says why: nothing caused the fact
    ("start"), its cause is no part of this story ("outside"), or its causes lead round in a circle ("circle"), which
    no honest log contains.
    """

    number: int
    depth: int
    cause: int | None
    begins: Beginning | None
    fact: StoryFact


def causes_and_effects(facts: Iterable[StoryFact]) -> list[Step]:
    """Every fact once, each directly above its effects, effects in the order of the ledger."""
    story = in_ledger_order(facts)
    known = {fact.event_id for fact in story}
    effects: dict[str, list[StoryFact]] = {}
    for fact in story:
        if fact.context.causation_id in known:
            effects.setdefault(fact.context.causation_id, []).append(fact)
    steps: list[Step] = []
    placed: set[int] = set()
    beginnings = [fact for fact in story if fact.context.causation_id not in known]
    # Whatever the beginnings do not lead to goes round in a circle; it is cut at its earliest fact.
    for fact in [*beginnings, *story]:
        for depth, cause, effect in _down_from(fact, effects, placed, len(steps)):
            begins = None if cause else _beginning(effect, known)
            steps.append(Step(len(steps) + 1, depth, cause, begins, effect))
    return steps


def outline(steps: Sequence[Step], tell: Callable[[StoryFact], str]) -> str:
    """The tree as text, one line a fact, equal in content to the drawing: "3. ← 1  Triage judged the referral."."""
    return "\n".join(
        f"{'  ' * min(step.depth, _DEEPEST_INDENT)}{step.number}. {_because(step)}{tell(step.fact)}" for step in steps
    )


def _down_from(
    beginning: StoryFact, effects: dict[str, list[StoryFact]], placed: set[int], before: int
) -> Iterator[tuple[int, int | None, StoryFact]]:
    waiting: list[tuple[int, int | None, StoryFact]] = [(0, None, beginning)]
    number = before
    while waiting:
        depth, cause, fact = waiting.pop()
        if fact.ledger_position in placed:
            continue
        placed.add(fact.ledger_position)
        number += 1
        yield depth, cause, fact
        waiting += [(depth + 1, number, effect) for effect in reversed(effects.get(fact.event_id, ()))]


def _beginning(fact: StoryFact, known: set[str]) -> Beginning:
    if fact.context.causation_id is None:
        return "start"
    return "circle" if fact.context.causation_id in known else "outside"


def _because(step: Step) -> str:
    if step.cause:
        return f"← {step.cause}  "
    return {"start": "", "outside": "(cause outside this story) ", "circle": "(causes go round in a circle) "}[
        step.begins or "start"
    ]
