"""Which clauses stand on which answers and on which other rows: what must be worked out first, and what again."""

from collections.abc import Iterator
from functools import reduce

from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.syntax import Condition, names_in, rows_in


class Circle(Exception):
    """Rows that ask about each other; its text is one of them."""


def in_order(plan: Plan) -> tuple[int, ...]:
    """The clauses so that one that asks about a row comes after that row's. Raises `Circle`."""
    masks = plan.row_masks()
    ordered: dict[int, None] = {}

    def visit(clause: int, above: tuple[int, ...]) -> None:
        if clause in above:
            raise Circle(rows_in(plan.clauses[clause])[0])
        for row in rows_in(plan.clauses[clause]):
            for needed in range(len(plan.clauses)):
                if masks[row] >> needed & 1 and needed not in ordered:
                    visit(needed, (*above, clause))
        ordered.setdefault(clause)

    for clause in range(len(plan.clauses)):
        visit(clause, ())
    return tuple(ordered)


def read_by(plan: Plan) -> dict[str, int]:
    """For each member and answer that any clause reads, the mask of the clauses that may change with it."""
    masks = plan.row_masks()
    direct = [_names(plan, clause) for clause in plan.clauses]
    touched: dict[str, int] = {}
    for clause in in_order(plan):
        for name in direct[clause]:
            touched[name] = touched.get(name, 0) | 1 << clause
        needed = reduce(int.__or__, (masks[row] for row in rows_in(plan.clauses[clause])), 0)
        for name, mask in touched.items():
            if mask & needed:
                touched[name] = mask | 1 << clause
    return touched


def _names(plan: Plan, condition: Condition) -> tuple[str, ...]:
    """The names a condition reads, with those that make an answer count as yes."""
    return tuple(dict.fromkeys(_with_sources(plan, condition)))


def _with_sources(plan: Plan, condition: Condition) -> Iterator[str]:
    for name in names_in(condition):
        yield name
        if name in plan.counts_as_yes:
            yield from names_in(plan.counts_as_yes[name])
