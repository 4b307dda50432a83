"""Each invariant of the policy catches a set that breaks it, with a case that shows how."""

from typing import Any

import pytest

from tests.triage.adapters.proof.planted import (
    Change,
    a_number,
    all_of,
    dropped,
    entry,
    failing,
    known,
    prover,
    without,
)

pytestmark = pytest.mark.slow

REPEAT = "a repeat within a year, to the day puts domestic abuse before MARAC"


def a_case_for_persistence_first(raw: dict[str, Any]) -> None:
    """A new row that takes persistent trouble away from the safeguarding rows."""
    row = {**entry(raw, "rows", "persistent-asb"), "id": "persistent-first", "number": 0, "ends": True}
    row["when"] = "persistent is yes and adult_at_risk is unknown"
    raw["rows"].insert(0, row)


def no_question_about_children(raw: dict[str, Any]) -> None:
    raw["questions"][1]["answers"].remove("child_at_risk")


def drivers_that_count_against(raw: dict[str, Any]) -> None:
    entry(raw, "panels", "cmarac")["when"] += " and mental_health is not yes"


def never_missing(raw: dict[str, Any]) -> None:
    raw["missing"]["never"].append("hate_motive")


def give_less(raw: dict[str, Any]) -> None:
    entry(raw, "give", "offer_of_support")["when"] = "row domestic-abuse and not row danger-now"


@pytest.mark.parametrize(
    ("change", "part", "says"),
    [
        pytest.param(
            all_of(dropped("suppressions", "domestic-abuse-is-not-asb")),
            "invariant 1",
            "domestic abuse takes no route of rows 10 to 18 and is no ASB case",
            id="domestic abuse as anti-social behaviour",
        ),
        pytest.param(
            lambda raw: raw["routes"]["domestic_abuse"].update(outcome="signpost"),
            "invariant 1",
            "domestic abuse is a case of ours or an emergency",
            id="domestic abuse shown a door",
        ),
        pytest.param(give_less, "invariant 1", "with domestic abuse support is offered", id="no offer in an emergency"),
        pytest.param(
            without("rows", "child-safeguarding", "child_at_risk is yes\n  or", ""),
            "invariant 2",
            "a child at risk reaches children's services",
            id="a child forgotten",
        ),
        pytest.param(
            without("rows", "danger-now", "or weapon_present_now is yes"),
            "invariant 2",
            "danger now is an emergency",
            id="a weapon forgotten",
        ),
        pytest.param(
            a_number("marac_dash_yes", 15),
            "invariant 3",
            "14 or more yes answers puts domestic abuse before MARAC",
            id="the threshold one higher",
        ),
        pytest.param(a_number("marac_repeat_months", 11), "invariant 3", REPEAT, id="a window of eleven months"),
        pytest.param(
            without("panels", "cmarac", "subject_age at least cmarac_age and"),
            "invariant 3",
            "nobody under the age goes to the community panel",
            id="a community panel for children",
        ),
        pytest.param(
            lambda raw: entry(raw, "rows", "adult-safeguarding").update(when="adult_at_risk is not unknown"),
            "invariant 4",
            "adult at risk, from no to unknown or yes, never lowers priority or takes protection away",
            id="certainty that takes away",
        ),
        pytest.param(
            no_question_about_children,
            "invariant 5",
            "no closing route is final while child at risk is unknown",
            id="nobody asks about children",
        ),
        pytest.param(
            dropped("signposts", "urgent-is-ours"), "invariant 5", "a signpost is never urgent", id="urgent and left"
        ),
        pytest.param(
            never_missing,
            "invariant 5",
            "whoever is asked has something to answer",
            id="asked about what is never listed",
        ),
        pytest.param(
            drivers_that_count_against,
            "invariant 6",
            "mental health never takes a panel, protection or an open case away",
            id="a need that counts against somebody",
        ),
    ],
)
def test_a_set_that_breaks_an_invariant_is_caught(change: Change, part: str, says: str) -> None:
    results = list(prover(change).invariants())
    assert (part, says) in failing(results)
    assert all(result.against for result in results if not result.holds)


def test_a_repeat_is_missed_by_a_day_in_a_leap_year_and_the_case_says_which() -> None:
    results = list(prover(a_number("marac_repeat_months", 11)).invariants())
    (shown,) = next(result.against for result in results if result.says == REPEAT)
    assert shown.decision is not None
    assert shown.decision.panels == ()
    assert set(known(shown)) == {"domestic_abuse", "last_marac_referral_on"}


def test_before_2026_a_repeat_was_a_further_crime_and_is_not_asked_for_more() -> None:
    assert failing(list(prover(lambda raw: None, "2021-07-05").invariants())) == []


def test_a_lower_threshold_protects_more_and_is_no_fault() -> None:
    assert failing(list(prover(a_number("marac_dash_yes", 12)).invariants())) == []


def test_a_change_of_one_answer_is_shown_by_the_case_before_and_after() -> None:
    results = list(prover(drivers_that_count_against).invariants())
    before, after = next(result.against for result in results if result.part == "invariant 6" and not result.holds)
    differs = {name for name in before.values if before.values[name] != after.values[name]}
    assert differs == {"mental_health"}
    assert before.decision is not None
    assert after.decision is not None
    assert (before.decision.panels, after.decision.panels) == (("cmarac",), ())
