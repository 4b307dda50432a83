"""The solver's account of the rules is the rules: the same decision on random cases, part by part."""

import random
from datetime import date

import pytest
import z3

from services.triage.adapters.proof.calendar import Day
from services.triage.adapters.proof.cases import Case, Code, Given, Several, any_case, values_of
from services.triage.adapters.proof.clauses import Reading
from services.triage.adapters.proof.findings import Findings
from services.triage.adapters.proof.prover import as_solved, in_earnest
from services.triage.domain.rules import RuleSet
from services.triage.domain.values import RECEIVED_ON, CaseFacts, Value
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.random_cases import a_random_case
from tests.triage.domain.shipped import missing, rule_sets, the_case

pytestmark = pytest.mark.slow


def is_this(case: Case, facts: CaseFacts) -> list[object]:
    """That the case of the solver is this one."""
    return [term for name, part in case.parts.items() for term in _is(part, facts.values[name], name)]


def _is(part: object, value: Value, name: str) -> list[object]:
    match part, value:
        case Code(codes, term), (str() | None):
            return [term == codes.index(value)]
        case Several(held), frozenset():
            return [term == (code in value) for code, term in held.items()]
        case Given(known, Day() as day), date():
            same = [day.year == value.year, day.month == value.month, day.day == value.day]
            return same if name == RECEIVED_ON else [known, *same]
        case Given(known, _), None:
            return [z3.Not(known)]
        case Given(known, number), int():
            return [known, number == value]
        case Given(known, None), str():
            return [known]
    raise AssertionError((part, value))


@pytest.mark.parametrize("version", [rules.used.version for rules in rule_sets().all])
def test_the_solver_decides_as_the_rules_do(version: str) -> None:
    rules = next(each for each in rule_sets().all if each.used.version == version)
    solver = z3.Solver()
    found = Findings(Reading(rules.plan), any_case(VOCABULARY))
    solver.add(*found.case.limits)
    source = random.Random(version)
    for _ in range(25):
        facts = the_case(a_random_case(source))
        compare(rules, solver, found, facts)


def compare(rules: RuleSet, solver: z3.Solver, found: Findings, facts: CaseFacts) -> None:
    solver.push()
    solver.add(*is_this(found.case, facts))
    assert solver.check() == z3.sat
    model = solver.model()
    solver.pop()
    read_back = values_of(found.case, model)
    assert {name: value for name, value in read_back.items() if value != "words"} == {
        name: value for name, value in facts.values.items() if read_back[name] != "words"
    }
    decision = rules.decide(facts)
    assert as_solved(found, model) == in_earnest(decision)
    sure = [name for name in SURE if z3.is_true(model.eval(found.surely_missing(name), model_completion=True))]
    assert set(sure) <= set(missing(decision)), facts


SURE = ("immediate_danger", "child_at_risk", "persistent", "tenure_of_source", "last_marac_referral_on")


def test_a_case_read_wrongly_would_be_seen() -> None:
    rules = rule_sets().all[-1]
    found = Findings(Reading(rules.plan), any_case(VOCABULARY))
    spoilt = next(number for number in found.clauses if rules.plan.rows[0].mask >> number & 1)
    found.clauses[spoilt] = z3.BoolVal(False)
    solver = z3.Solver()
    solver.add(*found.case.limits)
    facts = the_case({"kind": "asb", "received_on": "2026-11-23", "facts": {"immediate_danger": "yes"}})
    with pytest.raises(AssertionError):
        compare(rules, solver, found, facts)
