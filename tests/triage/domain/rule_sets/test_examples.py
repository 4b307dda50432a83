"""The example cases in the rule files hold, every rule has one, and a changed rule breaks some."""

import pytest

from services.triage.domain.rule_sets.document import Example
from services.triage.domain.rule_sets.examples import case_of, differences
from services.triage.domain.rules import RuleSet, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import raw_rules, rule_sets

EXAMPLES = [
    pytest.param(rules, example, id=f"{rules.used.version}: {example.says}")
    for rules in rule_sets().all
    for example in rules.document.examples
]


@pytest.mark.parametrize(("rules", "example"), EXAMPLES)
def test_the_example_comes_out_as_its_owner_says(rules: RuleSet, example: Example) -> None:
    assert differences(example, rules) == []


@pytest.mark.parametrize("rules", [pytest.param(rules, id=rules.used.version) for rules in rule_sets().all])
def test_every_row_panel_and_gift_has_an_example(rules: RuleSet) -> None:
    decisions = [rules.decide(case_of(example, rules)) for example in rules.document.examples]
    told = {reason.rule for decision in decisions for reason in decision.reasons}
    document = rules.document
    everything = {each.id for each in (*document.rows, *document.panels, *document.priorities)}
    assert everything <= told
    assert {gift.id for gift in document.give} == {gift for decision in decisions for gift in decision.give}


def test_an_example_that_does_not_hold_says_what_came_out() -> None:
    raw = raw_rules()
    raw["numbers"]["marac_dash_yes"] = 15
    spoilt = rule_set_from(raw, VOCABULARY)
    found = [difference for example in spoilt.document.examples for difference in differences(example, spoilt)]
    assert "panels should be marac, it is none" in found
