"""Walks the syntax tree as it stands: slow, plain, and the oracle for the compiled form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.triage.domain.anniversary import within_months
from services.triage.domain.plan import ALSO, PANELS, PRIMARY, PRIORITY, ROUTES, Plan
from services.triage.domain.settlement import Settlement
from services.triage.domain.syntax import (
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
)
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
        self._masks = plan.row_masks()

    def signature(self, values: Values) -> int:
        """Bit n is set when clause n holds."""
        answers = self._answers(values)

        def row(name: str) -> bool:
            mask = self._masks[name]
            return any(mask >> n & 1 and _holds(clause, reading) for n, clause in enumerate(self._plan.clauses))

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
    match condition:
        case All(parts):
            return all(_holds(part, reading) for part in parts)
        case Any(parts):
            return any(_holds(part, reading) for part in parts)
        case Not(part):
            return not _holds(part, reading)
        case _:
            return _passes(condition, reading)


def _passes(test: Test, reading: _Reading) -> bool:
    match test:
        case Is(name, codes):
            return reading.value(name) in codes
        case Includes(name, codes):
            several = reading.value(name)
            assert isinstance(several, frozenset | tuple)
            return any(code in several for code in codes)
        case Known(name):
            return reading.value(name) is not None
        case RowMatches(row):
            return reading.row(row)
        case OpenQuestion():
            return reading.open_question()
        case Under(name, limit):
            number = reading.value(name)
            return isinstance(number, int) and number < limit
        case AtLeast(names, limit):
            numbers = [number for number in map(reading.value, names) if isinstance(number, int)]
            return len(numbers) == len(names) and sum(numbers) >= limit
        case WithinMonths(name, months):
            earlier, received = reading.value(name), reading.value(RECEIVED_ON)
            return isinstance(earlier, date) and isinstance(received, date) and within_months(earlier, received, months)
