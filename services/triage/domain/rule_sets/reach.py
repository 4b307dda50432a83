"""Finds what a table of rows could never decide: conditions that cannot hold, and cases an earlier row always takes.

Sound, not complete: what is named is wrong, but a proof that nothing else is wrong takes more than comparing words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from services.triage.domain.rule_sets.document import RuleProblem
from services.triage.domain.rule_sets.plan import Plan, PlannedRow, PlannedSuppression
from services.triage.domain.rule_sets.syntax import (
    All,
    Any,
    AtLeast,
    Condition,
    Includes,
    Is,
    Not,
    Test,
    Under,
    tests_in,
)
from services.triage.domain.values import CATEGORY, KIND, STRANDS, WORDED

Codes = dict[str, frozenset[str | None]]


@dataclass(frozen=True, slots=True)
class _Case:
    """One way for a condition to hold: the codes each name may have, and the other tests with how they come out."""

    codes: Codes
    others: frozenset[tuple[Test, bool]]


def check_reach(plan: Plan) -> None:
    """Every condition can hold, every row can be reached, and every strand is read. Raises `RuleProblem`."""
    ways = _Ways(plan)
    for place, mask in _places(plan):
        for number, clause in enumerate(plan.clauses):
            if mask >> number & 1 and not any(map(_possible, ways.of(clause, True))):
                raise RuleProblem(place, "one of its alternatives can never hold. Correct it or take it out.")
    _check_strands(plan)
    for number, later in enumerate(plan.rows):
        for earlier in plan.rows[:number]:
            if _takes(plan, earlier, later):
                _check_not_taken(ways, earlier, later)


def _places(plan: Plan) -> Iterator[tuple[str, int]]:
    yield from ((f"row {planned.row.id}", planned.mask) for planned in plan.rows)
    yield from ((f"panel {each.id}", each.mask) for each in plan.panels)
    yield from ((f"priority {each.id}", each.mask) for each in plan.priorities)
    yield from ((f"suppression {each.id}", each.mask) for each in plan.suppressions)


def _check_strands(plan: Plan) -> None:
    read: set[str] = set()
    for planned in plan.rows:
        for number, clause in enumerate(plan.clauses):
            if planned.mask >> number & 1:
                tests = (test for test in tests_in(clause) if isinstance(test, Includes) and test.name == STRANDS)
                read.update(code for test in tests for code in test.codes)
    for strand in plan.vocabulary.strands:
        if strand not in read:
            last = plan.rows[-1].row.id
            raise RuleProblem(
                "rows", f'the table has a gap: the strand "{strand}" would fall to row {last}. Name it in a row.'
            )


def _takes(plan: Plan, earlier: PlannedRow, later: PlannedRow) -> bool:
    """Whether the later row is not read where the earlier one's condition holds, whatever else is so."""
    ends = earlier.row.ends or (earlier.row.only_first and later.row.only_first)
    may_be_aside = [each for each in plan.suppressions if _touches(each, earlier)]
    return ends and all(_sets_aside(each, later) for each in may_be_aside)


def _touches(each: PlannedSuppression, planned: PlannedRow) -> bool:
    return planned.row.id in each.rows or any(use.route in each.routes for use in planned.routes)


def _sets_aside(each: PlannedSuppression, planned: PlannedRow) -> bool:
    return planned.row.id in each.rows or all(use.route in each.routes for use in planned.routes)


def _check_not_taken(ways: "_Ways", earlier: PlannedRow, later: PlannedRow) -> None:
    before, after = ways.of_row(earlier), ways.of_row(later)
    left = [case for case in after if not any(_covers(other, case) for other in before)]
    if after and not left:
        raise RuleProblem(
            f"row {later.row.id}",
            f"it can never be reached: row {earlier.row.id} takes all its cases. Move it up or take it out.",
        )
    if len(left) < len(after):
        raise RuleProblem(
            f"row {later.row.id}",
            f"it overlaps: row {earlier.row.id} takes one of its alternatives whole. Take it out of one of them.",
        )
    for case in after:
        for other in before:
            for name, codes in _shared(other, case):
                raise RuleProblem(
                    f"row {later.row.id}",
                    f"it overlaps: row {earlier.row.id} takes it where {name} is {', '.join(codes)}. "
                    "Take that out of one of them.",
                )


def _covers(wide: _Case, narrow: _Case) -> bool:
    """Whether the wide case holds whenever the narrow one does."""
    inside = all(name in narrow.codes and narrow.codes[name] <= codes for name, codes in wide.codes.items())
    return inside and wide.others <= narrow.others


def _shared(wide: _Case, narrow: _Case) -> Iterator[tuple[str, list[str]]]:
    """The codes of a name on which alone the two part, that both of them list."""
    for name, codes in wide.codes.items():
        both = codes & narrow.codes.get(name, frozenset())
        if both and _covers(wide, _Case({**narrow.codes, name: both}, narrow.others)):
            yield name, sorted(str(code) for code in both)


def _possible(case: _Case) -> bool:
    if not all(case.codes.values()) or any((test, not holds) in case.others for test, holds in case.others):
        return False
    least = [(test.names, test.limit) for test, holds in case.others if holds and isinstance(test, AtLeast)]
    most = [((test.name,), test.limit) for test, holds in case.others if holds and isinstance(test, Under)]
    return all(limit > 0 for _, limit in most) and not any(
        names == name and at >= under for names, at in least for name, under in most
    )


class _Ways:
    """Takes conditions apart into the cases in which they hold."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        vocabulary = plan.vocabulary
        self._universe: Codes = {
            question.name: frozenset(question.values)
            for question in vocabulary.answers.values()
            if question.type in WORDED
        }
        self._universe |= {KIND: frozenset(vocabulary.kinds), CATEGORY: frozenset({*vocabulary.categories, None})}

    def of_row(self, planned: PlannedRow) -> list[_Case]:
        """Every case in which a row's condition holds."""
        clauses = [clause for number, clause in enumerate(self._plan.clauses) if planned.mask >> number & 1]
        return [case for clause in clauses for case in self.of(clause, True) if _possible(case)]

    def of(self, condition: Condition, holds: bool) -> list[_Case]:
        """Every case in which a condition holds, or does not."""
        match condition:
            case Not(part):
                return self.of(part, not holds)
            case All(parts) | Any(parts):
                ways = [self.of(part, holds) for part in parts]
                if isinstance(condition, All) == holds:
                    return [self._joined(one_of_each) for one_of_each in product(*ways)]
                return [case for each in ways for case in each]
            case Is(name, codes):
                named = frozenset[str | None](codes)
                return [_Case({name: named if holds else self._universe[name] - named}, frozenset())]
            case _:
                return [_Case({}, frozenset({(condition, holds)}))]

    def _joined(self, cases: tuple[_Case, ...]) -> _Case:
        codes: Codes = {}
        for case in cases:
            for name, named in case.codes.items():
                codes[name] = codes.get(name, named) & named
        return _Case(codes, frozenset().union(*(case.others for case in cases)))
