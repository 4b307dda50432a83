"""What is missing is exactly what could change the decision, found the slow way, and the three exceptions to it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from services.triage.domain.decision import Decision
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.random_cases import a_random_case
from tests.triage.domain.shipped import SCREENED, TODAY, a_case, decided, missing, routes, rule_sets, the_case

DRIVERS = {"mental_health", "alcohol", "drugs"}
FLAGS = {"strangulation", "threats_to_kill", "stalking", "honour_based", "suicidal"}


def every_value(name: str, received_on: str) -> list[Any]:
    """All values of an answer that could differ, far more than the thresholds: the search leaves nothing to chance."""
    question = VOCABULARY.answers[name]
    if question.type in ("yes_no", "one_of"):
        return list(question.values)
    if question.type in ("count", "age"):
        return list(range(26))
    if question.type == "date":
        day = date.fromisoformat(received_on)
        return [(day + timedelta(days=days)).isoformat() for days in (-800, -400, -367, -366, -365, -364, -1, 0, 1)]
    return []


def core(decision: Decision) -> tuple[object, ...]:
    return routes(decision), decision.panels, decision.priority


def by_brute_force(document: dict[str, Any]) -> Iterator[str]:
    case = the_case(document)
    rules = rule_sets().for_case(case)
    now = rules.decide_without_missing(case)
    for name in VOCABULARY.answers:
        if name in DRIVERS or document["facts"].get(name) not in (None, "unknown"):
            continue
        for value in every_value(name, document["received_on"]):
            tried = the_case({**document, "facts": {**document["facts"], name: value}})
            if core(rules.decide_without_missing(tried)) != core(now):
                yield name
                break


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_search_finds_what_trying_everything_finds(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(40):
        document = a_random_case(source)
        found = set(missing(decided(document))) - {"dash_unanswered_count"}
        assert found - FLAGS == set(by_brute_force(document)) - FLAGS, document


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_drivers_are_never_listed_though_they_could_bring_a_panel(driver: str) -> None:
    document = a_case("street_drinking", subject_age=40, **SCREENED)
    assert "cmarac" in decided(a_case("street_drinking", subject_age=40, **SCREENED, **{driver: "yes"})).panels
    assert driver not in missing(decided(document))


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_risk_flags_are_not_listed_while_violence_is_ruled_out_and_it_is_no_domestic_abuse(flag: str) -> None:
    assert flag not in missing(decided(a_case("noise", violence_or_threats="no", domestic_abuse="no")))


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_risk_flags_are_listed_while_violence_is_not_ruled_out(flag: str) -> None:
    assert flag in missing(decided(a_case("noise", domestic_abuse="no")))


@pytest.mark.parametrize("flag", ["strangulation", "threats_to_kill", "suicidal"])
def test_risk_flags_are_listed_with_domestic_abuse_even_if_violence_is_ruled_out(flag: str) -> None:
    document = a_case(kind="domestic_abuse", violence_or_threats="no", immediate_danger="no")
    assert flag in missing(decided(document))


def test_a_flag_that_is_yes_counts_as_violence_so_the_other_flags_are_listed_again() -> None:
    document = a_case("noise", violence_or_threats="no", stalking="yes", immediate_danger="no", domestic_abuse="no")
    assert missing(decided(document))["threats_to_kill"] == ("urgent",)


@pytest.mark.parametrize(
    ("yes", "unanswered", "listed"),
    [(13, 1, True), (13, 0, False), (0, 14, True), (0, 13, False), (14, 5, False), (None, 14, False)],
)
def test_unanswered_questions_of_the_checklist_are_listed_where_they_could_reach_the_threshold(
    yes: int | None, unanswered: int, listed: bool
) -> None:
    document = a_case(kind="domestic_abuse", victim_age=30, dash_yes_count=yes, dash_unanswered_count=unanswered)
    assert (missing(decided(document)).get("dash_unanswered_count") == ("marac",)) is listed


def test_unanswered_questions_are_not_listed_once_marac_is_certain() -> None:
    document = a_case(
        kind="domestic_abuse", victim_age=30, dash_yes_count=13, dash_unanswered_count=5, judgement_high_risk="yes"
    )
    assert "dash_unanswered_count" not in missing(decided(document))


def test_unanswered_questions_are_not_listed_without_domestic_abuse() -> None:
    assert "dash_unanswered_count" not in missing(decided(a_case("noise", dash_yes_count=13, dash_unanswered_count=5)))


@pytest.mark.parametrize(
    ("document", "fact", "could_become"),
    [
        pytest.param(
            a_case("noise", **{**SCREENED, "child_at_risk": "unknown"}, persistent="no"),
            "child_at_risk",
            ("children_mash", "urgent"),
            id="a child at risk would bring children's services, urgently",
        ),
        pytest.param(
            a_case("noise", **SCREENED, tenure_of_source="council", persistent="yes"),
            "landlord_contacted",
            ("asb_case",),
            id="a landlord who was told would bring a case",
        ),
        pytest.param(
            a_case(kind="domestic_abuse", immediate_danger="unknown"),
            "immediate_danger",
            ("emergency_999", "high"),
            id="danger now is an emergency, none would make it less urgent",
        ),
        pytest.param(
            a_case("suspected_brothel", persistent="yes"),
            "in_borough",
            ("asb_case",),
            id="outside the borough there would be no case of ours",
        ),
        pytest.param(
            a_case(kind="domestic_abuse", weapon_present_now="yes", children_in_household="yes"),
            "victim_age",
            ("children_mash",),
            id="a victim under 16 would put children's services first",
        ),
    ],
)
def test_each_missing_answer_says_what_could_come_of_it(
    document: dict[str, Any], fact: str, could_become: tuple[str, ...]
) -> None:
    assert missing(decided(document))[fact] == could_become


def test_a_row_of_the_law_before_the_later_repeat_definition_asks_whether_it_was_a_crime() -> None:
    facts = {"last_marac_referral_on": "2025-11-23", "victim_age": 30}
    before = a_case(kind="domestic_abuse", received_on="2026-03-31", **facts)
    after = a_case(kind="domestic_abuse", received_on=TODAY, **facts)
    assert "new_incident_criminal" in missing(decided(before))
    assert "new_incident_criminal" not in missing(decided(after))
