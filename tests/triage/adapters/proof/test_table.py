"""A gap, an overlap, what is never reached and a dead route are each caught, and said so that one can mend them."""

from functools import cache
from typing import Any

import pytest

from services.triage.domain.rule_sets.proof import Result
from tests.triage.adapters.proof.planted import Change, a_condition, all_of, entry, failing, prover, without

pytestmark = pytest.mark.slow

Raw = dict[str, Any]


def codes_in_two_rows(raw: Raw) -> None:
    raw["lists"]["civil_matters"].append("dog_fouling")


def both_landlords_at_once(raw: Raw) -> None:
    for use in entry(raw, "rows", "landlord-first")["routes"]:
        use["when"] = "tenure_of_source is in socially_let or tenure_of_reporter is in socially_let"


def a_home_nobody_lets(raw: Raw) -> None:
    raw["lists"]["let_by_a_social_landlord"].remove("supported")


def a_strand_nobody_reads(raw: Raw) -> None:
    raw["lists"]["specialist_strands"].remove("forced_marriage")


def a_route_nobody_takes(raw: Raw) -> None:
    raw["routes"]["housing_advice"] = dict(raw["routes"]["civil_advice"])


def a_subtle_shadow(raw: Raw) -> None:
    """No words are shared with the row before, so that comparing words would not find it."""
    entry(raw, "rows", "mediation-offer")["when"] = "category is noise and in_borough is no and child_at_risk is no"


# Faults that do not hide each other are planted together: a proof takes a while.
TOGETHER: dict[str, Change] = {
    "choices": all_of(
        a_strand_nobody_reads,
        a_home_nobody_lets,
        codes_in_two_rows,
        a_condition("mediation-offer", "category is dog_fouling or category is neighbour_dispute"),
        a_route_nobody_takes,
        lambda raw: raw["routes"]["mediation"].update(destination=" tbc "),
        lambda raw: raw["routes"]["vawg_specialist"]["destination_by_strand"].update(honour_based=""),
    ),
    "shadows": all_of(
        both_landlords_at_once,
        a_condition("civil-matter", "category is fly_tipping and in_borough is yes"),
        a_subtle_shadow,
        a_condition("persistent-asb", "persistent is yes and victim_age at least 18 and victim_age under 18"),
        without("panels", "cmarac", "statutory_threshold_met is not yes", "victim_age under 0"),
    ),
}
MOVE = "Move it up, correct its condition, or take it out."
TWICE = "Rows “out-of-borough” and “street-services” take all such cases before it. Take it out of one of them."


@cache
def found(faults: str) -> list[Result]:
    return list(prover(TOGETHER[faults]).about_the_table())


@pytest.mark.parametrize(
    ("faults", "part", "says", "cure"),
    [
        pytest.param("choices", "gap", "the strand forced marriage never falls to the last row", "", id="a gap"),
        pytest.param(
            "choices", "gap", "row “landlord-first” leads somewhere whenever it holds", "", id="a choice of none"
        ),
        pytest.param(
            "shadows",
            "overlap",
            "row “landlord-first” never leads to “social_landlord” and “council_housing” at once",
            "",
            id="two of a choice",
        ),
        pytest.param(
            "choices",
            "overlap",
            "row “civil-matter” decides in some case where category is dog fouling",
            TWICE,
            id="a category in two rows",
        ),
        pytest.param(
            "choices",
            "overlap",
            "alternative 1 of row “mediation-offer” decides in some case",
            TWICE,
            id="an alternative taken whole",
        ),
        pytest.param(
            "shadows",
            "unreachable row",
            "row “civil-matter” is reached",
            f"Row “street-services” takes all such cases before it. {MOVE}",
            id="a row behind a wider one",
        ),
        pytest.param(
            "shadows",
            "unreachable row",
            "row “mediation-offer” is reached",
            f"Row “out-of-borough” takes all such cases before it. {MOVE}",
            id="a row behind one that ends the table",
        ),
        pytest.param(
            "shadows",
            "unreachable row",
            "row “persistent-asb” is reached",
            f"Its condition can never hold. {MOVE}",
            id="a condition that says yes and no",
        ),
        pytest.param(
            "choices",
            "unreachable route",
            "the route “housing_advice” is taken in some case",
            "Its condition can never hold. Name it in a row, or take it out.",
            id="a route nobody takes",
        ),
        pytest.param(
            "choices",
            "dead route",
            "every route has a live destination",
            "route “mediation”: it leads to “tbc”. Name who deals with it.",
            id="a destination nobody knows yet",
        ),
        pytest.param(
            "choices",
            "dead route",
            "every route has a live destination",
            "route “vawg_specialist”, strand “honour_based”: it leads to “”. Name who deals with it.",
            id="a strand whose service is gone",
        ),
        pytest.param(
            "shadows",
            "unreachable entry",
            "alternative 1 of panel “cmarac” holds in some case",
            "Its condition can never hold. Correct its condition, or take it out.",
            id="a panel nobody reaches",
        ),
    ],
)
def test_a_fault_of_the_table_is_caught(faults: str, part: str, says: str, cure: str) -> None:
    faulty = [result for result in found(faults) if (result.part, result.says, result.cure) == (part, says, cure)]
    assert [result.holds for result in faulty] == [False]
    assert bool(faulty[0].against) is (part == "gap" or "never leads" in says)


def test_what_is_inside_a_row_that_is_never_reached_is_not_named_again() -> None:
    rows = [result.says for result in found("shadows") if not result.holds and "mediation-offer" in result.says]
    assert rows == ["row “mediation-offer” is reached"]


def test_rows_of_which_the_first_counts_may_overlap_on_purpose() -> None:
    narrower = a_condition("persistent-asb", "persistent is yes and landlord_contacted is no")
    results: list[Result] = list(prover(narrower).about_the_table())
    assert failing(results) == []
