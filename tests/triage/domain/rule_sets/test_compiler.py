"""The compiled rules and the walked tree are one; no text of a file ever becomes code."""

import random
from datetime import date

import pytest

from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rule_sets.document import RuleProblem
from services.triage.domain.rule_sets.interpreter import Interpreted
from services.triage.domain.rules import RuleSet, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.random_cases import a_random_case
from tests.triage.domain.shipped import raw_rules, rule_sets, the_case


def interpreted(rules: RuleSet) -> RuleSet:
    """The same rules evaluated by walking the tree: the oracle for the compiled form."""
    return RuleSet(rules.plan, Interpreted(rules.plan))


def compare(seed: int, cases: int, *, missing: bool) -> None:
    sets = {rules.used.version: (rules, interpreted(rules)) for rules in rule_sets().all}
    source = random.Random(seed)
    for _ in range(cases):
        document = a_random_case(source)
        case = the_case(document)
        compiled, walked = sets[rule_sets().for_case(case).used.version]
        if missing:
            assert compiled.decide(case) == walked.decide(case), document
        else:
            assert compiled.decide_without_missing(case) == walked.decide_without_missing(case), document


def test_compiled_and_walked_rules_decide_alike() -> None:
    compare(seed=1, cases=2_000, missing=False)


def test_compiled_and_walked_rules_miss_the_same_answers() -> None:
    compare(seed=2, cases=100, missing=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_compiled_and_walked_rules_decide_alike_a_hundred_thousand_times() -> None:
    compare(seed=3, cases=100_000, missing=False)


def test_working_out_again_after_one_answer_gives_what_working_out_afresh_gives() -> None:
    source = random.Random(4)
    for rules in rule_sets().all:
        compiled = Compiled(rules.plan)
        for _ in range(40):
            values = dict(the_case(a_random_case(source)).values)
            before = compiled.signature(values)
            for name, question in VOCABULARY.answers.items():
                value = {"yes_no": "yes", "one_of": "council", "date": date(2025, 11, 23)}.get(question.type, 14)
                afresh = compiled.signature({**values, name: value})
                assert compiled.changed(name, value, values, before) == afresh, name


def test_a_wrong_compiler_would_be_seen() -> None:
    plan = rule_sets().all[-1].plan
    spoilt = Compiled(plan)
    right = spoilt.signature
    spoilt.signature = lambda values: right(values) ^ 1
    source = random.Random(5)
    values = the_case(a_random_case(source)).values
    assert spoilt.signature(values) != Interpreted(plan).signature(values)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "immediate_danger is yes) or (lambda: 1)()",
        "immediate_danger is yes # or",
        "immediate_danger is 'yes'",
        "immediate_danger == yes",
        "values is yes",
        "_values is yes",
    ],
)
def test_code_in_a_condition_is_refused(text: str) -> None:
    raw = raw_rules()
    raw["rows"][0]["when"] = text
    with pytest.raises(RuleProblem):
        rule_set_from(raw, VOCABULARY)


def test_words_for_people_never_reach_the_program() -> None:
    raw = raw_rules()
    raw["rows"][0]["says"] = "'''\nraise SystemExit"
    raw["rows"][0]["policy"] = '"""; raise SystemExit'
    rules = rule_set_from(raw, VOCABULARY)
    assert rules.decide(the_case({"kind": "asb", "received_on": "2026-11-23", "facts": {}})).outcome == "ask"
