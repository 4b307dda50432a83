"""A table may not hold what could never decide: impossible conditions, rows that are never reached, overlaps, gaps."""

from collections.abc import Callable
from typing import Any

import pytest

from services.triage.domain.rule_sets.document import RuleProblem
from services.triage.domain.rules import plan_from
from shared.contracts.vocabulary import VOCABULARY
from tests.triage.domain.shipped import raw_rules

Raw = dict[str, Any]


def row(raw: Raw, name: str) -> Raw:
    return next(each for each in raw["rows"] if each["id"] == name)


def a_condition(name: str, when: str) -> Callable[[Raw], None]:
    return lambda raw: row(raw, name).update(when=when)


def a_longer_list(name: str, *codes: str) -> Callable[[Raw], None]:
    return lambda raw: raw["lists"][name].extend(codes)


def a_shorter_list(name: str, code: str) -> Callable[[Raw], None]:
    return lambda raw: raw["lists"][name].remove(code)


def landlord_first_before_landlord_told(raw: Raw) -> None:
    rows = raw["rows"]
    rows[13], rows[14] = {**rows[14], "number": 14}, {**rows[13], "number": 15}


def refusal(change: Callable[[Raw], None]) -> str:
    raw = raw_rules()
    change(raw)
    with pytest.raises(RuleProblem) as refused:
        plan_from(raw, VOCABULARY)
    return str(refused.value)


@pytest.mark.parametrize("day", ["2016-07-01", "2017-10-21", "2021-07-05", "2026-04-01"])
def test_the_shipped_tables_hold_nothing_of_the_kind(day: str) -> None:
    plan_from(raw_rules(day), VOCABULARY)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            landlord_first_before_landlord_told,
            "row landlord-told-still-persistent: it can never be reached: row landlord-first takes all its cases. "
            "Move it up or take it out.",
            id="a special row behind the general one",
        ),
        pytest.param(
            a_condition("civil-matter", "category is fly_tipping"),
            "row civil-matter: it can never be reached: row street-services takes all its cases. "
            "Move it up or take it out.",
            id="a row whose only category an earlier row takes",
        ),
        pytest.param(
            a_condition("persistent-asb", "in_borough is yes and category is fly_tipping"),
            "row persistent-asb: it can never be reached: row street-services takes all its cases. "
            "Move it up or take it out.",
            id="a narrower case of an earlier row",
        ),
        pytest.param(
            a_condition("mediation-offer", "category is dog_fouling or category is neighbour_dispute"),
            "row mediation-offer: it overlaps: row street-services takes one of its alternatives whole. "
            "Take it out of one of them.",
            id="an alternative that an earlier row takes",
        ),
        pytest.param(
            a_longer_list("civil_matters", "graffiti_or_vandalism", "dog_fouling"),
            "row civil-matter: it overlaps: row street-services takes it where category is "
            "dog_fouling, graffiti_or_vandalism. Take that out of one of them.",
            id="categories in two rows",
        ),
        pytest.param(
            a_condition("persistent-asb", "persistent is yes and persistent is not in socially_let"),
            "row persistent-asb, when: there is no value of persistent \"housing_association\". "
            "Use one of: no, unknown, yes.",
            id="a list of another answer",
        ),
        pytest.param(
            a_condition("persistent-asb", "persistent is yes and not (persistent is yes or in_borough is no)"),
            "row persistent-asb: one of its alternatives can never hold. Correct it or take it out.",
            id="a condition that says yes and no",
        ),
        pytest.param(
            a_condition("persistent-asb", "persistent is yes or victim_age at least 18 and victim_age under 18"),
            "row persistent-asb: one of its alternatives can never hold. Correct it or take it out.",
            id="an age under and over at once",
        ),
        pytest.param(
            a_shorter_list("specialist_strands", "forced_marriage"),
            'rows: the table has a gap: the strand "forced_marriage" would fall to row nothing-else. '
            "Name it in a row.",
            id="a strand that nobody deals with",
        ),
    ],
)  # fmt: skip
def test_what_could_never_decide_is_named_with_its_cure(change: Callable[[Raw], None], message: str) -> None:
    assert refusal(change) == message


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(a_condition("persistent-asb", "persistent is yes and landlord_contacted is no"), id="narrower"),
        pytest.param(a_condition("mediation-offer", "in_borough is not no and category is trespass"), id="not inside"),
        pytest.param(
            a_condition("persistent-asb", "tenure_of_source is council and persistent is yes"),
            id="reached where the earlier row is set aside",
        ),
    ],
)
def test_a_row_that_can_be_reached_is_left_alone(change: Callable[[Raw], None]) -> None:
    raw = raw_rules()
    change(raw)
    plan_from(raw, VOCABULARY)
