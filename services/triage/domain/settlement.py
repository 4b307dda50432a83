"""What follows from a signature, always the same: which rows match, which routes stand, panels and priority."""

from dataclasses import dataclass

from services.triage.domain.rule_sets.document import PRIORITIES, Priority
from services.triage.domain.rule_sets.plan import Plan, PlannedRoute, PlannedRow


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """What is found for one signature.

    `rows` are those that match. `routes` are those that stand, each once, in the order of the rows, the primary first;
    `uses` are the same with who does it. `withheld` are the closing routes that would stand beside the primary if more
    were known.
    """

    signature: int
    rows: frozenset[str]
    uses: tuple[PlannedRoute, ...]
    withheld: tuple[str, ...]
    primary: str
    also: tuple[str, ...]
    routes: tuple[str, ...]
    panels: tuple[str, ...]
    priority: Priority

    def same_as(self, other: "Settlement") -> bool:
        """Whether primary, also, panels and priority are the same, in the same order."""
        return self.routes == other.routes and self.panels == other.panels and self.priority == other.priority


class Settling:
    """Settles signatures of one plan: walks the rows in order, once, over masks prepared beforehand."""

    def __init__(self, plan: Plan) -> None:
        *rows, self._otherwise = plan.rows
        self._rows = [(planned, planned.mask, planned.row.id, _without_choice(planned)) for planned in rows]
        self._suppressions = [(each.mask, each.rows, each.routes) for each in plan.suppressions]
        self._closing = frozenset(plan.document.closing.routes)
        self._closing_mask = plan.closing_mask
        self._panels = [(panel.mask, panel.id) for panel in plan.panels]
        rank = PRIORITIES.index
        self._ranks = {planned.row.id: rank(planned.row.priority or PRIORITIES[-1]) for planned in plan.rows}
        self._raising = [(each.mask, rank(each.priority)) for each in (*plan.panels, *plan.priorities)]

    def settle(self, signature: int) -> Settlement:
        """The settlement of a signature: pure, so it may be remembered."""
        rows, uses = self._walk(signature)
        primary, *beside = uses
        also = tuple(beside)
        withheld: tuple[str, ...] = ()
        if beside and signature & self._closing_mask:
            withheld = tuple(route for route in beside if route in self._closing)
            also = tuple(route for route in beside if route not in self._closing) if withheld else also
        routes = (primary, *also)
        return Settlement(
            signature,
            frozenset(rows),
            tuple([uses[route] for route in routes]),
            withheld,
            primary,
            also,
            routes,
            tuple([panel for mask, panel in self._panels if signature & mask]),
            PRIORITIES[self._rank(signature, rows)],
        )

    def _walk(self, signature: int) -> tuple[list[str], dict[str, PlannedRoute]]:
        """The rows that match and their routes. A row whose every route is set aside does not match."""
        no_rows, no_routes = self._set_aside(signature)
        rows: list[str] = []
        uses: dict[str, PlannedRoute] = {}
        first = False
        for planned, mask, name, always in self._rows:
            if not signature & mask or name in no_rows or (first and planned.row.only_first):
                continue
            stand = always or leads(planned, signature)
            if no_routes:
                stand = tuple([use for use in stand if use.route not in no_routes])
            if not stand:
                continue
            rows.append(name)
            for use in stand:
                uses.setdefault(use.route, use)
            if planned.row.ends:
                break
            first = first or planned.row.only_first
        if not rows:
            rows.append(self._otherwise.row.id)
            uses = {use.route: use for use in self._otherwise.routes}
        return rows, uses

    def _set_aside(self, signature: int) -> tuple[set[str], set[str]]:
        no_rows: set[str] = set()
        no_routes: set[str] = set()
        for mask, rows, routes in self._suppressions:
            if signature & mask:
                no_rows.update(rows)
                no_routes.update(routes)
        return no_rows, no_routes

    def _rank(self, signature: int, rows: list[str]) -> int:
        """The place of the highest priority that any matched row, panel or priority row gives."""
        ranks = [self._ranks[row] for row in rows]
        ranks += [rank for mask, rank in self._raising if signature & mask]
        return min(ranks)


def leads(planned: PlannedRow, signature: int) -> tuple[PlannedRoute, ...]:
    """The routes a row leads to when it matches, before any is set aside."""
    return tuple([use for use in planned.routes if use.mask is None or signature & use.mask])


def _without_choice(planned: PlannedRow) -> tuple[PlannedRoute, ...]:
    """The routes of a row that leads to all of them whenever it matches; none where that depends on the case."""
    return planned.routes if all(use.mask is None for use in planned.routes) else ()
