"""Each invariant of the policy catches a set that breaks it, with a case that shows how."""

from functools import cache
from typing import Any

import pytest

from services.triage.domain.rule_sets.proof import Result
from tests.triage.adapters.proof.planted import (
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


def no_question_about_children(raw: dict[str, Any]) -> None:
    raw["questions"][1]["answers"].remove("child_at_risk")


def drivers_that_count_against(raw: dict[str, Any]) -> None:
    entry(raw, "panels", "cmarac")["when"] += " and mental_health is not yes"


def never_missing(raw: dict[str, Any]) -> None:
    raw["missing"]["never"].append("hate_motive")


def give_less(raw: dict[str, Any]) -> None:
    entry(raw, "give", "offer_of_support")["when"] = "row domestic-abuse and not row danger-now"


# Faults that do not hide each other are planted together: a proof takes a while.
TOGETHER = {
    "a": all_of(
        dropped("suppressions", "domestic-abuse-is-not-asb"),
        without("rows", "danger-now", "or weapon_present_now is yes"),
        a_number("marac_dash_yes", 15),
        without("panels", "cmarac", "subject_age at least cmarac_age and"),
        dropped("signposts", "urgent-is-ours"),
        no_question_about_children,
    ),
    "b": all_of(
        lambda raw: raw["routes"]["domestic_abuse"].update(outcome="signpost"),
        without("rows", "child-safeguarding", "child_at_risk is yes\n  or", ""),
        a_number("marac_repeat_months", 11),
        never_missing,
    ),
    "c": all_of(
        give_less,
        lambda raw: entry(raw, "rows", "adult-safeguarding").update(when="adult_at_risk is not unknown"),
        drivers_that_count_against,
    ),
}


@cache
def found(faults: str) -> list[Result]:
    return list(prover(TOGETHER[faults]).invariants())


@pytest.mark.parametrize(
    ("faults", "part", "says"),
    [
        pytest.param(
            "a", "invariant 1", "domestic abuse takes no route of rows 10 to 18 and is no ASB case", id="as ASB"
        ),
        pytest.param("b", "invariant 1", "domestic abuse is a case of ours or an emergency", id="shown a door"),
        pytest.param("c", "invariant 1", "with domestic abuse support is offered", id="no offer in an emergency"),
        pytest.param("b", "invariant 2", "a child at risk reaches children's services", id="a child forgotten"),
        pytest.param("a", "invariant 2", "danger now is an emergency", id="a weapon forgotten"),
        pytest.param(
            "a", "invariant 3", "14 or more yes answers puts domestic abuse before MARAC", id="the threshold one higher"
        ),
        pytest.param("b", "invariant 3", REPEAT, id="a window of eleven months"),
        pytest.param(
            "a", "invariant 3", "nobody under the age goes to the community panel", id="a community panel for children"
        ),
        pytest.param(
            "c",
            "invariant 4",
            "adult at risk, from no to unknown or yes, never lowers priority or takes protection away",
            id="certainty that takes away",
        ),
        pytest.param(
            "a",
            "invariant 5",
            "no closing route is final while child at risk is unknown",
            id="nobody asks about children",
        ),
        pytest.param("a", "invariant 5", "a signpost is never urgent", id="urgent and left"),
        pytest.param(
            "b", "invariant 5", "whoever is asked has something to answer", id="asked about what is never listed"
        ),
        pytest.param(
            "c",
            "invariant 6",
            "mental health never takes a panel, protection or an open case away",
            id="a need that counts against somebody",
        ),
    ],
)
def test_a_set_that_breaks_an_invariant_is_caught(faults: str, part: str, says: str) -> None:
    assert (part, says) in failing(found(faults))
    assert all(result.against for result in found(faults) if not result.holds)


def test_a_repeat_is_missed_by_a_day_in_a_leap_year_and_the_case_says_which() -> None:
    (shown,) = next(result.against for result in found("b") if result.says == REPEAT)
    assert shown.decision is not None
    assert shown.decision.panels == ()
    assert set(known(shown)) == {"domestic_abuse", "last_marac_referral_on"}


def test_a_lower_threshold_protects_more_and_is_no_fault() -> None:
    assert failing(list(prover(a_number("marac_dash_yes", 12)).invariants())) == []


def test_a_change_of_one_answer_is_shown_by_the_case_before_and_after() -> None:
    shown = (result.against for result in found("c") if result.part == "invariant 6" and not result.holds)
    before, after = next(shown)
    differs = {name for name in before.values if before.values[name] != after.values[name]}
    assert differs == {"mental_health"}
    assert before.decision is not None
    assert after.decision is not None
    assert (before.decision.panels, after.decision.panels) == (("cmarac",), ())
