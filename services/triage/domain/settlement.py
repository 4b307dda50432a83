"""What follows from a signature: which rows match, which routes stand, which panels, which priority; always the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from services.triage.domain.plan import Plan, PlannedRoute, PlannedRow
from services.triage.domain.rule_document import PRIORITIES, Priority

State = Literal["matched", "not_matched", "suppressed", "not_reached"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one row came out; `by` is the suppression or earlier row that stood in the way.

    `routes` are the routes it leads to here, `set_aside` those a suppression took from it.
    """

    row: str
    state: State
    by: str | None = None
    routes: tuple[PlannedRoute, ...] = ()
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is found for one signature. `uses` are the routes, the primary first, each once, in the order of the rows.

    `withheld` are the closing routes that would stand beside the primary if more were known.
    """

    signature: int
    verdicts: tuple[Verdict, ...]
    rows: frozenset[str]
    uses: tuple[PlannedRoute, ...]
    withheld: tuple[str, ...]
    primary: str
    also: tuple[str, ...]
    routes: tuple[str, ...]
    panels: tuple[str, ...]
    priority: Priority

    def same_as(self, other: "Settlement") -> bool:
        """Whether primary, also, panels and priority are the same; who does it and how soon follow from them."""
        return (
            self.primary == other.primary
            and self.also == other.also
            and self.panels == other.panels
            and self.priority == other.priority
        )


def settle(plan: Plan, signature: int) -> Settlement:
    """The settlement of a signature: pure, so it may be remembered."""
    verdicts = tuple(_verdicts(plan, signature))
    uses: dict[str, PlannedRoute] = {}
    for verdict in verdicts:
        for use in verdict.routes:
            uses.setdefault(use.route, use)
    primary, *beside = uses
    withheld: tuple[str, ...] = ()
    if beside and signature & plan.closing_mask:
        withheld = tuple(route for route in beside if route in plan.document.closing.routes)
    also = tuple(route for route in beside if route not in withheld)
    rows = frozenset(verdict.row for verdict in verdicts if verdict.state == "matched")
    return Settlement(
        signature=signature,
        verdicts=verdicts,
        rows=rows,
        uses=tuple(uses[route] for route in (primary, *also)),
        withheld=withheld,
        primary=primary,
        also=also,
        routes=(primary, *also),
        panels=tuple(panel.id for panel in plan.panels if signature & panel.mask),
        priority=_priority(plan, signature, rows),
    )


def _verdicts(plan: Plan, signature: int) -> Iterator[Verdict]:
    """Each row in order. A row that would lead nowhere because its routes are set aside does not match either."""
    active = [each for each in reversed(plan.suppressions) if signature & each.mask]
    no_row = {row: each.id for each in active for row in each.rows}
    no_route = {route: each.id for each in active for route in each.routes}
    any_row = first = ended = None
    for planned in plan.rows:
        row = planned.row
        if row.otherwise:
            yield Verdict(row.id, "not_matched", any_row) if any_row else Verdict(row.id, "matched", routes=planned.routes)
        elif not signature & planned.mask:
            yield Verdict(row.id, "not_matched")
        elif ended or (first and row.only_first):
            yield Verdict(row.id, "not_reached", ended or first)
        elif row.id in no_row:
            yield Verdict(row.id, "suppressed", no_row[row.id])
        else:
            verdict = _match(planned, signature, no_route)
            if verdict.state == "matched":
                any_row = any_row or row.id
                first = first or (row.id if row.only_first else None)
                ended = row.id if row.ends else None
            yield verdict


def _match(planned: PlannedRow, signature: int, no_route: dict[str, str]) -> Verdict:
    leads = [use for use in planned.routes if use.mask is None or signature & use.mask]
    stand = tuple(use for use in leads if use.route not in no_route)
    set_aside = tuple(use.route for use in leads if use.route in no_route)
    if stand:
        return Verdict(planned.row.id, "matched", routes=stand, set_aside=set_aside)
    return Verdict(planned.row.id, "suppressed", no_route[set_aside[0]] if set_aside else None, set_aside=set_aside)


def _priority(plan: Plan, signature: int, rows: frozenset[str]) -> Priority:
    """The highest priority any matched row, panel or priority row gives."""
    given = {planned.row.priority for planned in plan.rows if planned.row.id in rows}
    given |= {each.priority for each in (*plan.panels, *plan.priorities) if signature & each.mask}
    return next((priority for priority in PRIORITIES if priority in given), PRIORITIES[-1])
