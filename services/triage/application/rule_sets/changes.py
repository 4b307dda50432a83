"""What a rule set says otherwise than the one before it, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from services.triage.application.rule_sets.conditions import is_condition, read_back
from services.triage.application.rule_sets.words import plainly
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.grammar import NotUnderstood
from services.triage.domain.values import Vocabulary

# The parts of a document whose entries have names, and what one entry of each is called.
_PARTS = {
    "rows": "Row",
    "panels": "Panel",
    "priorities": "Priority",
    "suppressions": "Suppression",
    "signposts": "Change of a signpost",
    "give": "What to give",
    "routes": "Route",
    "lists": "List",
    "conditions": "Condition",
    "counts_as_yes": "What counts as yes",
}
_CALLED = {
    "when": "condition",
    "value": "words",
    "policy": "policy sentence",
    "says": "words to people",
    "text": "words",
}


def changes(before: RuleDocument, after: RuleDocument, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Each number, row, route and list that differs, one sentence each; empty where nothing decides otherwise.

    A sentence of policy stands as it was and as it is, a condition by the alternatives that went and came.
    """
    return (*_numbers(before.numbers, after.numbers), *_entries(before, after, vocabulary))


def _numbers(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[str]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None:
            yield f"The number “{plainly(name)}” is new: {new}."
        elif new is None:
            yield f"The number “{plainly(name)}”, {old}, was taken out."
        elif old != new:
            yield f"The number “{plainly(name)}” was {old} and is {new}."


def _entries(before: RuleDocument, after: RuleDocument, vocabulary: Vocabulary) -> Iterator[str]:
    for part, called in _PARTS.items():
        old, new = _named(getattr(before, part)), _named(getattr(after, part))
        for name in {**old, **new}:
            if name not in old:
                yield f"{called} “{plainly(name)}” is new."
            elif name not in new:
                yield f"{called} “{plainly(name)}” was taken out."
            elif old[name] != new[name]:
                ways = [_otherwise(*way, vocabulary) for way in _members(before, after, part, old[name], new[name])]
                yield f"{called} “{plainly(name)}” differs: {'; '.join(ways)}."


def _named(entries: Any) -> dict[str, Any]:
    """Entries by name, as plain members; those of a list go by their id."""
    plain = msgspec.to_builtins(entries)
    return dict(plain) if isinstance(plain, dict) else {entry["id"]: entry for entry in plain}


@dataclass(frozen=True, slots=True)
class _Side:
    """A member as one of the two documents has it; None where it has none."""

    document: RuleDocument
    value: Any

    def alternatives(self, part: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
        """A condition in sentences; None where it cannot be read, which its own page says."""
        try:
            return read_back(self.document, part, self.value, vocabulary) if self.value else ()
        except NotUnderstood:
            return None


def _members(
    before: RuleDocument, after: RuleDocument, part: str, old: Any, new: Any
) -> Iterator[tuple[str, str, _Side, _Side]]:
    """Each member that differs; an entry that is one text alone is its own member."""
    ours, theirs = (each if isinstance(each, dict) else {"value": each} for each in (old, new))
    for member in {**ours, **theirs}:
        if ours.get(member) != theirs.get(member):
            yield part, member, _Side(before, ours.get(member)), _Side(after, theirs.get(member))


def _otherwise(part: str, member: str, old: _Side, new: _Side, vocabulary: Vocabulary) -> str:
    called = _CALLED.get(member) or plainly(member)
    if is_condition(part, member):
        was, now = old.alternatives(part, vocabulary), new.alternatives(part, vocabulary)
        if was is not None and now is not None and set(was) != set(now):
            went, came = (
                [f"“{each}”" for each in some if each not in other] for some, other in ((was, now), (now, was))
            )
            said = [f"no longer when {' or '.join(went)}"] if went else []
            return ", ".join([*said, f"now when {' or '.join(came)}"] if came else said)
    elif isinstance(old.value, str) and isinstance(new.value, str):
        return f"its {called} “{old.value}” became “{new.value}”"
    elif isinstance(new.value, str) and old.value is None:
        return f"its {called} is “{new.value}”"
    return f"its {called}"
