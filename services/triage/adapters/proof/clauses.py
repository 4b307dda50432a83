"""The clauses of a plan over any case at all: each test of the syntax tree as a term of the solver."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any as Anything

from services.triage.adapters.proof.calendar import Day, day_before, months_after, within
from services.triage.adapters.proof.cases import Case, Given, Part, Several, answer_of
from services.triage.adapters.proof.terms import FALSE, TRUE, all_of, any_of, certain, negated
from services.triage.domain.rule_sets.dependence import in_order, read_by
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
    OpenQuestion,
    RowMatches,
    Test,
    Under,
    WithinMonths,
    tests_in,
)
from services.triage.domain.rule_sets.trials import trials_for
from services.triage.domain.values import DATE, RECEIVED_ON, STRANDS

Term = Anything
Row = Callable[[str], Term]

# The values tried of a word or a number do not depend on the day of receipt.
_ANY_DAY = date(2026, 4, 1)


class Reading:
    """A plan prepared once for all the cases it is asked about."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.order = in_order(plan)
        self.touched = read_by(plan)
        self._trials = trials_for(plan)

    def trials(self, name: str, case: Case) -> Iterator[Part]:
        """The values of an answer worth trying, the same as `missing` tries."""
        if name not in self._trials:
            return
        if self.plan.vocabulary.answers[name].type == DATE:
            yield from (Given(TRUE, day) for day in self._days(name, case.day(RECEIVED_ON)))
        else:
            for value in self._trials[name](_ANY_DAY):
                yield answer_of(name, value, self.plan.vocabulary)

    def _days(self, name: str, received: Day) -> Iterator[Day]:
        tests = {test for clause in self.plan.clauses for test in tests_in(clause)}
        yield received
        for months in sorted({test.months for test in tests if isinstance(test, WithinMonths) and test.name == name}):
            earliest = months_after(received, -months)
            yield from (earliest, day_before(earliest))


class Clauses:
    """Every clause of a plan for one case, each worked out once."""

    def __init__(self, reading: Reading, case: Case, known: Mapping[int, Term] | None = None) -> None:
        self.reading = reading
        self.plan = reading.plan
        self.case = case
        self._masks = self.plan.row_masks()
        self.clauses: dict[int, Term] = dict(known or {})
        for number in reading.order:
            if number not in self.clauses:
                self.clauses[number] = self.holds(self.plan.clauses[number], self.row_condition)

    def untouched_by(self, name: str) -> dict[int, Term]:
        """The clauses that do not change with an answer."""
        mask = self.reading.touched.get(name, 0)
        return {number: term for number, term in self.clauses.items() if not mask >> number & 1}

    def any_of(self, mask: int) -> Term:
        """Whether one of these clauses holds."""
        return any_of(*(term for number, term in self.clauses.items() if mask >> number & 1))

    def row_condition(self, row: str) -> Term:
        """Whether a row's condition holds, whatever becomes of the row."""
        return self.any_of(self._masks[row])

    def unknown(self, name: str) -> Term:
        """Whether nobody gave an answer."""
        part = self.case.parts[name]
        return FALSE if isinstance(part, Several) else part.unknown

    def holds(self, condition: Condition, row: Row) -> Term:
        """Whether a condition holds; `row` answers for the rows it asks about."""
        match condition:
            case All(parts):
                return all_of(*(self.holds(part, row) for part in parts))
            case Any(parts):
                return any_of(*(self.holds(part, row) for part in parts))
            case Not(part):
                return negated(self.holds(part, row))
            case RowMatches(name):
                return row(name)
            case _:
                return self.passes(condition)

    def passes(self, test: Test) -> Term:
        """Whether a test of the answers is passed."""
        case = self.case
        match test:
            case Is(name, codes):
                return self._is(name, codes)
            case Includes(name, codes):
                assert name == STRANDS
                return any_of(*(case.strand(code) for code in codes))
            case Known(name):
                return case.given(name).known
            case Under(name, limit):
                return all_of(case.given(name).known, certain(case.number(name) < limit))
            case AtLeast(names, limit):
                known = (case.given(name).known for name in names)
                return all_of(*known, certain(sum(case.number(name) for name in names) >= limit))
            case WithinMonths(name, months):
                earlier, received = case.day(name), case.day(RECEIVED_ON)
                return all_of(case.given(name).known, within(earlier, received, months_after(earlier, months)))
            case RowMatches() | OpenQuestion():
                raise AssertionError("rows and open questions are found, not answered")

    def _is(self, name: str, codes: tuple[str, ...]) -> Term:
        given = self.case.code(name).among(codes)
        tree = self.plan.counts_as_yes.get(name)
        if tree is None:
            return given
        counts = self.holds(tree, self.row_condition)
        return any_of(counts, given) if "yes" in codes else all_of(negated(counts), given)
