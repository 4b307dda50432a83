"""The public list says what the rules say: held against the policy's text, and moved with the table."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.triage.application.can_help import CALM, ELSEWHERE, HARM, OTHERWISE, Situation, Way, can_help
from services.triage.domain.rules import RuleSet, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.policy_oracle import judge
from tests.triage.domain.shipped import raw_rules, rule_sets

SETS = pytest.mark.parametrize("rules", rule_sets().all, ids=lambda rules: rules.used.version)


def the_policy(rules: RuleSet, situation: Situation, category: str | None, kind: str) -> list[str]:
    """Every route by the policy's text, the primary first; nothing of the rule files is read for it."""
    document: dict[str, Any] = {
        "kind": kind,
        "category": category,
        "strands": [],
        "received_on": rules.used.effective_from.isoformat(),
        "facts": {**CALM, **situation.answers},
    }
    found = judge(document)
    return [found.primary, *found.also]


def said(rules: RuleSet) -> Iterator[tuple[Situation, str | None, str, Way]]:
    """Every statement of the list with the answers it stands for."""
    listed, situations = can_help(rules), {each.says: each for each in (*HARM, *OTHERWISE, ELSEWHERE)}
    for says, way in listed.harm:
        yield situations[says], None, situations[says].kind, way
    for matter in listed.matters:
        for category in matter.categories:
            yield Situation(""), category, "asb", matter.way
            for says, way in matter.otherwise:
                yield situations[says], category, "asb", way
    elsewhere, way = listed.whatever[0]
    yield situations[elsewhere], None, "asb", way


@SETS
def test_every_statement_is_what_the_policy_says(rules: RuleSet) -> None:
    destinations = {name: route.destination for name, route in rules.document.routes.items()}
    statements = list(said(rules))
    assert len(statements) > 60
    for situation, category, kind, way in statements:
        primary, *also = the_policy(rules, situation, category, kind)
        assert (way.route, list(way.also)) == (primary, [destinations[route] for route in also]), situation.says


@SETS
def test_a_situation_that_is_left_out_changes_nothing(rules: RuleSet) -> None:
    for matter in can_help(rules).matters:
        told = {says for says, _ in matter.otherwise}
        known = {matter.way.route, *(way.route for _, way in matter.otherwise)}
        for category in matter.categories:
            for each in OTHERWISE:
                assert each.says in told or the_policy(rules, each, category, "asb")[0] in known


@SETS
def test_every_category_and_every_route_of_the_table_stands_on_the_list(rules: RuleSet) -> None:
    listed = can_help(rules)
    categories = [category for matter in listed.matters for category in matter.categories]
    assert sorted(categories) == sorted(VOCABULARY.categories)
    assert {way.route for _, _, _, way in said(rules)} == set(rules.document.routes)


def test_a_changed_table_changes_the_list() -> None:
    raw = raw_rules()
    raw["lists"]["street_matters"].remove("dog_fouling")
    raw["lists"]["civil_matters"].append("dog_fouling")
    raw["routes"]["civil_advice"]["destination"] = "The dog warden"
    matters = {
        category: each for each in can_help(rule_set_from(raw, VOCABULARY)).matters for category in each.categories
    }
    assert matters["dog_fouling"].way.destination == "The dog warden"
    assert matters["fly_tipping"].way.route == "street_services"


def test_who_does_it_and_how_soon_come_from_the_table() -> None:
    listed = can_help(rule_sets().all[-1])
    harm, matters = dict(listed.harm), {name: each for each in listed.matters for name in each.categories}
    abuse = harm["A partner, an ex-partner or a relative hurts, frightens or controls somebody"]
    assert (abuse.ours, abuse.time_frame, abuse.counted) == (True, "PT24H", "clock")
    assert "independent and trained" in abuse.give[0]
    landlord = dict(matters["noise"].otherwise)["it comes from a home let by a housing association"]
    assert (landlord.ours, landlord.done_by, landlord.time_frame, landlord.counted) == (
        False,
        "us",
        "P2D",
        "working_days",
    )
    again = dict(listed.whatever)["It was reported 3 times in six months"]
    assert "ask for your case to be reviewed" in again.give[0]
