"""What must hold of a rule set before anybody is judged by it; the first thing that does not is named with its cure."""

import re
from collections.abc import Iterable

from services.triage.domain.rule_sets.dependence import Circle, in_order
from services.triage.domain.rule_sets.document import PRIORITIES, RuleDocument, RuleProblem
from services.triage.domain.rule_sets.grammar import expected
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.syntax import AtLeast, Condition, names_in, rows_in, tests_in
from services.triage.domain.values import TEXT, YES_NO, Vocabulary

_DURATION = re.compile(r"P(\d+D|T\d+H|T0S)")


def check_document(document: RuleDocument, vocabulary: Vocabulary) -> None:
    """Ids, routes and the names outside conditions. Raises `RuleProblem`."""
    _check_ids(document)
    _check_catch_all(document)
    _check_routes(document, vocabulary)
    _check_suppressions(document)
    _check_named_answers(document, vocabulary)


def check_plan(plan: Plan) -> None:
    """What can only be seen once the conditions are trees. Raises `RuleProblem`."""
    _check_rows_asked_about(plan)
    _check_sums(plan)
    for name, condition in plan.counts_as_yes.items():
        question = plan.vocabulary.answers.get(name)
        if question is None or question.type != YES_NO:
            raise RuleProblem(f"counts_as_yes, {name}", "only an answer of yes or no can count as yes. Name one.")
        if set(names_in(condition)) & set(plan.counts_as_yes):
            raise RuleProblem(f"counts_as_yes, {name}", "it reads another such answer. Write that one's condition out.")


def _check_ids(document: RuleDocument) -> None:
    named = [
        *((f"row {row.id}", row.id) for row in document.rows),
        *((f"panel {each.id}", each.id) for each in document.panels),
        *((f"priority {each.id}", each.id) for each in document.priorities),
        *((f"suppression {each.id}", each.id) for each in document.suppressions),
        *((f"signpost {each.id}", each.id) for each in document.signposts),
        *((f"give {each.id}", f"give {each.id}") for each in document.give),
    ]
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            raise RuleProblem(place, "another entry has this id already. Give each its own.")
        seen.add(name)
    numbers = [row.number for row in document.rows]
    if numbers != sorted(set(numbers)):
        raise RuleProblem("rows", "their numbers must rise from row to row. Number them in the order of the policy.")


def _check_catch_all(document: RuleDocument) -> None:
    """Without a last row for everything else, some cases would come out of the table with nobody to deal with them."""
    *earlier, last = document.rows or (None,)
    if last is None or not last.otherwise:
        place = f"row {last.id}" if last else "rows"
        raise RuleProblem(place, 'the table has a gap: end it with a row that says "otherwise = true".')
    for row in earlier:
        if row is not None and row.otherwise:
            raise RuleProblem(f"row {row.id}", "only the last row may say otherwise. Give this one a condition.")
        if row is not None and row.when is None:
            raise RuleProblem(f"row {row.id}", 'it has no condition. Add "when".')
    if last.when is not None or any(use.when is not None for use in last.routes):
        raise RuleProblem(f"row {last.id}", 'the row for everything else takes no condition. Take "when" out.')


def _check_routes(document: RuleDocument, vocabulary: Vocabulary) -> None:
    for row in document.rows:
        if not row.routes:
            raise RuleProblem(f"row {row.id}, routes", "it leads nowhere. Name a route.")
        _all_known(f"row {row.id}, routes", "route", (use.route for use in row.routes), document.routes)
    _all_known("closing, routes", "route", document.closing.routes, document.routes)
    texts = [name for name, question in vocabulary.answers.items() if question.type == TEXT]
    for name, route in document.routes.items():
        place = f"routes, {name}"
        _all_known(f"{place}, destination_by_strand", "strand", route.destination_by_strand, vocabulary.strands)
        if route.destination_from is not None:
            _all_known(f"{place}, destination_from", "text answer", [route.destination_from], texts)
        for priority in PRIORITIES if route.time_frame else ():
            if not _DURATION.fullmatch(getattr(route.time_frame, priority)):
                raise RuleProblem(f"{place}, time_frame", f'"{priority}" is no duration such as P2D, PT24H or PT0S.')


def _check_suppressions(document: RuleDocument) -> None:
    rows = {row.id: row for row in document.rows}
    last = document.rows[-1]
    for each in document.suppressions:
        place = f"suppression {each.id}"
        _all_known(f"{place}, rows", "row", each.rows, rows)
        _all_known(f"{place}, routes", "route", each.routes, document.routes)
        if {use.route for use in last.routes} & set(each.routes):
            raise RuleProblem(place, f"it would leave row {last.id} without a route. Take that route out.")


def _check_named_answers(document: RuleDocument, vocabulary: Vocabulary) -> None:
    answers = vocabulary.answers
    outcomes = [*document.routes, *(panel.id for panel in document.panels), *PRIORITIES]
    for number, group in enumerate(document.questions, 1):
        _all_known(f"questions {number}, answers", "answer", group.answers, answers)
    _all_known("missing, never", "answer", document.missing.never, answers)
    for number, exception in enumerate(document.missing.not_while, 1):
        _all_known(f"missing, not_while {number}", "answer", exception.answers, answers)
    for number, asked in enumerate(document.missing.also, 1):
        _all_known(f"missing, also {number}", "answer", [asked.answer], answers)
        _all_known(f"missing, also {number}, could_become", "route, panel or priority", asked.could_become, outcomes)


def _check_rows_asked_about(plan: Plan) -> None:
    """A row that others ask about must match exactly when its condition holds, whatever else is in the table."""
    asked = {row for clause in plan.clauses for row in rows_in(clause)}
    suppressed = {row for each in plan.document.suppressions for row in each.rows}
    routes = {route for each in plan.document.suppressions for route in each.routes}
    ended = False
    for row in plan.document.rows:
        stands = any(use.when is None and use.route not in routes for use in row.routes)
        if row.id in asked and (row.id in suppressed or row.only_first or ended or not stands):
            raise RuleProblem(
                f"row {row.id}",
                "another row, panel or suppression asks about it, so it may not be suppressed, come after a row that "
                "ends, or be one of which only the first counts. Ask about its condition instead.",
            )
        ended = ended or row.ends
    try:
        in_order(plan)
    except Circle as circle:
        raise RuleProblem(f"row {circle}", "it asks about a row that asks about it. Break the circle.") from None


def _check_sums(plan: Plan) -> None:
    """A sum has no threshold of its own to try, so an unknown part of it could not be shown to matter."""
    for row in plan.document.rows:
        mask = plan.row_masks()[row.id]
        if any(mask >> number & 1 and _sums(clause) for number, clause in enumerate(plan.clauses)):
            raise RuleProblem(f"row {row.id}", 'only "missing" may add counts up. Compare one count.')
    if any(_sums(clause) for clause in plan.clauses):
        raise RuleProblem("panels, priorities or suppressions", 'only "missing" may add counts up. Compare one count.')


def _sums(condition: Condition) -> bool:
    return any(isinstance(test, AtLeast) and len(test.names) > 1 for test in tests_in(condition))


def _all_known(place: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    codes = frozenset(known)
    for name in names:
        if name not in codes:
            raise RuleProblem(place, expected(what, name, codes).says)
