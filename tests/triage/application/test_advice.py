"""The rules asked without storing anything."""

from datetime import date
from typing import Any

import pytest

from services.triage.adapters.rule_files import load_rule_sets
from services.triage.application.advice import Advice
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.clock import ScriptedClock
from shared.kernel.refusals import InvalidInput
from tests.support.builders.triage import NOW


@pytest.fixture(scope="module")
def advice() -> Advice:
    return Advice(load_rule_sets(VOCABULARY), VOCABULARY, ScriptedClock(NOW))


def errors(found: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in found.value.errors]


def test_a_case_is_judged_and_the_document_has_the_agreed_members(advice: Advice) -> None:
    document = advice.evaluate({"kind": "asb", "category": "fly_tipping", "received_on": "2026-11-23"})
    assert list(document) == [
        "outcome", "primary", "also", "panels", "priority", "give", "reasons", "missing", "rules",
    ]  # fmt: skip
    assert document["primary"] == {
        "route": "street_services",
        "destination": "Street services: report it online",
        "done_by": "resident",
        "time_frame": None,
    }
    assert document["rules"] == {"id": "borough", "version": "2026-04-01", "effective_from": "2026-04-01"}


@pytest.mark.parametrize(
    ("day", "version"), [("2017-01-02", "2016-07-01"), ("2020-01-02", "2017-10-21"), (None, "2026-04-01")]
)
def test_the_day_of_receipt_picks_the_rules_and_is_today_where_nobody_said(
    advice: Advice, day: str | None, version: str
) -> None:
    assert advice.evaluate({"kind": "asb", "received_on": day})["rules"]["version"] == version


def test_what_is_wrong_is_said_member_by_member(advice: Advice) -> None:
    with pytest.raises(InvalidInput) as found:
        advice.evaluate({"kind": "robbery", "facts": {"child_at_risk": "perhaps", "shoe_size": 43}})
    assert errors(found) == [
        ("/kind", "unknown_value"),
        ("/facts/child_at_risk", "unknown_value"),
        ("/facts/shoe_size", "unknown_fact"),
    ]


def test_each_dated_set_gives_its_opinion_the_newest_first(advice: Advice) -> None:
    repeat = {
        "last_marac_referral_on": "2026-01-05",
        "new_incident_since_last_marac": "yes",
        "new_incident_criminal": "no",
    }
    members = {"kind": "domestic_abuse", "category": None, "strands": (), "received_on": date(2026, 11, 23)}
    opinions = advice.opinions({**members, "facts": repeat})
    assert [(each.version, each.today, each.decision["panels"]) for each in opinions] == [
        ("2026-04-01", True, ["marac"]),
        ("2021-07-05", False, []),
        ("2017-10-21", False, []),
        ("2016-07-01", False, []),
    ]


def test_answers_are_read_as_stored_and_free_words_kept_apart(advice: Advice) -> None:
    answers, words = advice.read_answers(
        {
            "child_at_risk": None,
            "victim_age": 34,
            "perpetrator_age": None,
            "last_marac_referral_on": "2026-03-02",
            "landlord": "Alder Homes",
            "judgement_reason": None,
        }
    )
    assert answers == {
        "child_at_risk": "unknown",
        "victim_age": 34,
        "perpetrator_age": None,
        "last_marac_referral_on": "2026-03-02",
    }
    assert words == {"landlord": "Alder Homes"}


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"victim_age": True}, ("/facts/victim_age", "wrong_type")),
        ({"victim_age": 1e9}, ("/facts/victim_age", "wrong_type")),
        ({"last_marac_referral_on": "2026-02-30"}, ("/facts/last_marac_referral_on", "bad_date")),
        ({"landlord": "x" * 2001}, ("/facts/landlord", "too_long")),
        ({"Amina Okafor": "yes"}, ("/facts", "unknown_fact")),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_without_repeating_it(
    advice: Advice, facts: dict[str, Any], wrong: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as found:
        advice.read_answers(facts)
    assert errors(found) == [wrong]
    assert "Amina" not in str(found.value)


def test_a_person_may_choose_among_the_routes_of_that_day(advice: Advice) -> None:
    assert {"asb_case", "mediation", "emergency_999"} <= set(advice.routes(date(2016, 8, 1)))
