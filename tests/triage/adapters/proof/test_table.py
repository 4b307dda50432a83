"""A gap, an overlap, what is never reached and a dead route are each caught, and said so that one can mend them."""

from typing import Any

import pytest

from services.triage.domain.proof import Result
from tests.triage.adapters.proof.planted import Change, a_condition, entry, failing, prover, without

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


@pytest.mark.parametrize(
    ("change", "part", "says", "cure"),
    [
        pytest.param(
            a_strand_nobody_reads, "gap", "the strand forced marriage never falls to the last row", "", id="a gap"
        ),
        pytest.param(
            a_home_nobody_lets,
            "gap",
            "row “landlord-first” leads somewhere whenever it holds",
            "",
            id="a choice of none",
        ),
        pytest.param(
            both_landlords_at_once,
            "overlap",
            "row “landlord-first” never leads to “social_landlord” and “council_housing” at once",
            "",
            id="two of a choice",
        ),
        pytest.param(
            codes_in_two_rows,
            "overlap",
            "row “civil-matter” decides in some case where category is dog fouling",
            "Rows “out-of-borough” and “street-services” take all such cases before it. Take it out of one of them.",
            id="a category in two rows",
        ),
        pytest.param(
            a_condition("mediation-offer", "category is dog_fouling or category is neighbour_dispute"),
            "overlap",
            "alternative 1 of row “mediation-offer” decides in some case",
            "Rows “out-of-borough” and “street-services” take all such cases before it. Take it out of one of them.",
            id="an alternative taken whole",
        ),
        pytest.param(
            a_condition("civil-matter", "category is fly_tipping and in_borough is yes"),
            "unreachable row",
            "row “civil-matter” is reached",
            "Row “street-services” takes all such cases before it. Move it up, correct its condition, or take it out.",
            id="a row behind a wider one",
        ),
        pytest.param(
            a_subtle_shadow,
            "unreachable row",
            "row “mediation-offer” is reached",
            "Row “out-of-borough” takes all such cases before it. Move it up, correct its condition, or take it out.",
            id="a row behind one that ends the table",
        ),
        pytest.param(
            a_condition("persistent-asb", "persistent is yes and victim_age at least 18 and victim_age under 18"),
            "unreachable row",
            "row “persistent-asb” is reached",
            "Its condition can never hold. Move it up, correct its condition, or take it out.",
            id="a condition that says yes and no",
        ),
        pytest.param(
            a_route_nobody_takes,
            "unreachable route",
            "the route “housing_advice” is taken in some case",
            "Its condition can never hold. Name it in a row, or take it out.",
            id="a route nobody takes",
        ),
        pytest.param(
            lambda raw: raw["routes"]["mediation"].update(destination=" tbc "),
            "dead route",
            "every route has a live destination",
            "route “mediation”: it leads to “tbc”. Name who deals with it.",
            id="a destination nobody knows yet",
        ),
        pytest.param(
            lambda raw: raw["routes"]["vawg_specialist"]["destination_by_strand"].update(honour_based=""),
            "dead route",
            "every route has a live destination",
            "route “vawg_specialist”, strand “honour_based”: it leads to “”. Name who deals with it.",
            id="a strand whose service is gone",
        ),
        pytest.param(
            without("panels", "cmarac", "statutory_threshold_met is not yes", "victim_age under 0"),
            "unreachable entry",
            "alternative 1 of panel “cmarac” holds in some case",
            "Its condition can never hold. Correct its condition, or take it out.",
            id="a panel nobody reaches",
        ),
    ],
)
def test_a_fault_of_the_table_is_caught(change: Change, part: str, says: str, cure: str) -> None:
    results = list(prover(change).about_the_table())
    assert (part, says) in failing(results)
    found = next(result for result in results if not result.holds and result.says == says)
    assert found.cure == cure
    assert bool(found.against) is (part == "gap" or "never leads" in says)


def test_what_is_inside_a_row_that_is_never_reached_is_not_named_again() -> None:
    results = list(
        prover(a_condition("mediation-offer", "category is fly_tipping or category is dog_fouling")).about_the_table()
    )
    rows = [result for result in results if not result.holds and "mediation-offer" in result.says]
    assert [result.says for result in rows] == ["row “mediation-offer” is reached"]


def test_rows_of_which_the_first_counts_may_overlap_on_purpose() -> None:
    narrower = a_condition("persistent-asb", "persistent is yes and landlord_contacted is no")
    results: list[Result] = list(prover(narrower).about_the_table())
    assert failing(results) == []
