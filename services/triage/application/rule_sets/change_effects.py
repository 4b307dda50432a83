"""What each change of a draft would do by itself to past referrals, so that it stands beside the change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.triage.application.rule_sets.changes import changes
from services.triage.application.rule_sets.editing import raw_of, sound
from services.triage.application.rule_sets.shelf import rule_set_of
from services.triage.application.simulating.past import Past
from services.triage.application.simulating.simulation import case_of, differ, way_of
from services.triage.domain.decision import Decision
from services.triage.domain.rule_sets.document import RuleDocument, RuleProblem, read_document
from services.triage.domain.values import CaseFacts, Vocabulary
from shared.kernel.refusals import InvalidInput

# Enough to see which way a change goes, and quick enough to stand on a page.
NEWEST = 2_000
_PARTS = (
    "numbers", "lists", "counts_as_yes", "conditions", "routes", "rows", "suppressions", "closing", "panels",
    "priorities", "signposts", "questions", "give", "missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """One change in a sentence. `alone` is False where it is only sound together with others, and counts are of all."""

    says: str
    alone: bool
    changed: int = 0
    more: int = 0
    less: int = 0


def effects(before: RuleDocument, after: RuleDocument, past: Sequence[Past], vocabulary: Vocabulary) -> list[Effect]:
    """Each change with how many of the newest past referrals it alone would move, and which way."""
    if before == after:
        return []
    rules = rule_set_of(before, vocabulary)
    newest = sorted(past, key=lambda each: each.received_at)[-NEWEST:]
    cases = [case for each in newest if (case := case_of(each, vocabulary)) is not None]
    decided = [(case, rules.decide_without_missing(case)) for case in cases]
    return [_effect(says, alone, decided, vocabulary) for says, alone in _one_by_one(before, after, vocabulary)]


def _effect(
    says: str, raw: Mapping[str, Any], decided: Sequence[tuple[CaseFacts, Decision]], vocabulary: Vocabulary
) -> Effect:
    try:
        rules = rule_set_of(sound(raw, vocabulary), vocabulary)
    except (InvalidInput, RuleProblem):
        return Effect(says, alone=False)
    ways = [
        way_of(before, after) for case, before in decided if differ(before, after := rules.decide_without_missing(case))
    ]
    more, less = (sum(way in (which, "both") for way in ways) for which in ("more_protection", "less_protection"))
    return Effect(says, alone=True, changed=len(ways), more=more, less=less)


def _one_by_one(
    before: RuleDocument, after: RuleDocument, vocabulary: Vocabulary
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each change in a sentence, with the document before and this change alone."""
    old, new = raw_of(before), raw_of(after)
    for part in _PARTS:
        for alone in _entries(old, new, part):
            raw = {**old, part: alone}
            says = changes(before, read_document(raw), vocabulary) or (f"The {part.replace('_', ' ')} differ.",)
            yield " ".join(says), raw


def _same_names(ours: Any, theirs: Any) -> bool:
    """Whether both list entries with ids, the same ones in the same order."""
    if not all(isinstance(each, list) and all("id" in entry for entry in each) for each in (ours, theirs)):
        return False
    return [entry["id"] for entry in ours] == [entry["id"] for entry in theirs]


def _entries(old: Mapping[str, Any], new: Mapping[str, Any], part: str) -> Iterator[Any]:
    """The part of the old document with one entry of the new in it, for each entry that differs."""
    ours, theirs = old[part], new[part]
    if ours == theirs:
        return
    if isinstance(ours, dict) and part not in ("closing", "missing"):
        for name in {**ours, **theirs}:
            if ours.get(name) != theirs.get(name):
                yield {key: each for key, each in {**ours, name: theirs.get(name)}.items() if each is not None}
        return
    if not _same_names(ours, theirs):
        yield theirs
        return
    for place, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        if mine != other:
            yield [*ours[:place], other, *ours[place + 1 :]]
