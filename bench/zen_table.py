"""The peer for decisions: the rows of the policy as a decision table of zen-engine, first hit wins.

It covers the primary row alone. Its answers that count as yes are worked out for it beforehand, each row's alternatives
stand as lines of their own, and alternatives that lean on an earlier row are left out, for that row then hits first.
Panels, priority, what stands beside the primary, reasons and missing answers it does not give.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from typing import Any as Anything

import zen

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
    names_in,
)
from services.triage.domain.values import Values

Line = tuple[Condition, ...]
"""The tests that must all hold."""


class ZenTable:
    """One plan's rows as a decision table."""

    def __init__(self, plan: Plan) -> None:
        self._rows = [each for each in plan.rows if not each.row.otherwise]
        self._clauses = plan.clauses
        self._masks = plan.row_masks()
        lines = [(line, row.row.id) for row in self._rows for line in self._lines(row.row.id)]
        self.names = tuple(dict.fromkeys(name for line, _ in lines for test in line for name in names_in(test)))
        self.lines = len(lines) + 1
        content = json.dumps(_document(self.names, lines, plan.rows[-1].row.id))
        self._decision = zen.ZenEngine().create_decision(content)

    def context(self, values: Values, counted: Callable[[str], bool]) -> dict[str, Anything]:
        """A case as the engine takes it."""
        return {name: "yes" if counted(name) else _plain(values[name]) for name in self.names}

    def primary_row(self, context: dict[str, Anything] | bytes) -> str:
        """The first row that hits, for a context or its JSON."""
        found: str = self._decision.evaluate(context)["result"]["row"]
        return found

    def _lines(self, row: str) -> Iterator[Line]:
        earlier = list(itertools.takewhile(lambda each: each.row.id != row, self._rows))
        hit_before = {each.row.id for each in earlier}
        for number, clause in enumerate(self._clauses):
            if self._masks[row] >> number & 1:
                for line in self._alternatives(clause):
                    if not any(isinstance(test, RowMatches) and test.row in hit_before for test in line):
                        yield from self._without_rows(line)

    def _without_rows(self, line: Line) -> Iterator[Line]:
        """The same with each later row it asks about replaced by that row's own alternatives."""
        choices = [list(self._lines_of_later(test.row)) if isinstance(test, RowMatches) else [(test,)] for test in line]
        for parts in itertools.product(*choices):
            yield tuple(itertools.chain.from_iterable(parts))

    def _lines_of_later(self, row: str) -> Iterator[Line]:
        for number, clause in enumerate(self._clauses):
            if self._masks[row] >> number & 1:
                yield from self._alternatives(clause)

    def _alternatives(self, condition: Condition) -> Iterator[Line]:
        match condition:
            case Any(parts):
                for part in parts:
                    yield from self._alternatives(part)
            case All(parts):
                for line in itertools.product(*(list(self._alternatives(part)) for part in parts)):
                    yield tuple(itertools.chain.from_iterable(line))
            case _:
                yield (condition,)


def _plain(value: Anything) -> Anything:
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, str | int) else value.isoformat()


def _document(names: tuple[str, ...], lines: list[tuple[Line, str]], otherwise: str) -> dict[str, Anything]:
    inputs = [{"id": name, "name": name, "field": name} for name in names]
    rules = [_rule(number, line, row) for number, (line, row) in enumerate(lines)]
    table = {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": [{"id": "row", "name": "row", "field": "row"}],
        "rules": [*rules, {"_id": "otherwise", "row": json.dumps(otherwise)}],
    }
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {"id": "rows", "type": "decisionTableNode", "name": "rows", "position": {"x": 1, "y": 0}, "content": table},
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rows", "type": "edge"},
            {"id": "2", "sourceId": "rows", "targetId": "out", "type": "edge"},
        ],
    }


def _rule(number: int, line: Line, row: str) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for test in line:
        cells.setdefault(names_in(test)[0], []).append(_cell(test))
    return {"_id": str(number), "row": json.dumps(row), **{name: " and ".join(each) for name, each in cells.items()}}


def _cell(test: Condition) -> str:
    """One cell in the engine's own language, where `$` is the column's value."""
    match test:
        case Is(_, (code,)):
            return json.dumps(code)
        case Is(_, codes):
            return ", ".join(map(json.dumps, codes))
        case Not(Is(_, codes)):
            return f"$ not in {json.dumps(list(codes))}"
        case Includes(_, codes):
            return f"some($, # in {json.dumps(list(codes))})"
        case Known(_):
            return "$ != null"
        case Not(Known(_)):
            return "$ == null"
        case Under(_, limit):
            return f"$ != null and $ < {limit}"
        case AtLeast((_,), limit):
            return f"$ != null and $ >= {limit}"
    raise ValueError(f"a row holds a {type(test).__name__}, for which no cell is written")
