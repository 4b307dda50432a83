"""Asks the solver, and puts every case it finds before the rules in earnest before anybody is told of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import z3

from services.triage.adapters.proof.cases import Code, Given, Several, any_case, values_of
from services.triage.adapters.proof.clauses import Reading
from services.triage.adapters.proof.findings import Findings
from services.triage.adapters.proof.invariants import Claim, invariants
from services.triage.adapters.proof.safeguards import Least
from services.triage.adapters.proof.table import Possible, dead_destinations, possibilities, table_claims
from services.triage.adapters.proof.terms import all_of, negated
from services.triage.domain.decision import Decision
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.proof import Result, Shown
from services.triage.domain.rules import RuleSet
from services.triage.domain.values import KIND, RECEIVED_ON, CaseFacts

Term = Any


class ModelDiffers(Exception):
    """The solver's account of the rules is not what the rules do: a fault of the proof itself, never to be hidden."""


class Prover:
    """All that can be shown of one rule set for all cases at once."""

    def __init__(self, rules: RuleSet, least: Least) -> None:
        self.rules = rules
        self._least = least
        self._case = any_case(rules.plan.vocabulary)
        self._found = Findings(Reading(rules.plan), self._case)
        self._solver = z3.Solver()
        self._solver.add(*self._case.limits)

    @property
    def plan(self) -> Plan:
        """The plan whose claims these are."""
        return self.rules.plan

    def falls_through(self) -> Result:
        """A case that only the last row takes, where that row was added to see whether there is one."""
        row = self.plan.rows[-1].row.id
        fallen = self._claimed(Claim("gap", "some row deals with every case", self._found.rows[row], (self._found,)))
        cure = 'End the table with a row that says "otherwise = true".'
        return replace(fallen, cure=cure, against=tuple(replace(each, decision=None) for each in fallen.against))

    def about_the_table(self) -> Iterator[Result]:
        """That it has no gap, no overlap, nothing that is never reached and no dead route."""
        for claim in table_claims(self._found):
            yield self._claimed(claim)
        yield from self._possible()
        yield from self._destinations()

    def invariants(self) -> Iterator[Result]:
        """What the policy asks of every set."""
        for claim in invariants(self._found, self._least):
            yield self._claimed(claim)

    def _claimed(self, claim: Claim) -> Result:
        self._solver.push()
        self._solver.add(*claim.extra, claim.broken)
        found = self._plainest(claim) if self._solvable() else None
        self._solver.pop()
        against = () if found is None else tuple(self._shown(each, found) for each in claim.found)
        return Result(claim.part, claim.says, "for_all_cases", holds=found is None, against=against)

    def _possible(self) -> Iterator[Result]:
        never: set[str] = set()
        for possible in possibilities(self._found):
            if possible.inside in never:
                never.add(possible.id)
                continue
            holds = self._solvable(possible.holds)
            if not holds:
                never.add(possible.id)
            yield Result(possible.part, possible.says, "for_all_cases", holds, "" if holds else self._why(possible))

    def _why(self, possible: Possible) -> str:
        if not self._solvable(possible.wanted):
            return f"Its condition can never hold. {possible.cure}"
        takers = self._takers(possible)
        if not takers:
            return possible.cure
        rows, verb = " and ".join(f"“{row}”" for row in takers), "takes" if len(takers) == 1 else "take"
        return f"Row{'' if len(takers) == 1 else 's'} {rows} {verb} all such cases before it. {possible.cure}"

    def _takers(self, possible: Possible) -> list[str]:
        """The rows before it that leave it nothing, as few as will do."""
        left = (possible.wanted, negated(possible.aside))
        takers = dict(possible.takes)
        if self._solvable(*left, *(negated(matches) for matches in takers.values())):
            return []
        for row, _ in possible.takes:
            others = [negated(matches) for name, matches in takers.items() if name != row]
            if not self._solvable(*left, *others):
                del takers[row]
        return list(takers)

    def _destinations(self) -> Iterator[Result]:
        dead = list(dead_destinations(self.rules.document))
        says = "every route has a live destination"
        if not dead:
            yield Result("dead route", says, "by_reading", holds=True)
        for place, wrong in dead:
            yield Result("dead route", says, "by_reading", False, f"{place}: {wrong}. Name who deals with it.")

    def _plainest(self, claim: Claim) -> z3.ModelRef:
        """Of the cases that break a claim, one of which as little as possible is known."""
        found = self._solver.model()
        self._solver.push()
        for wish in self._wishes(claim):
            if z3.is_true(found.eval(wish, model_completion=True)):
                self._solver.add(wish)
            elif self._solvable(wish):
                self._solver.add(wish)
                found = self._model()
        self._solver.pop()
        return found

    def _model(self) -> z3.ModelRef:
        solved = self._solvable()
        assert solved, "what was possible with a wish is possible once it is granted"
        return self._solver.model()

    def _wishes(self, claim: Claim) -> Iterator[Term]:
        day = self.rules.document.effective_from
        received = self._case.day(RECEIVED_ON)
        yield all_of(received.year == day.year, received.month == day.month, received.day == day.day)
        for name, part in self._case.parts.items():
            match part:
                case Several(held):
                    yield from (negated(term) for term in held.values())
                case Code(codes):
                    yield part.among(codes[:1]) if name == KIND or None in codes else part.unknown
                case Given() if name != RECEIVED_ON:
                    yield part.unknown
        if claim.changed is not None:
            yield claim.found[-1].unknown(claim.changed)

    def _solvable(self, *terms: Term) -> bool:
        answer = self._solver.check(*terms) if not terms else self._with(terms)
        if answer == z3.unknown:
            raise ModelDiffers("the solver gave up on a claim")
        return bool(answer == z3.sat)

    def _with(self, terms: Sequence[Term]) -> z3.CheckSatResult:
        self._solver.push()
        self._solver.add(*terms)
        answer = self._solver.check()
        self._solver.pop()
        return answer

    def _shown(self, found: Findings, model: z3.ModelRef) -> Shown:
        """The case and its decision in earnest. Raises `ModelDiffers` where that is not what the solver said."""
        values = values_of(found.case, model)
        decision = self.rules.decide(CaseFacts(values))
        if in_earnest(decision) != as_solved(found, model):
            raise ModelDiffers(f"{self.rules.used.version}: the solver and the rules differ on a case")
        return Shown(values, decision)


def in_earnest(decision: Decision) -> Mapping[str, object]:
    """What a decision says of everything the solver speaks of."""
    return {
        "outcome": decision.outcome,
        "primary": decision.primary.route,
        "also": {each.route for each in decision.also},
        "panels": set(decision.panels),
        "priority": decision.priority,
        "give": set(decision.give),
    }


def as_solved(found: Findings, model: z3.ModelRef) -> Mapping[str, object]:
    """What a solution says of the same."""

    def those(terms: Mapping[str, Term]) -> list[str]:
        return [name for name, term in terms.items() if z3.is_true(model.eval(term, model_completion=True))]

    gifts = {gift.id: found.gift(gift.id) for gift in found.plan.document.give}
    (outcome,), (primary,), (priority,) = those(found.outcome), those(found.primary), those(found.priority)
    return {
        "outcome": outcome,
        "primary": primary,
        "also": set(those(found.also)),
        "panels": set(those(found.panels)),
        "priority": priority,
        "give": set(those(gifts)),
    }
