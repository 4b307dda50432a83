"""Turns a plan's syntax trees into Python functions: every name is checked, every literal is its `repr`, no text of a
rule file ever reaches the source."""

from collections.abc import Callable, Sequence
from functools import reduce
from keyword import iskeyword
from typing import Any as Anything

from services.triage.domain.anniversary import within_months
from services.triage.domain.rule_sets.dependence import in_order, read_by
from services.triage.domain.rule_sets.plan import FINDINGS, Plan
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
    names_in,
    tests_in,
)
from services.triage.domain.settlement import Settlement
from services.triage.domain.values import RECEIVED_ON, Value, Values

Asked = Callable[[], bool]
FromAnswers = Callable[[Values], int]
FromFindings = Callable[[Values, Settlement], int]
AtTheEnd = Callable[[Values, Settlement, Asked], int]
Again = Callable[[Value, Values, int], int]


class Compiled:
    """A plan as functions; each attribute answers what the method of that name of `Interpreted` answers."""

    def __init__(self, plan: Plan) -> None:
        writer = _Writer(plan)
        following = plan.following
        clauses = in_order(plan)
        self.signature: FromAnswers = writer.function("signature", writer.clauses(clauses, "0"), "_values")
        self.give: FromFindings = writer.bits("give", following.give)
        self.questions: FromFindings = writer.bits("questions", following.questions)
        self.not_asked: FromFindings = writer.bits("not_asked", following.not_asked)
        self.asked_too: FromFindings = writer.bits("asked_too", following.asked_too)
        self.signpost: AtTheEnd = writer.first("signpost", following.signposts)
        self._writer = writer
        self._touched = read_by(plan)
        self._clauses = clauses
        self._again: dict[str, Again] = {}

    def changed(self, name: str, value: Value, values: Values, signature: int) -> int:
        """The signature when the answer `name` alone has this value instead, all others as gave `signature`."""
        again = self._again.get(name)
        if again is None:
            again = self._again[name] = self._compile_again(name)
        return again(value, values, signature)

    def _compile_again(self, name: str) -> Again:
        """Works out again only the clauses that stand on one answer; made when first wanted."""
        mask = self._touched.get(name, 0)
        clauses = [clause for clause in self._clauses if mask >> clause & 1]
        keep = reduce(int.__or__, (1 << clause for clause in self._clauses if clause not in clauses), 0)
        body = self._writer.clauses(clauses, f"_signature & {keep!r}", instead=name)
        again: Again = self._writer.function(f"changed_{name}", body, "_value", "_values", "_signature")
        return again


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._masks = plan.row_masks()

    def clauses(self, numbers: Sequence[int], start: str, instead: str = "") -> list[str]:
        """The body that collects the bits of some clauses, each after the rows it asks about.

        The name `instead`, if any, is read from the parameter `_value`.
        """
        trees = self._plan.clauses
        lines = self._loads([trees[number] for number in numbers], instead)
        lines.append(f"_bits = {start}")
        for number in numbers:
            lines += [f"if {self._expression(trees[number], '_bits & {}')}:", f"    _bits |= {1 << number}"]
        return [*lines, "return _bits"]

    def bits(self, name: str, trees: Sequence[Condition]) -> Anything:
        """A function of answers and findings whose bit n says whether tree n holds."""
        lines = [*self._loads(trees), "_rows = _found.rows", "_bits = 0"]
        for number, tree in enumerate(trees):
            lines += [f"if {self._expression(tree)}:", f"    _bits |= {1 << number}"]
        return self.function(name, [*lines, "return _bits"], "_values", "_found")

    def first(self, name: str, trees: Sequence[Condition]) -> Anything:
        """A function of answers, findings and the open question: the number of the first tree that holds, or -1."""
        lines = [*self._loads(trees), "_rows = _found.rows"]
        for number, tree in enumerate(trees):
            lines += [f"if {self._expression(tree)}:", f"    return {number!r}"]
        return self.function(name, [*lines, "return -1"], "_values", "_found", "_open_question")

    def function(self, name: str, body: list[str], *parameters: str) -> Anything:
        source = "\n".join([f"def {name}({', '.join(parameters)}):", *(f"    {line}" for line in body)])
        where = f"<rules {self._plan.document.effective_from.isoformat()}: {name}>"
        room: dict[str, Anything] = {"_within_months": within_months, "__builtins__": {}}
        exec(compile(source, where, "exec"), room)
        return room[name]

    def _loads(self, trees: Sequence[Condition], instead: str = "") -> list[str]:
        """Each name the trees read, once, as a local; then the answers that count as yes because of others."""
        names = list(dict.fromkeys(name for tree in trees for name in names_in(tree)))
        counted = [name for name in names if name in self._plan.counts_as_yes]
        sources = [name for each in counted for name in names_in(self._plan.counts_as_yes[each])]
        if any(isinstance(test, WithinMonths) for tree in trees for test in tests_in(tree)):
            sources.append(RECEIVED_ON)
        lines = [self._load(name, instead) for name in dict.fromkeys([*names, *sources])]
        for name in counted:
            lines += [f"if {self._expression(self._plan.counts_as_yes[name])}:", f"    {_safe(name)} = 'yes'"]
        return lines

    def _load(self, name: str, instead: str) -> str:
        if name == instead:
            return f"{_safe(name)} = _value"
        return f"{_safe(name)} = " + (f"_found.{_safe(name)}" if name in FINDINGS else f"_values[{name!r}]")

    def _expression(self, condition: Condition, row: str = "") -> str:
        match condition:
            case All(parts):
                return "(" + " and ".join(self._expression(part, row) for part in parts) + ")"
            case Any(parts):
                return "(" + " or ".join(self._expression(part, row) for part in parts) + ")"
            case Not(part):
                return f"(not {self._expression(part, row)})"
            case RowMatches(name):
                return f"({row.format(repr(self._masks[name]))})" if row else f"({name!r} in _rows)"
            case _:
                return _test(condition)


def _test(test: Test) -> str:
    match test:
        case Is(name, (code,)):
            return f"{_safe(name)} == {code!r}"
        case Is(name, codes):
            return f"{_safe(name)} in {codes!r}"
        case Includes(name, codes):
            held = " or ".join(f"{code!r} in {_safe(name)}" for code in codes)
            return f"({_safe(name)} and ({held}))"
        case Known(name):
            return f"{_safe(name)} is not None"
        case Under(name, limit):
            return f"({_safe(name)} is not None and {_safe(name)} < {limit!r})"
        case AtLeast(names, limit):
            known = " and ".join(f"{_safe(name)} is not None" for name in names)
            return f"({known} and {' + '.join(map(_safe, names))} >= {limit!r})"
        case WithinMonths(name, months):
            return f"({_safe(name)} is not None and _within_months({_safe(name)}, {RECEIVED_ON}, {months!r}))"
        case OpenQuestion():
            return "_open_question()"
        case RowMatches():
            raise AssertionError("a row is known by its mask or by the settlement")


def _safe(name: str) -> str:
    """The name as a local variable. The grammar lets only names of the vocabulary through; this makes sure of it."""
    if not name.isidentifier() or iskeyword(name) or name.startswith("_"):
        raise ValueError("a name of the vocabulary cannot stand in a program")
    return name
