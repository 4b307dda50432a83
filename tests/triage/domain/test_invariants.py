"""What must hold for every input and every shipped rule set, whatever the table says."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.domain.decision import Decision
from tests.triage.domain.random_cases import random_cases
from tests.triage.domain.shipped import decided, missing, routes

pytestmark = pytest.mark.slow

LATER_ROUTES = {
    "neighbouring_borough", "street_services", "civil_advice", "environmental_health", "social_landlord",
    "council_housing", "mediation", "advice_and_record", "asb_case",
}  # fmt: skip
CLOSING = {"mediation", "civil_advice", "social_landlord", "council_housing", "advice_and_record"}
EARLY_ROUTES = {
    "emergency_999", "modern_slavery", "domestic_abuse", "vawg_specialist", "children_mash", "adult_safeguarding",
    "hate_crime_police", "police_101",
}  # fmt: skip
ROW_1 = ("immediate_danger", "serious_crime_now", "weapon_present_now")
SAFETY_FACTS = (
    *ROW_1, "child_at_risk", "children_in_household", "adult_at_risk", "exploitation_indicator",
    "violence_or_threats", "hate_motive", "domestic_abuse",
)  # fmt: skip
DRIVERS = ("mental_health", "alcohol", "drugs")
RANK = {"standard": 0, "high": 1, "urgent": 2}

many = settings(max_examples=150)
documents = random_cases


def with_facts(document: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {**document, "facts": {**document["facts"], **facts}}


def said(document: dict[str, Any], name: str) -> str:
    return document["facts"].get(name) or "unknown"


def is_domestic_abuse(document: dict[str, Any]) -> bool:
    strand = "domestic_violence_and_abuse" in document["strands"]
    return document["kind"] == "domestic_abuse" or said(document, "domestic_abuse") == "yes" or strand


def age(document: dict[str, Any], name: str) -> Any:
    return document["facts"].get(name)


@many
@given(documents, st.sampled_from(["kind", "answer", "strand"]))
def test_domestic_abuse_stays_open_with_an_offer_and_is_never_treated_as_asb(
    document: dict[str, Any], how: str
) -> None:
    if how == "kind":
        document = {**document, "kind": "domestic_abuse"}
    elif how == "strand":
        document = {**document, "strands": ["domestic_violence_and_abuse"]}
    else:
        document = with_facts(document, domestic_abuse="yes")
    decision = decided(document)
    assert decision.outcome in ("open_case", "emergency")
    assert not LATER_ROUTES & set(routes(decision))
    assert "offer_of_support" in decision.give


@many
@given(documents)
def test_a_child_at_risk_reaches_childrens_services(document: dict[str, Any]) -> None:
    assert "children_mash" in routes(decided(with_facts(document, child_at_risk="yes")))


@many
@given(documents)
def test_a_sign_of_exploitation_reaches_modern_slavery(document: dict[str, Any]) -> None:
    assert "modern_slavery" in routes(decided(with_facts(document, exploitation_indicator="yes")))


@many
@given(documents, st.sampled_from(ROW_1))
def test_danger_now_is_an_emergency(document: dict[str, Any], fact: str) -> None:
    decision = decided(with_facts(document, **{fact: "yes"}))
    assert (decision.outcome, decision.primary.route) == ("emergency", "emergency_999")


@many
@given(
    documents,
    st.sampled_from(
        [
            {"dash_yes_count": 14},
            {"judgement_high_risk": "yes"},
            {"incidents_in_12_months": 3},
            {"new_incident_since_last_marac": "yes", "new_incident_same_perpetrator": "unknown"},
        ]
    ),
)
def test_each_criterion_of_marac_is_enough(document: dict[str, Any], criterion: dict[str, Any]) -> None:
    victim_age = age(document, "victim_age")
    facts = {**criterion, "victim_age": 16 if victim_age is not None and victim_age < 16 else victim_age}
    if "new_incident_since_last_marac" in criterion:
        facts |= {"last_marac_referral_on": document["received_on"], "new_incident_criminal": "yes"}
    decision = decided({**with_facts(document, **facts), "kind": "domestic_abuse"})
    assert "marac" in decision.panels


@many
@given(documents)
def test_the_community_panel_takes_no_domestic_abuse_no_child_and_nobody_over_the_threshold(
    document: dict[str, Any],
) -> None:
    if "cmarac" in decided(document).panels:
        assert not is_domestic_abuse(document)
        assert age(document, "subject_age") >= 18
        assert said(document, "statutory_threshold_met") != "yes"


@many
@given(documents, st.sampled_from(SAFETY_FACTS), st.sampled_from(["unknown", "yes"]))
def test_less_certainty_about_safety_never_lowers_what_is_done(
    document: dict[str, Any], fact: str, becomes: str
) -> None:
    before = decided(with_facts(document, **{fact: "no"}))
    after = decided(with_facts(document, **{fact: becomes}))
    assert RANK[after.priority] >= RANK[before.priority]
    assert EARLY_ROUTES & set(routes(before)) <= set(routes(after))


@many
@given(documents, st.sampled_from(["domestic_abuse", "violence_or_threats", "hate_motive", "child_at_risk"]))
def test_nothing_is_closed_while_harm_is_not_ruled_out(document: dict[str, Any], fact: str) -> None:
    flags = dict.fromkeys(("strangulation", "threats_to_kill", "stalking", "honour_based"), "no")
    decision = decided(with_facts(document, **flags, **{fact: "unknown"}))
    assert not CLOSING & {each.route for each in decision.also}
    if decision.primary.route in CLOSING:
        assert decision.outcome != "signpost"


@many
@given(documents)
def test_a_signpost_is_not_urgent_and_carries_no_panel_and_asking_has_a_question(document: dict[str, Any]) -> None:
    decision = decided(document)
    if decision.outcome == "signpost":
        assert decision.priority != "urgent"
        assert decision.panels == ()
    if decision.outcome == "ask":
        assert decision.missing


@many
@given(documents, st.sampled_from(DRIVERS), st.sampled_from([("no", "yes"), ("unknown", "yes"), ("no", "unknown")]))
def test_mental_health_alcohol_and_drugs_never_take_anything_away(
    document: dict[str, Any], driver: str, change: tuple[str, str]
) -> None:
    before, after = (decided(with_facts(document, **{driver: value})) for value in change)
    assert set(before.panels) <= set(after.panels)
    assert (EARLY_ROUTES | {"asb_case"}) & set(routes(before)) <= set(routes(after))
    if before.outcome in ("open_case", "emergency"):
        assert after.outcome in ("open_case", "emergency")


@many
@given(documents)
def test_every_referral_has_one_primary_route_and_a_reason(document: dict[str, Any]) -> None:
    decision = decided(document)
    found = routes(decision)
    assert len(found) == len(set(found))
    assert decision.reasons
    assert all(reason.says.endswith(".") and reason.rule for reason in decision.reasons)


def core(decision: Decision) -> tuple[object, ...]:
    return routes(decision), decision.panels, decision.priority


@many
@given(documents, st.data())
def test_an_answer_that_is_listed_matters_and_one_that_is_not_does_not(document: dict[str, Any], data: Any) -> None:
    decision = decided(document)
    listed = missing(decision)
    unknown = [fact for fact in (*SAFETY_FACTS, "in_borough", "persistent") if said(document, fact) == "unknown"]
    if not unknown:
        return
    fact = data.draw(st.sampled_from(unknown))
    others = [core(decided(with_facts(document, **{fact: value}))) for value in ("yes", "no")]
    assert (fact in listed) == any(other != core(decision) for other in others)


@pytest.mark.parametrize("first", ["2010-01-01", "2016-06-30"])
def test_before_the_first_rule_set_the_first_applies(first: str) -> None:
    document = {"kind": "asb", "received_on": first, "facts": {}}
    assert decided(document).rules.version == "2016-07-01"
