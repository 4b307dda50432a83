"""What a rule set says otherwise than the one before it, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from services.triage.application.rule_sets.words import plainly
from services.triage.domain.rule_sets.document import RuleDocument

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
_CALLED = {"when": "condition", "policy": "policy sentence", "says": "words to people", "text": "words"}


def changes(before: RuleDocument, after: RuleDocument) -> tuple[str, ...]:
    """Each number, row, route and list that differs, one sentence each; empty where nothing decides otherwise."""
    return (*_numbers(before.numbers, after.numbers), *_entries(before, after))


def _numbers(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[str]:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old is None:
            yield f"The number “{plainly(name)}” is new: {new}."
        elif new is None:
            yield f"The number “{plainly(name)}”, {old}, was taken out."
        elif old != new:
            yield f"The number “{plainly(name)}” was {old} and is {new}."


def _entries(before: RuleDocument, after: RuleDocument) -> Iterator[str]:
    for part, called in _PARTS.items():
        old, new = _named(getattr(before, part)), _named(getattr(after, part))
        for name in {**old, **new}:
            if name not in old:
                yield f"{called} “{plainly(name)}” is new."
            elif name not in new:
                yield f"{called} “{plainly(name)}” was taken out."
            elif old[name] != new[name]:
                members = [_CALLED.get(member) or plainly(member) for member in _members(old[name], new[name])]
                yield f"{called} “{plainly(name)}” differs{' in its ' + ', '.join(members) if members else ''}."


def _named(entries: Any) -> dict[str, Any]:
    """Entries by name, as plain members; those of a list go by their id."""
    plain = msgspec.to_builtins(entries)
    return dict(plain) if isinstance(plain, dict) else {entry["id"]: entry for entry in plain}


def _members(old: Any, new: Any) -> list[str]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [member for member in {**old, **new} if old.get(member) != new.get(member)]
