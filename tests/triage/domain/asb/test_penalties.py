"""Fixed penalties: one a breach, paid in time or in full, and no prosecution of whoever paid or still may."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import ladder
from services.triage.domain.asb.events import StepEnded
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.refusals import LawDoesNotAllow, NotOfThisStep, NotPaidInFull
from services.triage.domain.events import CaseClosed
from tests.support.builders.asb import (
    a_case,
    a_step,
    after,
    an_order,
    at,
    on_case,
    taken,
    the_law,
    with_incident,
    with_subject,
)
from tests.support.builders.triage import ABUSE, REFERENCE, a_referral, judged

CPW, CPN, FPN, COURT = "community_protection_warning", "community_protection_notice", "fixed_penalty", "prosecution"
CLOSED = CaseClosed(referral_id="referral-1", reference=REFERENCE, reason="resolved")


def breached(times: int = 1) -> CaseFile:
    """A notice of 16 November, to comply by the 20th, and breaches from the 22nd on, an hour apart."""
    file = with_incident(with_subject(a_case()), at(3))
    file = with_incident(taken(file, a_step(CPW, at(5), comply_by=date(2026, 11, 12))), at(14))
    file = taken(file, a_step(CPN, at(16), comply_by=date(2026, 11, 20)))
    for number in range(times):
        file = with_incident(file, at(22, number))
    return file


def refused(file: CaseFile, step: asked.TakeStep) -> str:
    with pytest.raises(LawDoesNotAllow) as refusal:
        ladder.take_step(step, file, the_law())
    return refusal.value.says


def ended(file: CaseFile, result: str, on: date | None = None, pence: int | None = None, day: int = 30) -> CaseFile:
    members = {"step_id": file.steps[-1].step_id, "result": result, "paid_on": on, "paid_pence": pence}
    command = asked.EndStep.model_validate({**on_case(at(day)), **members})
    return after(file, ladder.end_step(command, file))


def test_one_breach_has_one_penalty_and_each_further_one_another() -> None:
    file = taken(breached(), a_step(FPN, at(23)))
    assert "Each evidenced breach has its penalty already: 1." in refused(file, a_step(FPN, at(24)))
    again = with_incident(file, at(24))
    assert len(taken(again, a_step(FPN, at(25))).steps) == 4
    told_twice = with_incident(file, at(22), how="partner", same_as_id="incident-3")
    assert "has its penalty already" in refused(told_twice, a_step(FPN, at(24)))


def test_a_penalty_that_was_withdrawn_answers_nothing() -> None:
    assert taken(ended(taken(breached(), a_step(FPN, at(23))), "withdrawn"), a_step(FPN, at(24))).steps


def test_nobody_is_prosecuted_for_what_they_paid_or_still_may() -> None:
    file = taken(breached(), a_step(FPN, at(9, month=12)))
    court = a_step(COURT, at(23, month=12))
    assert "can be paid until the end of 23 December 2026" in refused(file, court)
    assert taken(file, a_step(COURT, at(24, month=12))).steps[-1].tool == COURT
    paid = after(file, [_paid(file, date(2026, 12, 10))])
    assert "answered by a fixed penalty that was paid" in refused(paid, a_step(COURT, at(1, month=2, year=2027)))
    assert taken(with_incident(paid, at(11, month=12)), court).steps[-1].tool == COURT


def _paid(file: CaseFile, on: date) -> StepEnded:
    step = file.steps[-1]
    ids = {"referral_id": "referral-1", "reference": REFERENCE, "step_id": step.step_id, "tool": step.tool}
    return StepEnded(**ids, result="paid", paid_on=on, paid_pence=step.owed(on))


def test_a_breach_of_an_order_has_one_penalty_and_is_prosecuted_once_its_time_is_over() -> None:
    file = with_incident(with_subject(a_case()), at(3))
    there = {"orders": an_order()}
    court = a_step("order_prosecution", at(5), **there)
    assert taken(file, court).steps
    assert "No order of this kind" in refused(file, a_step("order_prosecution", at(5)))
    file = taken(file, a_step("order_penalty", at(5), **there))
    assert "has its penalty already" in refused(file, a_step("order_penalty", at(6), **there))
    assert "can be paid until the end of 19 November 2026" in refused(file, court)
    assert taken(file, a_step("order_prosecution", at(20), **there)).steps[-1].tool == "order_prosecution"


@pytest.mark.parametrize(
    ("on", "pence", "refusal"),
    [
        (date(2026, 11, 22), 10_000, NotOfThisStep),
        (date(2026, 12, 31), 10_000, NotOfThisStep),
        (None, 10_000, NotOfThisStep),
        (date(2026, 12, 3), 7_499, NotPaidInFull),
        (date(2026, 12, 4), 7_500, NotPaidInFull),
        (date(2026, 12, 3), None, NotPaidInFull),
    ],
    ids=["before it was served", "to come", "no day", "too little early", "too late for the discount", "nothing"],
)
def test_it_is_paid_on_a_day_that_there_was_and_in_full(on: date | None, pence: int | None, refusal: type) -> None:
    file = taken(breached(), a_step(FPN, at(23)))
    members: dict[str, Any] = {"step_id": file.steps[-1].step_id, "result": "paid", "paid_on": on, "paid_pence": pence}
    with pytest.raises(refusal):
        ladder.end_step(asked.EndStep(**on_case(at(30, month=12)), **members), file)


@settings(max_examples=60)
@for_all(days=st.integers(0, 60), pence=st.integers(0, 12_000))
def test_less_is_enough_exactly_until_the_early_day_is_over(days: int, pence: int) -> None:
    """£75 within 10 days, £100 after (K26)."""
    file = taken(breached(), a_step(FPN, at(23)))
    on = date(2026, 11, 23) + timedelta(days=days)
    members = {"step_id": file.steps[-1].step_id, "result": "paid", "paid_on": on, "paid_pence": pence}
    command = asked.EndStep(**on_case(at(1, month=3, year=2027)), **members)
    if pence >= (7_500 if days <= 10 else 10_000):
        (fact,) = ladder.end_step(command, file)
        assert isinstance(fact, StepEnded)
        assert (fact.paid_on, fact.paid_pence) == (on, pence)
    else:
        with pytest.raises(NotPaidInFull):
            ladder.end_step(command, file)


@settings(max_examples=60)
@for_all(breaches=st.integers(1, 4), deeds=st.lists(st.sampled_from(("give", "pay", "withdraw")), max_size=10))
def test_there_are_never_more_penalties_that_count_than_breaches(breaches: int, deeds: list[str]) -> None:
    file = breached(breaches)
    for number, deed in enumerate(deeds):
        standing = [each for each in file.steps if each.tool == FPN and each.stands()]
        open_ones = [each for each in standing if each.result is None]
        if deed == "give":
            step = a_step(FPN, at(23) + timedelta(minutes=number))
            if len(standing) < breaches:
                file = taken(file, step)
            else:
                refused(file, step)
        elif open_ones:
            paid = {"paid_on": date(2026, 11, 23), "paid_pence": 7_500} if deed == "pay" else {}
            result = "paid" if deed == "pay" else "withdrawn"
            command = asked.EndStep.model_validate(
                {**on_case(at(24)), "step_id": open_ones[0].step_id, "result": result, **paid}
            )
            file = after(file, ladder.end_step(command, file))
        assert sum(each.tool == FPN and each.stands() for each in file.steps) <= breaches


def test_only_a_penalty_is_paid_and_it_is_neither_complied_with_nor_quashed() -> None:
    file = taken(breached(), a_step(FPN, at(23)))
    for result in ("complied", "breached", "quashed", "refused_by_court"):
        with pytest.raises(NotOfThisStep):
            ended(file, result)
    notice = breached()
    with pytest.raises(NotOfThisStep):
        ended(notice, "paid", date(2026, 11, 20), 10_000)


@pytest.mark.parametrize("since", [CLOSED, judged(a_referral(**ABUSE))], ids=["closed", "abuse seen since"])
def test_what_was_served_is_ended_whatever_has_become_of_the_case(since: Any) -> None:
    """It is paid after the case is closed; and whoever turns out to be harmed is not left with a notice in force."""
    file = after(breached(), [since])
    assert ended(file, "withdrawn").steps[-1].result == "withdrawn"
