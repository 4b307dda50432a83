"""A condition in plain English says what the tree says, and no more."""

import pytest

from services.triage.application.rule_sets.words import alternatives
from services.triage.domain.rule_sets.syntax import (
    All,
    Any,
    AtLeast,
    Condition,
    Includes,
    Is,
    Known,
    Not,
    OpenQuestion,
    RowMatches,
    Under,
    WithinMonths,
)

CHILD = Is("child_at_risk", ("yes",))
DEALING = Is("drug_dealing", ("no",))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (CHILD, "child at risk is yes"),
        (Is("category", ("smell_or_smoke", "noise")), "category is “smell or smoke” or noise"),
        (Not(Is("tenure_of_source", ("owner",))), "tenure of source is not owner"),
        (Includes("strands", ("trafficking",)), "strands include trafficking"),
        (Not(Includes("strands", ("trafficking",))), "strands do not include trafficking"),
        (Under("victim_age", 16), "victim age is known and under 16"),
        (Not(Under("victim_age", 16)), "not (victim age is known and under 16)"),
        (AtLeast(("dash_yes_count", "dash_unanswered_count"), 14),
         "checklist yes count plus checklist unanswered count is at least 14"),
        (Known("victim_age"), "victim age is known"),
        (Not(Known("victim_age")), "victim age is not known"),
        (WithinMonths("last_marac_referral_on", 12),
         "last MARAC referral on is at most 12 months before the day of receipt"),
        (RowMatches("hate-motive"), "the row “hate motive” matches"),
        (Not(RowMatches("hate-motive")), "the row “hate motive” does not match"),
        (OpenQuestion(), "a question is still open that could change who deals with it"),
        (All((CHILD, DEALING)), "child at risk is yes and drug dealing is no"),
        (All((CHILD, Any((DEALING, Known("landlord"))))),
         "child at risk is yes and (drug dealing is no or landlord is known)"),
        (All((CHILD, Any((RowMatches("a"), RowMatches("b"))))),
         "child at risk is yes and (one of the rows “a” or “b” matches)"),
        (Not(All((CHILD, DEALING))), "not (child at risk is yes and drug dealing is no)"),
    ],
)  # fmt: skip
def test_a_condition_is_said(condition: Condition, words: str) -> None:
    assert alternatives(condition) == (words,)


def test_alternatives_are_said_one_by_one() -> None:
    assert alternatives(Any((CHILD, DEALING))) == ("child at risk is yes", "drug dealing is no")
