"""A proof is told so that the owner of the rules understands it: what fails, for whom, and what would come out."""

from dataclasses import replace

from services.triage.application.rule_sets.proof_words import told
from services.triage.domain.rule_sets.proof import Proof, Result, Shown
from tests.triage.domain.shipped import a_case, current, the_case

CASE = the_case(a_case("noise", strands=("trafficking",), received_on="2026-04-01", victim_age=15, child_at_risk="yes"))
SHOWN = Shown(CASE.values, current().decide(CASE))
FAULT = Result("invariant 2", "a child at risk is seen", "for_all_cases", False, "Mend row 6.", (SHOWN,))
FINE = Result("gap", "some row deals with every case", "for_all_cases", True)


def test_a_sound_set_is_one_line_that_says_what_is_proof_and_what_is_not() -> None:
    drawn = replace(FINE, how="by_random_cases")
    assert told("new.toml", Proof("1", (FINE, FINE, drawn))) == [
        "new.toml: sound. 2 claims proven for every possible case; "
        "1 claim tried on cases drawn by lot, which is no proof."
    ]


def test_a_fault_names_the_answers_and_what_comes_out() -> None:
    first, blank, *lines = told("new.toml", Proof("1", (FINE, FAULT)))
    assert (first, blank) == ("new.toml: 1 of 2 claims does not hold.", "")
    assert lines == [
        "Invariant 2: a child at risk is seen. This does not hold.",
        "  Mend row 6.",
        "  A case that shows it: Kind: Anti-social behaviour; Category: Noise; Strands: Trafficking; "
        "Received on 1 April 2026; Is a child being harmed or at risk of harm? Yes; "
        "How old is the person it happens to? 15. Nothing else is known.",
        "  What comes out: open case: modern slavery, also children mash; no panel; urgent priority; nothing given.",
    ]


def test_a_change_of_one_answer_is_told_before_and_after() -> None:
    after = replace(SHOWN, values={**SHOWN.values, "child_at_risk": "no", "victim_age": None, "category": None})
    lines = told("new.toml", Proof("1", (replace(FAULT, against=(SHOWN, after)),)))
    assert (
        "  Then only this changes: Category: none; Is a child being harmed or at risk of harm? No; "
        + ("How old is the person it happens to? Not known")
        in lines
    )


def test_a_case_that_nobody_deals_with_is_told_so() -> None:
    lines = told("new.toml", Proof("1", (replace(FAULT, against=(replace(SHOWN, decision=None),)),)))
    assert lines[-1] == "  What comes out: nothing: nobody deals with it."
