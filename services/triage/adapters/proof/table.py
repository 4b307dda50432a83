"""What must hold of the table itself: nothing that never decides, no gap, no overlap where one thing must come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any as Anything

from services.triage.adapters.proof.findings import Findings
from services.triage.adapters.proof.invariants import Claim
from services.triage.adapters.proof.terms import FALSE, all_of, any_of, negated
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.plan import PlannedRow
from services.triage.domain.rule_sets.syntax import All, Any, Condition, Is

Term = Anything


@dataclass(frozen=True, slots=True)
class Possible:
    """Something that must be so for at least one case. `wanted` is its condition alone; `takes` are the rows before it,
    which may take what a suppression does not set `aside`.

    Where what it is `inside` never happens, neither does this, and that is said once.
    """

    part: str
    id: str
    says: str
    holds: Term
    cure: str
    wanted: Term
    takes: tuple[tuple[str, Term], ...] = ()
    aside: Term = FALSE
    inside: str = ""


def possibilities(found: Findings) -> Iterator[Possible]:
    """Every row, alternative, route and other entry, each of which some case must reach."""
    plan, document = found.plan, found.plan.document
    for number, planned in enumerate(plan.rows):
        yield from _row(found, planned, plan.rows[:number])
    for route in document.routes:
        taken = found.route(route)
        says = f"the route “{route}” is taken in some case"
        yield Possible("unreachable route", route, says, taken, "Name it in a row, or take it out.", taken)
    conclusions = (("panel", plan.panels), ("priority", plan.priorities), ("suppression", plan.suppressions))
    for kind, entries in conclusions:
        for each in entries:
            yield from _alternatives(found, f"{kind} “{each.id}”", each.mask)
    for change, term in zip(document.signposts, found.changes, strict=True):
        decides = all_of(term, _signpost(found))
        yield _entry(f"signpost “{change.id}” decides", decides)
    for gift in document.give:
        yield _entry(f"“{gift.id}” is given", found.gift(gift.id))
    following = plan.following
    groups = (("questions", following.questions), ("not_while", following.not_asked), ("also", following.asked_too))
    for kind, trees in groups:
        for place, tree in enumerate(trees, 1):
            yield _entry(f"entry {place} of “{kind}” holds", found.after(tree))


def table_claims(found: Findings) -> Iterator[Claim]:
    """What must hold of every case: something deals with it, and where one thing must come out, one does."""
    otherwise = found.plan.rows[-1].row.id
    yield Claim("gap", "some row deals with every case", negated(any_of(*found.rows.values())), (found,))
    for strand in found.plan.vocabulary.strands:
        falls = all_of(found.case.strand(strand), found.rows[otherwise])
        words = strand.replace("_", " ")
        yield Claim("gap", f"the strand {words} never falls to the last row", falls, (found,))
    for planned in found.plan.rows:
        yield from _unique(found, planned)


def dead_destinations(document: RuleDocument) -> Iterator[tuple[str, str]]:
    """Routes that lead nowhere one could go: place and what is wrong."""
    for name, route in document.routes.items():
        for where, text in (("", route.destination), *route.destination_by_strand.items()):
            if _leads_nowhere(text):
                yield f"route “{name}”{', strand “' + where + '”' if where else ''}", f"it leads to “{text.strip()}”"
        if route.done_by == "us" and route.time_frame is None:
            yield f"route “{name}”", "we take it there, but nothing says by when"


def _row(found: Findings, planned: PlannedRow, earlier: tuple[PlannedRow, ...]) -> Iterator[Possible]:
    row = planned.row
    before = tuple(
        (each.row.id, found.rows[each.row.id])
        for each in earlier
        if each.row.ends or (each.row.only_first and row.only_first)
    )
    matches, wanted, aside = found.rows[row.id], found.any_of(planned.mask), found.set_aside(row.id)
    says, cure = f"row “{row.id}” is reached", "Move it up, correct its condition, or take it out."
    yield Possible("unreachable row", f"row {row.id}", says, matches, cure, wanted, before, aside)
    for use in found.uses:
        if use.row == row.id and use.use.mask is not None:
            says = f"row “{row.id}” leads to “{use.use.route}” in some case"
            leads = all_of(wanted, found.any_of(use.use.mask))
            cure = "Correct its condition, or take it out."
            yield Possible("unreachable route", says, says, use.stands, cure, leads, before, aside, f"row {row.id}")
    for number, clause in enumerate(found.plan.clauses):
        if planned.mask >> number & 1:
            yield from _parts_of(found, planned, number, clause, before)


def _parts_of(
    found: Findings, planned: PlannedRow, number: int, clause: Condition, before: tuple[tuple[str, Term], ...]
) -> Iterator[Possible]:
    """Each alternative of a row decides in some case, and with each code that it lists."""
    row, wanted = planned.row.id, found.clauses[number]
    aside, cure = found.set_aside(row), "Take it out of one of them."
    alternative = f"alternative {number_in(planned, number)} of row “{row}”"
    decides = all_of(found.rows[row], wanted)
    says = f"{alternative} decides in some case"
    yield Possible("overlap", alternative, says, decides, cure, wanted, before, aside, f"row {row}")
    for test in _listed(clause):
        for code in test.codes if len(test.codes) > 1 else ():
            listed = found.passes(Is(test.name, (code,)))
            says = f"row “{row}” decides in some case where {test.name.replace('_', ' ')} is {code.replace('_', ' ')}"
            one = all_of(decides, listed)
            yield Possible("overlap", says, says, one, cure, all_of(wanted, listed), before, aside, alternative)


def number_in(planned: PlannedRow, clause: int) -> int:
    """Which alternative of its row a clause is, counted from 1."""
    return bin(planned.mask & ((1 << clause + 1) - 1)).count("1")


def _listed(condition: Condition) -> Iterator[Is]:
    """The tests for one of several codes that stand without a "not" before them."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _listed(part)
        case Is():
            yield condition
        case _:
            return


def _alternatives(found: Findings, called: str, mask: int) -> Iterator[Possible]:
    for place, number in enumerate((n for n in range(len(found.plan.clauses)) if mask >> n & 1), 1):
        yield _entry(f"alternative {place} of {called} holds", found.clauses[number])


def _entry(says: str, holds: Term) -> Possible:
    says = f"{says} in some case"
    return Possible("unreachable entry", says, says, holds, "Correct its condition, or take it out.", holds)


def _signpost(found: Findings) -> Term:
    routes = found.plan.document.routes
    return any_of(
        *(each.first for each in found.uses if (each.use.outcome or routes[each.use.route].outcome) == "signpost")
    )


def _unique(found: Findings, planned: PlannedRow) -> Iterator[Claim]:
    """Where a row chooses between routes, it chooses one: never two, and never none."""
    choices = [use for use in planned.routes if use.mask is not None]
    if len(choices) < 2:
        return
    row = planned.row.id
    holds, leads = found.any_of(planned.mask), [found.any_of(use.mask or 0) for use in choices]
    for one, other in combinations(range(len(choices)), 2):
        says = f"row “{row}” never leads to “{choices[one].route}” and “{choices[other].route}” at once"
        yield Claim("overlap", says, all_of(holds, leads[one], leads[other]), (found,))
    yield Claim(
        "gap", f"row “{row}” leads somewhere whenever it holds", all_of(holds, negated(any_of(*leads))), (found,)
    )


def _leads_nowhere(text: str) -> bool:
    """Nothing, or what people write until they know."""
    words = text.strip().strip(".-–—?!").casefold()
    return words in ("", "tbc", "tba", "tbd", "todo", "none", "n/a", "unknown", "to be confirmed", "to follow", "xxx")
