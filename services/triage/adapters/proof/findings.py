"""What the rules find for any case at all: the same steps as in earnest, row by row, over terms instead of values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any as Anything

from services.triage.adapters.proof.cases import Case, Part
from services.triage.adapters.proof.clauses import Clauses, Reading
from services.triage.adapters.proof.terms import FALSE, TRUE, all_of, any_of, either, negated
from services.triage.domain.rule_sets.document import PRIORITIES, Priority
from services.triage.domain.rule_sets.plan import ALSO, FINDINGS, PANELS, PRIMARY, PRIORITY, ROUTES, PlannedRoute
from services.triage.domain.rule_sets.syntax import Condition, Includes, Is, OpenQuestion, Test

Term = Anything
OUTCOMES = ("emergency", "open_case", "ask", "signpost")


@dataclass(frozen=True, slots=True)
class Use:
    """A route of a row in this case: whether it stands, and whether it is the first of all."""

    row: str
    use: PlannedRoute
    stands: Term
    first: Term


class Findings(Clauses):
    """Every step from a case to its outcome, each worked out when first wanted."""

    def __init__(self, reading: Reading, case: Case, known: Mapping[int, Term] | None = None) -> None:
        super().__init__(reading, case, known)
        self._others: dict[str, list[Findings]] = {}

    def with_answer(self, name: str, part: Part) -> "Findings":
        """What is found when one answer alone is another; what does not read it is not worked out again."""
        return Findings(self.reading, self.case.with_part(name, part), self.untouched_by(name))

    @cached_property
    def _walk(self) -> tuple[dict[str, Term], tuple[Use, ...]]:
        """The rows that match, and their routes in order."""
        rows: dict[str, Term] = {}
        uses: list[Use] = []
        nothing_yet, first_taken, ended = TRUE, FALSE, FALSE
        for planned in self.plan.rows:
            row = planned.row
            if row.otherwise:
                stands = [(use, nothing_yet) for use in planned.routes]
            else:
                shut = any_of(self.set_aside(row.id), ended, first_taken if row.only_first else FALSE)
                open_ = all_of(self.any_of(planned.mask), negated(shut))
                stands = [(use, all_of(open_, self.leads(use))) for use in planned.routes]
            matches = any_of(*(term for _, term in stands))
            for use, term in stands:
                uses.append(Use(row.id, use, term, all_of(term, nothing_yet)))
                nothing_yet = all_of(nothing_yet, negated(term)) if not row.otherwise else nothing_yet
            rows[row.id] = matches
            first_taken = any_of(first_taken, matches) if row.only_first else first_taken
            ended = any_of(ended, matches) if row.ends else ended
        return rows, tuple(uses)

    @property
    def rows(self) -> Mapping[str, Term]:
        """For each row, whether it matches."""
        return self._walk[0]

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every route of every row, in order."""
        return self._walk[1]

    @cached_property
    def primary(self) -> Mapping[str, Term]:
        """For each route, whether it is the primary one."""
        return self._by_route(lambda each: each.first)

    @cached_property
    def also(self) -> Mapping[str, Term]:
        """For each route, whether it stands beside the primary one."""
        beside = negated(self.any_of(self.plan.closing_mask))
        closing = self.plan.document.closing.routes
        stands = self._by_route(lambda each: each.stands)
        return {
            route: all_of(term, negated(self.primary[route]), beside if route in closing else TRUE)
            for route, term in stands.items()
        }

    def route(self, name: str) -> Term:
        """Whether a route stands at all, first or beside; one the set does not know never does."""
        return any_of(self.primary[name], self.also[name]) if name in self.primary else FALSE

    @cached_property
    def panels(self) -> Mapping[str, Term]:
        """For each panel, whether the case goes before it."""
        return {each.id: self.any_of(each.mask) for each in self.plan.panels}

    @cached_property
    def priority(self) -> Mapping[str, Term]:
        """For each priority, whether it is the case's."""
        given: dict[Priority, list[Term]] = {name: [] for name in PRIORITIES}
        for planned in self.plan.rows:
            given[planned.row.priority or PRIORITIES[-1]].append(self.rows[planned.row.id])
        for each in (*self.plan.panels, *self.plan.priorities):
            given[each.priority].append(self.any_of(each.mask))
        found: dict[str, Term] = {}
        for name in PRIORITIES:
            found[name] = all_of(any_of(*given[name]), negated(any_of(*found.values())))
        return found

    @cached_property
    def changes(self) -> tuple[Term, ...]:
        """For each change of a signpost, whether it is the one that decides."""
        trees = [self.after(tree) for tree in self.plan.following.signposts]
        return tuple(all_of(tree, *(negated(before) for before in trees[:n])) for n, tree in enumerate(trees))

    @cached_property
    def outcome(self) -> Mapping[str, Term]:
        """For each outcome, whether it is the case's."""
        routes = self.plan.document.routes
        found: dict[str, list[Term]] = {name: [] for name in OUTCOMES}
        for each in self.uses:
            found[each.use.outcome or routes[each.use.route].outcome].append(each.first)
        signpost = any_of(*found["signpost"])
        found["signpost"] = [all_of(signpost, negated(any_of(*self.changes)))]
        for change, term in zip(self.plan.document.signposts, self.changes, strict=True):
            found[change.outcome].append(all_of(signpost, term))
        return {name: any_of(*terms) for name, terms in found.items()}

    def gift(self, name: str) -> Term:
        """Whether something is given."""
        gifts = zip(self.plan.document.give, self.plan.following.give, strict=True)
        return any_of(*(self.after(tree) for gift, tree in gifts if gift.id == name))

    @cached_property
    def open_question(self) -> Term:
        """Whether an unknown answer of the question set would change the primary route."""
        groups = zip(self.plan.document.questions, self.plan.following.questions, strict=True)
        asked = ((self.after(tree), name) for group, tree in groups for name in group.answers)
        return any_of(*(all_of(open_, self._changes_primary(name)) for open_, name in asked))

    def surely_missing(self, name: str) -> Term:
        """Whether an answer is unknown, is asked for, and would change primary, panels or priority."""
        missing = self.plan.document.missing
        if name in missing.never:
            return FALSE
        passed = zip(missing.not_while, self.plan.following.not_asked, strict=True)
        asked = [negated(self.after(tree)) for each, tree in passed if name in each.answers]
        changes = [
            term
            for other in self._found_otherwise(name)
            for term in (
                _differ(self.primary, other.primary),
                _differ(self.panels, other.panels),
                _differ(self.priority, other.priority),
            )
        ]
        return all_of(self.unknown(name), *asked, any_of(*changes))

    def after(self, condition: Condition) -> Term:
        """Whether a condition over what was found holds."""
        return self.holds(condition, self.rows.__getitem__)

    def passes(self, test: Test) -> Term:
        """Whether a test of the answers, or of what was found, is passed."""
        match test:
            case OpenQuestion():
                return self.open_question
            case Is(name, codes) if name in FINDINGS:
                found = {PRIMARY: self.primary, PRIORITY: self.priority}[name]
                return any_of(*(found[code] for code in codes))
            case Includes(name, codes) if name in FINDINGS:
                held: Callable[[str], Term] = {
                    ALSO: self.also.__getitem__,
                    ROUTES: self.route,
                    PANELS: self.panels.__getitem__,
                }[name]
                return any_of(*(held(code) for code in codes))
            case _:
                return super().passes(test)

    def leads(self, use: PlannedRoute) -> Term:
        """Whether a row that matches leads to this route, and nothing sets the route aside."""
        aside = [self.any_of(each.mask) for each in self.plan.suppressions if use.route in each.routes]
        return all_of(TRUE if use.mask is None else self.any_of(use.mask), negated(any_of(*aside)))

    def set_aside(self, row: str) -> Term:
        """Whether a suppression keeps a row from matching."""
        return any_of(*(self.any_of(each.mask) for each in self.plan.suppressions if row in each.rows))

    def _by_route(self, what: Callable[[Use], Term]) -> dict[str, Term]:
        found: dict[str, list[Term]] = {route: [] for route in self.plan.document.routes}
        for each in self.uses:
            found[each.use.route].append(what(each))
        return {route: any_of(*terms) for route, terms in found.items()}

    def _changes_primary(self, name: str) -> Term:
        differing = (_differ(self.primary, other.primary) for other in self._found_otherwise(name))
        return all_of(self.unknown(name), any_of(*differing))

    def _found_otherwise(self, name: str) -> list["Findings"]:
        """What is found under each value of an answer that is worth trying."""
        if name not in self._others:
            self._others[name] = [self.with_answer(name, part) for part in self.reading.trials(name, self.case)]
        return self._others[name]


def _differ(ours: Mapping[str, Term], theirs: Mapping[str, Term]) -> Term:
    return any_of(*(either(ours[name], theirs[name]) for name in ours))
