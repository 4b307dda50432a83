"""Runs the example cases of a rule set against it: the owner's own test of what was written."""

from typing import Any

from services.triage.domain.decision import Decision
from services.triage.domain.reading import read_case
from services.triage.domain.rule_sets.document import Example, Expected
from services.triage.domain.rules import RuleSet
from services.triage.domain.values import CaseFacts

_MEMBERS = ("outcome", "primary", "also", "panels", "priority", "give", "done_by", "time_frame", "destination")


def case_of(example: Example, rules: RuleSet) -> CaseFacts:
    """The facts of an example. Raises `InvalidInput` where it says something the vocabulary does not know."""
    background = rules.document.backgrounds.get(example.background or "", {})
    return read_case(
        {
            "kind": example.kind,
            "category": example.category,
            "strands": list(example.strands),
            "received_on": example.received_on or rules.document.effective_from,
            "facts": {**background, **example.facts},
        },
        rules.plan.vocabulary,
    )


def differences(example: Example, rules: RuleSet) -> list[str]:
    """What comes out otherwise than the example says, one sentence each; empty when it holds."""
    decision = rules.decide(case_of(example, rules))
    shown = _shown(decision)
    found = [
        f"{member} should be {_said(wanted)}, it is {_said(shown[member])}"
        for member in _MEMBERS
        if (wanted := getattr(example.expect, member)) is not None and wanted != shown[member]
    ]
    missing = {each.fact for each in decision.missing}
    return found + [f"{answer} should be missing" for answer in example.expect.asks if answer not in missing]


def comes_out(example: Example, rules: RuleSet) -> Expected:
    """What an example would have to say to hold: the same members, as they come out now. Raises `InvalidInput`."""
    decision = rules.decide(case_of(example, rules))
    shown = _shown(decision)
    named = {member: shown[member] for member in _MEMBERS if getattr(example.expect, member) is not None}
    missing = {each.fact for each in decision.missing}
    return Expected(**named, asks=tuple(answer for answer in example.expect.asks if answer in missing))


def _said(value: Any) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value)


def _shown(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "primary": decision.primary.route,
        "also": tuple(each.route for each in decision.also),
        "panels": decision.panels,
        "priority": decision.priority,
        "give": decision.give,
        "done_by": decision.primary.done_by,
        "time_frame": decision.primary.time_frame,
        "destination": decision.primary.destination,
    }
