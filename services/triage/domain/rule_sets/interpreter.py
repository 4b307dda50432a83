"""Walks the syntax tree as it stands: slow, plain, and the oracle for the compiled form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.triage.domain.anniversary import within_months
from services.triage.domain.rule_sets.plan import ALSO, PANELS, PRIMARY, PRIORITY, ROUTES, Plan
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
    Under,
    WithinMonths,
)
from services.triage.domain.settlement import Settlement
from services.triage.domain.values import RECEIVED_ON, Value, Values

Asked = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where the names of a condition get their values: the answers, other rows, and what was found."""

    value: Callable[[str], Value | tuple[str, ...]]
    row: Callable[[str], bool]
    open_question: Asked


class Interpreted:
    """A plan evaluated clause by clause; the same questions as `Compiled` answers."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of_row = {
            name: [clause for number, clause in enumerate(plan.clauses) if mask >> number & 1]
            for name, mask in plan.row_masks().items()
        }

    def signature(self, values: Values) -> int:
        """Bit n is set when clause n holds."""
        answers = self._answers(values)

        def row(name: str) -> bool:
            return any(_holds(clause, reading) for clause in self._of_row[name])

        reading = _Reading(answers, row, _no_question)
        return sum(1 << n for n, clause in enumerate(self._plan.clauses) if _holds(clause, reading))

    def changed(self, name: str, value: Value, values: Values, signature: int) -> int:
        """The signature when the answer `name` alone has this value instead, all others as gave `signature`."""
        return self.signature({**values, name: value})

    def signpost(self, values: Values, found: Settlement, open_question: Asked) -> int:
        """The number of the first change of a signpost that holds, or -1."""
        reading = self._found(values, found, open_question)
        trees = self._plan.following.signposts
        return next((number for number, tree in enumerate(trees) if _holds(tree, reading)), -1)

    def questions(self, values: Values, found: Settlement) -> int:
        """Bit n is set when the question group n must be known before a signpost is final."""
        return self._bits(self._plan.following.questions, values, found)

    def give(self, values: Values, found: Settlement) -> int:
        """Bit n is set when gift n is given."""
        return self._bits(self._plan.following.give, values, found)

    def not_asked(self, values: Values, found: Settlement) -> int:
        """Bit n is set when the exception n keeps its answers from being listed."""
        return self._bits(self._plan.following.not_asked, values, found)

    def asked_too(self, values: Values, found: Settlement) -> int:
        """Bit n is set when the exception n has its answer listed."""
        return self._bits(self._plan.following.asked_too, values, found)

    def _bits(self, trees: tuple[Condition, ...], values: Values, found: Settlement) -> int:
        reading = self._found(values, found, _no_question)
        return sum(1 << n for n, tree in enumerate(trees) if _holds(tree, reading))

    def _answers(self, values: Values) -> Callable[[str], Value]:
        raw = _Reading(values.__getitem__, lambda _: False, _no_question)

        def value(name: str) -> Value:
            tree = self._plan.counts_as_yes.get(name)
            return "yes" if tree is not None and _holds(tree, raw) else values[name]

        return value

    def _found(self, values: Values, found: Settlement, open_question: Asked) -> _Reading:
        answers = self._answers(values)
        findings: dict[str, str | tuple[str, ...]] = {
            PRIMARY: found.primary,
            ALSO: found.also,
            ROUTES: found.routes,
            PANELS: found.panels,
            PRIORITY: found.priority,
        }

        def value(name: str) -> Value | tuple[str, ...]:
            return findings[name] if name in findings else answers(name)

        return _Reading(value, found.rows.__contains__, open_question)


def _no_question() -> bool:
    raise AssertionError("only the change of a signpost may ask for open questions")


def _holds(condition: Condition, reading: _Reading) -> bool:
    return _WALKS[type(condition)](condition, reading)


def _all(condition: All, reading: _Reading) -> bool:
    return all(_holds(part, reading) for part in condition.parts)


def _any(condition: Any, reading: _Reading) -> bool:
    return any(_holds(part, reading) for part in condition.parts)


def _not(condition: Not, reading: _Reading) -> bool:
    return not _holds(condition.part, reading)


def _is(test: Is, reading: _Reading) -> bool:
    return reading.value(test.name) in test.codes


def _includes(test: Includes, reading: _Reading) -> bool:
    several = reading.value(test.name)
    assert isinstance(several, frozenset | tuple)
    return any(code in several for code in test.codes)


def _known(test: Known, reading: _Reading) -> bool:
    return reading.value(test.name) is not None


def _row_matches(test: RowMatches, reading: _Reading) -> bool:
    return reading.row(test.row)


def _open_question(_: OpenQuestion, reading: _Reading) -> bool:
    return reading.open_question()


def _under(test: Under, reading: _Reading) -> bool:
    number = reading.value(test.name)
    return isinstance(number, int) and number < test.limit


def _at_least(test: AtLeast, reading: _Reading) -> bool:
    numbers = [number for number in map(reading.value, test.names) if isinstance(number, int)]
    return len(numbers) == len(test.names) and sum(numbers) >= test.limit


def _within_months(test: WithinMonths, reading: _Reading) -> bool:
    earlier, received = reading.value(test.name), reading.value(RECEIVED_ON)
    return isinstance(earlier, date) and isinstance(received, date) and within_months(earlier, received, test.months)


# Walked hundreds of thousands of times by a proof: to look the kind up is half the time of asking for each in turn.
_WALKS: dict[type, Callable[..., bool]] = {
    All: _all,
    Any: _any,
    Not: _not,
    Is: _is,
    Includes: _includes,
    Known: _known,
    RowMatches: _row_matches,
    OpenQuestion: _open_question,
    Under: _under,
    AtLeast: _at_least,
    WithinMonths: _within_months,
}
