"""The baseline for decisions: the conditions of a rule set as plain closures, one for each rule, nested as written."""

from collections.abc import Callable, Mapping
from typing import Any as Anything

from services.triage.domain.anniversary import within_months
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.syntax import (
    All,
    Any,
    AtLeast,
    Condition,
    Includes,
    Is,
    Known,
    Not,
    RowMatches,
    Under,
)
from services.triage.domain.rule_sets.syntax import WithinMonths as Within
from services.triage.domain.values import RECEIVED_ON

Values = Mapping[str, Anything]
"""Answers by name; that a test fits its answer was checked when the rules were read."""
Holds = Callable[[Values], bool]
Matched = tuple[str, str]
"""A rule's id and its sentence."""


def closures(plan: Plan) -> Callable[[Values], list[Matched]]:
    """A function that gives every row, panel and priority whose condition holds, with its sentence.

    It knows no suppressions, outcomes or answers to give: less work than a decision.
    """
    made = _Closures(plan)
    document = plan.document
    rows = [(each.row, each.mask) for each in plan.rows if not each.row.otherwise]
    masks = [each.mask for each in (*plan.panels, *plan.priorities)]
    rules = [(made.any_of(mask), (row.id, row.says)) for row, mask in rows]
    told = [(panel.id, panel.says) for panel in document.panels] + [(row.id, row.says) for row in document.priorities]
    rules += [(made.any_of(mask), each) for each, mask in zip(told, masks, strict=True)]

    def matched(values: Values) -> list[Matched]:
        return [told for holds, told in rules if holds(values)]

    return matched


def counted_as_yes(plan: Plan) -> Callable[[Values, str], bool]:
    """Whether an answer counts as yes because of others."""
    counted = _Closures(plan).counted
    return lambda values, name: name in counted and counted[name](values)


class _Closures:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._masks = plan.row_masks()
        self.counted = {name: self._of(tree) for name, tree in plan.counts_as_yes.items()}

    def any_of(self, mask: int) -> Holds:
        """Whether one of a rule's alternatives holds."""
        parts = [self._of(tree) for number, tree in enumerate(self._plan.clauses) if mask >> number & 1]
        return parts[0] if len(parts) == 1 else lambda values: any(part(values) for part in parts)

    def _of(self, condition: Condition) -> Holds:
        match condition:
            case All(parts):
                every = [self._of(part) for part in parts]
                return lambda values: all(part(values) for part in every)
            case Any(parts):
                some = [self._of(part) for part in parts]
                return lambda values: any(part(values) for part in some)
            case Not(part):
                held = self._of(part)
                return lambda values: not held(values)
            case RowMatches(row):
                return self.any_of(self._masks[row])
            case Is(name, codes) if name in self._plan.counts_as_yes:
                counted = self.counted[name]
                return lambda values: ("yes" if counted(values) else values[name]) in codes
        return _test(condition)


def _test(condition: Condition) -> Holds:
    match condition:
        case Is(name, codes):
            return lambda values: values[name] in codes
        case Includes(name, codes):
            return lambda values: not values[name].isdisjoint(codes)
        case Known(name):
            return lambda values: values[name] is not None
        case Under(name, limit):
            return lambda values: (value := values[name]) is not None and value < limit
        case AtLeast(names, limit):
            return lambda values: (
                all(values[name] is not None for name in names) and (sum(values[name] for name in names) >= limit)
            )
        case Within(name, months):
            return lambda values: (day := values[name]) is not None and within_months(day, values[RECEIVED_ON], months)
    raise ValueError(f"a rule's condition holds a {type(condition).__name__}")
