"""Reasons name the rules that counted and what they read; the trace tells the fate of every other one."""

from typing import Any

from services.triage.domain.decision import to_document
from services.triage.domain.explanation import TraceLine
from tests.triage.domain.shipped import SCREENED, a_case, current, decided, the_case


def reasons(**given: Any) -> dict[str, tuple[str, ...]]:
    category = given.pop("category", None)
    return {reason.rule: reason.facts for reason in decided(a_case(category, **given)).reasons}


def traced(**given: Any) -> dict[str, TraceLine]:
    category = given.pop("category", None)
    return {line.rule: line for line in current().trace(the_case(a_case(category, **given)))}


def test_a_reason_names_only_what_made_the_rule_hold() -> None:
    found = reasons(category="noise", **SCREENED, tenure_of_source="council", tenure_of_reporter="owner")
    assert found["landlord-first"] == ("tenure_of_source",)


def test_a_reason_that_stands_on_another_row_names_what_that_row_read() -> None:
    found = reasons(kind="domestic_abuse", children_in_household="yes")
    assert found["child-safeguarding"] == ("children_in_household", "kind")


def test_an_answer_that_counts_as_yes_names_what_made_it_count() -> None:
    assert reasons(category="other", reports_in_6_months=3)["persistent-asb"] == ("persistent", "reports_in_6_months")
    assert reasons(stalking="yes")["crime-to-police"] == ("violence_or_threats", "stalking")


def test_panels_priorities_and_the_change_of_a_signpost_are_reasons_too() -> None:
    found = reasons(category="noise", threats_to_kill="yes", subject_age=40, complex_needs="yes")
    assert found["threat-to-life"] == ("threats_to_kill",)
    assert found["cmarac"] == ("kind", "subject_age", "complex_needs", "statutory_threshold_met")
    assert found["urgent-ask-about-danger"] == ("immediate_danger",)


def test_asking_names_the_first_question_that_could_change_the_route() -> None:
    assert reasons(category="noise", immediate_danger="no")["ask-before-closing"] == ("serious_crime_now",)


def test_the_trace_tells_every_row_once_in_order() -> None:
    lines = [line for line in current().trace(the_case(a_case("noise"))) if line.kind == "row"]
    assert [line.number for line in lines] == list(range(1, 19))
    assert all(line.says and line.policy for line in lines)


def test_the_trace_tells_what_matched_and_what_did_not() -> None:
    lines = traced(category="neighbour_dispute", domestic_abuse="yes", hate_motive="yes", persistent="yes")
    assert lines["domestic-abuse"].state == "matched"
    assert lines["danger-now"].state == "not_matched"
    assert lines["danger-now"].facts == ("immediate_danger", "serious_crime_now", "weapon_present_now")
    assert lines["mediation-offer"].state == "suppressed"
    assert '"domestic-abuse-is-not-asb"' in lines["mediation-offer"].says
    assert lines["hate-motive"].says.endswith("Set aside here: asb_case.")
    assert lines["nothing-else"].state == "not_matched"


def test_the_trace_tells_which_row_came_first() -> None:
    lines = traced(category="fly_tipping", persistent="yes")
    assert lines["persistent-asb"].state == "not_reached"
    assert '"street-services"' in lines["persistent-asb"].says
    assert traced(category="fly_tipping", in_borough="no")["street-services"].state == "not_reached"


def test_the_trace_tells_a_row_whose_only_route_is_set_aside() -> None:
    line = traced(in_borough="no", persistent="yes", exploitation_indicator="yes")["persistent-asb"]
    assert (line.state, '"no-case-outside-the-borough"' in line.says) == ("suppressed", True)


def test_the_trace_tells_of_a_landlord_kept_back() -> None:
    line = traced(category="noise", drug_dealing="yes", tenure_of_source="council")["closing"]
    assert line.says.endswith("council_housing.")
    assert "hate_motive" in line.facts


def test_the_decision_as_a_document_has_the_published_members() -> None:
    document = to_document(decided(a_case("noise", **SCREENED, tenure_of_source="supported", persistent="yes")))
    assert list(document) == "outcome primary also panels priority give reasons missing rules".split()
    assert list(document["primary"]) == ["route", "destination", "done_by", "time_frame"]
    assert document["primary"]["time_frame"] == "P2D"
    assert list(document["reasons"][0]) == ["rule", "says", "facts"]
    assert all(list(each) == ["fact", "could_become"] for each in document["missing"])
    assert document["rules"] == {"id": "borough", "version": "2026-04-01", "effective_from": "2026-04-01"}
    assert type(document["also"]) is list
    urgent = to_document(decided(a_case(hate_motive="yes", immediate_danger="yes")))
    assert urgent["also"][0] == {"route": "hate_crime_police", "done_by": "us", "time_frame": "P1D"}
