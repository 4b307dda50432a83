"""A proposed set is tried on the past: who would change, which way, among whom, without pointing at anybody."""

from datetime import date
from typing import Any

import pytest

from services.triage.application.simulating.simulation import GROUPS, simulate, way_of
from services.triage.domain.rules import RuleSet, rule_set_from
from shared.contracts.vocabulary import VOCABULARY
from tests.support.builders.triage import FLY_TIP, LIVING_NOISE, PERSISTENT
from tests.triage.application.past_days import ABUSE_14, a_past, many
from tests.triage.domain.shipped import current, raw_rules


def proposed(**numbers: int) -> RuleSet:
    raw = raw_rules()
    raw["numbers"].update(numbers)
    return rule_set_from(raw, VOCABULARY)


def test_the_rules_that_decided_change_nothing() -> None:
    past = [
        a_past(1, **FLY_TIP),
        a_past(2, **PERSISTENT),
        a_past(3, kind="domestic_abuse", category=None, answers=ABUSE_14),
    ]
    report = simulate(past, current()).document()
    assert (report["referrals"], report["changed"], report["who"]) == (3, 0, [])


def test_a_higher_threshold_takes_a_panel_from_whoever_just_reached_it() -> None:
    abuse = a_past(7, kind="domestic_abuse", category=None, answers=ABUSE_14)
    report = simulate([abuse, a_past(1, **FLY_TIP)], proposed(marac_dash_yes=15)).document()
    assert report["which_way"] == {"more_protection": 0, "less_protection": 1, "both": 0, "neither": 0}
    assert report["panels"] == {"gained": {}, "lost": {"marac": 1}}
    assert report["priority"] == [{"from": "urgent", "to": "high", "count": 1}]
    assert report["who"] == [
        {
            "reference": abuse.reference,
            "received_on": "2026-11-23",
            "way": "less_protection",
            "priority": {"was": "urgent", "would_be": "high"},
            "panels": {"was": ["marac"], "would_be": []},
        }
    ]


def test_a_repeat_is_counted_from_the_day_of_receipt_not_from_today() -> None:
    facts = {"last_marac_referral_on": "2025-11-24", "new_incident_since_last_marac": "yes", "immediate_danger": "no"}
    within = a_past(1, date(2026, 11, 24), kind="domestic_abuse", category=None, answers=facts)
    past_it = a_past(2, date(2026, 11, 25), kind="domestic_abuse", category=None, answers=facts)
    report = simulate([within, past_it], proposed(marac_repeat_months=24)).document()
    assert [each["reference"] for each in report["who"]] == [past_it.reference]
    assert report["which_way"]["more_protection"] == 1


def test_only_the_days_asked_for_are_judged() -> None:
    past = [a_past(day, date(2026, 11, day), **FLY_TIP) for day in (1, 2, 3)]
    found = simulate(past, current(), date(2026, 11, 2), date(2026, 11, 2))
    assert [each.received_on.day for each in found.referrals] == [2]


def test_answers_that_are_no_longer_words_of_ours_are_counted_and_not_guessed() -> None:
    gone = a_past(1, **FLY_TIP)
    gone.answers = {"a_question_of_old": "yes"}
    report = simulate([gone, a_past(2, **FLY_TIP)], current()).document()
    assert (report["referrals"], report["not_judged"]) == (1, 1)


def test_tables_hold_every_group_and_hide_what_is_small() -> None:
    abuse: dict[str, Any] = {"kind": "domestic_abuse", "category": None, "answers": ABUSE_14}
    past = [*many(9, ward="Abbey", **abuse), *many(3, 20, ward="Canal", **abuse), *many(30, 40, ward="Dock", **FLY_TIP)]
    report = simulate(past, proposed(marac_dash_yes=15)).document()
    assert set(report["by"]) == set(GROUPS)
    lines = {line["value"]: line for line in report["by"]["ward"]}
    assert report["changed"] == 12
    assert (lines["Dock"]["referrals"], {*lines["Dock"].values()} - {"Dock", 30}) == (30, {0})
    # Three in Canal would follow from the sum if nine in Abbey stood there.
    assert [lines[ward]["changed"] for ward in ("Abbey", "Canal")] == [None, None]
    assert [lines[ward]["referrals"] for ward in ("Abbey", "Canal")] == [None, None]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        pytest.param(LIVING_NOISE, PERSISTENT, "more_protection", id="a case of ours instead of a question"),
        pytest.param(PERSISTENT, FLY_TIP, "less_protection", id="a signpost instead of a case"),
        pytest.param(FLY_TIP, FLY_TIP, "neither", id="the same"),
        pytest.param(
            {"kind": "domestic_abuse", "category": None, "answers": {"immediate_danger": "no"}},
            {"category": "noise", "answers": {"child_at_risk": "yes", "immediate_danger": "no"}},
            "both",
            id="one route gained and another lost",
        ),
    ],
)
def test_which_way_a_change_goes(before: dict[str, Any], after: dict[str, Any], way: str) -> None:
    was, becomes = a_past(1, **before).decision, a_past(2, **after).decision
    assert was is not None
    assert becomes is not None
    assert way_of(was, becomes) == way
