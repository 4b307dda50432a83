"""The shipped rules decide as the policy's text does, and the comparison sees a rule that was changed."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.triage.domain.decision import Decision
from services.triage.domain.rules import RuleSets, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.policy_oracle import judge, undertaken
from tests.triage.domain.policy_oracle import missing as policy_missing
from tests.triage.domain.random_cases import a_random_case
from tests.triage.domain.shipped import missing, raw_rules, routes, rule_sets, the_case

pytestmark = pytest.mark.slow


def disagreements(rules: RuleSets, seed: int, cases: int, *, with_missing: bool = True) -> Iterator[dict[str, Any]]:
    source = random.Random(seed)
    for _ in range(cases):
        document = a_random_case(source)
        case = the_case(document)
        rule_set = rules.for_case(case)
        decision = rule_set.decide(case) if with_missing else rule_set.decide_without_missing(case)
        if _differs(document, decision) or (with_missing and set(missing(decision)) != set(policy_missing(document))):
            yield document


def _differs(document: dict[str, Any], decision: Decision) -> bool:
    policy = judge(document)
    return (policy.outcome, undertaken(policy), policy.panels, policy.priority, policy.give) != (
        decision.outcome,
        [(each.route, each.done_by, each.time_frame) for each in (decision.primary, *decision.also)],
        list(decision.panels),
        decision.priority,
        list(decision.give),
    )


def test_two_thousand_random_referrals_come_out_as_the_policy_says() -> None:
    assert next(disagreements(rule_sets(), seed=1, cases=2_000), None) is None


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_random_referrals_come_out_as_the_policy_says() -> None:
    assert next(disagreements(rule_sets(), seed=2, cases=100_000, with_missing=False), None) is None


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_missing_agrees_for_twenty_thousand_random_referrals() -> None:
    assert next(disagreements(rule_sets(), seed=3, cases=20_000), None) is None


def test_everything_a_missing_answer_could_become_is_a_word_of_the_decision_and_comes_of_some_value() -> None:
    source = random.Random(4)
    for _ in range(300):
        document = a_random_case(source)
        decision = rule_sets().for_case(the_case(document)).decide(the_case(document))
        others = policy_missing(document)
        for fact, could_become in missing(decision).items():
            assert could_become, fact
            if fact != "dash_unanswered_count":
                seen = {word for other in others[fact] for word in _words(other)} | set(routes(decision))
                assert set(could_become) <= seen | set(decision.panels), fact


def _words(other: tuple[Any, ...]) -> set[str]:
    primary, also, panels, priority = other
    return {primary, *also, *panels, priority}


def a_number(name: str, value: int) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        raw["numbers"][name] = value

    return change


def a_row_without(row: str, words: str) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        found = next(each for each in raw["rows"] if each["id"] == row)
        assert words in found["when"]
        found["when"] = found["when"].replace(words, "")

    return change


def a_time_frame(route: str, priority: str, becomes: str) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        raw["routes"][route]["time_frame"][priority] = becomes

    return change


def done_by(route: str, who: str) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        raw["routes"][route]["done_by"] = who

    return change


def no_suppression(name: str) -> Callable[[dict[str, Any]], None]:
    def change(raw: dict[str, Any]) -> None:
        raw["suppressions"] = [each for each in raw["suppressions"] if each["id"] != name]

    return change


def nuisance_after_both_rows_of_landlords(raw: dict[str, Any]) -> None:
    rows = raw["rows"]
    rows[12:15] = [{**rows[place], "number": number} for number, place in ((13, 13), (14, 14), (15, 12))]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(a_number("marac_dash_yes", 15), id="the checklist threshold one higher"),
        pytest.param(a_number("marac_incidents", 4), id="one more incident for escalation"),
        pytest.param(a_number("marac_repeat_months", 11), id="a repeat window of eleven months"),
        pytest.param(a_number("marac_victim_age", 17), id="MARAC from 17"),
        pytest.param(a_number("child_age", 17), id="a child until 17"),
        pytest.param(a_number("cmarac_age", 19), id="the community panel from 19"),
        pytest.param(a_number("repeat_reports", 4), id="one more report for persistence"),
        pytest.param(a_number("repeat_contacts", 11), id="one more contact for persistence"),
        pytest.param(a_row_without("danger-now", "or weapon_present_now is yes"), id="a weapon forgotten"),
        pytest.param(a_row_without("modern-slavery", "and exploitation_indicator is not no"), id="no cannot rule out"),
        pytest.param(a_row_without("child-safeguarding", "or row crime-to-police"), id="young people and violence"),
        pytest.param(nuisance_after_both_rows_of_landlords, id="landlord before statutory nuisance"),
        pytest.param(a_time_frame("domestic_abuse", "high", "PT48H"), id="an adviser within two days"),
        pytest.param(a_time_frame("asb_case", "urgent", "P2D"), id="an urgent case a day later"),
        pytest.param(done_by("environmental_health", "resident"), id="a hand-over left to the resident"),
        pytest.param(no_suppression("domestic-abuse-is-not-asb"), id="domestic abuse as ASB"),
        pytest.param(no_suppression("not-sent-away"), id="slavery sent to the landlord"),
        pytest.param(no_suppression("no-mediation-beside-harm"), id="mediation beside harm"),
        pytest.param(no_suppression("no-case-outside-the-borough"), id="cases outside the borough"),
    ],
)
def test_a_changed_rule_does_not_go_unnoticed(change: Callable[[dict[str, Any]], None]) -> None:
    spoilt = []
    for day in ("2016-07-01", "2017-10-21", "2021-07-05", "2026-04-01"):
        raw = raw_rules(day)
        change(raw)
        spoilt.append(rule_set_from(raw, VOCABULARY))
    assert next(disagreements(RuleSets(spoilt), seed=5, cases=12_000, with_missing=False), None) is not None
