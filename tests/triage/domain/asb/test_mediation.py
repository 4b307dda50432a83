"""Mediation by code between two sides, what it commits, and how it was before and after."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import commands as asked
from services.triage.domain.asb import mediation
from services.triage.domain.asb.borough_commands import SetMediationBudget
from services.triage.domain.asb.events import MediationEnded, MediationOffered, MediatorBooked
from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.money import BUDGETS, Ledger, set_budget
from services.triage.domain.asb.refusals import (
    BothMustAgree,
    DomesticAbuseApart,
    MediationNotRuledSafe,
    MediationRunning,
    NobodyMediated,
    NoMediationRunning,
    NotBooked,
    NothingSaid,
    SideAnsweredAlready,
)
from services.triage.domain.events import ReferralSignposted
from services.triage.domain.refusals import NoCaseOpen
from shared.kernel.refusals import Refusal
from tests.support.builders.asb import a_case, after, at, on_case
from tests.support.builders.triage import ABUSE, LIVING_NOISE, REFERENCE, SCREENED, a_referral, judged

OFFER = asked.OfferMediation(**on_case(at(5)), mediation_id="mediation-1", code="MED-7K3F-Q")
BOOK = asked.BookMediator(**on_case(at(7)), committed_pence=40_000)
END = asked.EndMediation(**on_case(at(20)), result="agreed", spent_pence=39_000)


def offered() -> CaseFile:
    return after(a_case(), mediation.offer_mediation(OFFER, a_case()))


def answered(file: CaseFile, side: str, answer: str = "accepted") -> CaseFile:
    command = asked.AnswerMediation.model_validate({**on_case(at(6)), "side": side, "answer": answer})
    return after(file, mediation.answer_mediation(command, file))


def agreed() -> CaseFile:
    return answered(answered(offered(), "a"), "b")


def test_the_offer_holds_a_code_and_nobodys_name() -> None:
    (fact,) = mediation.offer_mediation(OFFER, a_case())
    assert fact == MediationOffered(
        referral_id="referral-1",
        reference=REFERENCE,
        mediation_id="mediation-1",
        code="MED-7K3F-Q",
        offered_by="officer-1",
    )


@pytest.mark.parametrize("unknown", ["violence_or_threats", "hate_motive", "child_at_risk"])
@pytest.mark.parametrize("said", ["unknown", "yes"])
def test_it_is_never_offered_while_harm_is_not_ruled_out(unknown: str, said: str) -> None:
    file = a_case(answers={**SCREENED, "persistent": "yes", unknown: said})
    with pytest.raises((MediationNotRuledSafe, NoCaseOpen)):
        mediation.offer_mediation(OFFER, file)


def test_it_is_never_offered_in_a_case_of_abuse_and_is_ended_where_abuse_is_seen_later() -> None:
    with pytest.raises(DomesticAbuseApart):
        mediation.offer_mediation(OFFER, a_case(**ABUSE))
    seen = after(agreed(), [judged(a_referral(**ABUSE))])
    with pytest.raises(DomesticAbuseApart):
        mediation.book_mediator(BOOK, seen)
    stop = END.model_copy(update={"result": "not_safe", "spent_pence": 0})
    (fact,) = mediation.end_mediation(stop, seen)
    assert isinstance(fact, MediationEnded)


def test_it_is_offered_where_a_referral_was_closed_by_pointing_to_it_and_nowhere_else() -> None:
    noise = {**LIVING_NOISE, "answers": {**SCREENED, **LIVING_NOISE["answers"], "persistent": "no"}}
    closing = {"referral_id": "referral-1", "reference": REFERENCE, "destination": None, "done_by": None, "give": ()}
    pointed = after(a_case(**noise), [ReferralSignposted(route="mediation", **closing)])
    assert mediation.offer_mediation(OFFER, pointed)
    elsewhere = after(a_case(**noise), [ReferralSignposted(route="civil_advice", **closing)])
    with pytest.raises(Refusal):
        mediation.offer_mediation(OFFER, elsewhere)


def test_a_mediator_is_booked_when_both_have_accepted() -> None:
    with pytest.raises(BothMustAgree):
        mediation.book_mediator(BOOK, answered(offered(), "a"))
    (fact,) = mediation.book_mediator(BOOK, agreed())
    assert isinstance(fact, MediatorBooked)
    assert (fact.committed_pence, fact.booked_on) == (40_000, at(7).date())
    with pytest.raises(MediationRunning):
        mediation.book_mediator(BOOK, after(agreed(), [fact]))


def test_whoever_declines_ends_it_and_it_may_be_offered_again() -> None:
    file = answered(answered(offered(), "a"), "b", "declined")
    assert file.mediations[-1].result == "declined"
    with pytest.raises(NoMediationRunning):
        mediation.book_mediator(BOOK, file)
    assert mediation.offer_mediation(OFFER, file)


def test_one_mediation_and_one_answer_of_each_side_at_a_time() -> None:
    with pytest.raises(MediationRunning):
        mediation.offer_mediation(OFFER, offered())
    with pytest.raises(SideAnsweredAlready):
        answered(answered(offered(), "a"), "a", "declined")
    with pytest.raises(NoMediationRunning):
        answered(a_case(), "a")


def test_nothing_is_spent_where_nothing_was_booked_and_it_ends_once() -> None:
    with pytest.raises(NotBooked):
        mediation.end_mediation(END.model_copy(update={"result": "broken_off"}), agreed())
    for result in ("agreed", "partly_agreed", "not_agreed"):
        said = END.model_copy(update={"result": result, "spent_pence": 0})
        for file in (offered(), agreed()):
            with pytest.raises(NobodyMediated):
                mediation.end_mediation(said, file)
    booked = after(agreed(), mediation.book_mediator(BOOK, agreed()))
    ended = after(booked, mediation.end_mediation(END, booked))
    assert ended.mediations[-1].spent_pence == 39_000
    with pytest.raises(NoMediationRunning):
        mediation.end_mediation(END, ended)


def test_the_average_of_four_hundred_pounds_makes_about_seven_mediations_of_the_years_spending() -> None:
    """£2,750 was spent in 2016-17 at an average of £400: 6.9 mediations (K31)."""
    year = Ledger(budget_pence=275_000, spent_pence=0, committed_pence=0, average_pence=40_000)
    assert round(year.left, 1) == 6.9
    assert not year.over


@settings(max_examples=40)
@for_all(budget=st.integers(0, 500_000), spent=st.integers(0, 500_000), committed=st.integers(0, 500_000))
def test_the_budget_alarms_exactly_when_what_is_spent_and_booked_passes_it(
    budget: int, spent: int, committed: int
) -> None:
    year = Ledger(budget_pence=budget, spent_pence=spent, committed_pence=committed, average_pence=40_000)
    assert year.over == (spent + committed > budget)
    assert (year.left > 0) == (spent + committed < budget)


def test_without_a_budget_any_spending_passes_it() -> None:
    assert Ledger(budget_pence=None, spent_pence=1, committed_pence=0, average_pence=40_000).over


def test_a_budget_is_set_for_a_financial_year_and_the_same_again_is_nothing_new() -> None:
    command = SetMediationBudget(at=at(5), by="manager-1", on=at(5).date(), financial_year=2026, pence=280_000)
    facts = set_budget(command, BUDGETS.initial)
    state = BUDGETS.fold(facts)
    assert state.years == {2026: 280_000}
    assert set_budget(command, state) == []


def test_contacts_are_counted_before_and_after_and_satisfaction_holds_only_what_was_asked() -> None:
    counting = asked.CountContacts(**on_case(at(5)), when="before", contacts=12, days=180)
    assert mediation.count_contacts(counting, a_case())
    asking = asked.RecordSatisfaction(**on_case(at(5)), answers={"in_time": "yes", "outcome": "not_asked"})
    (fact,) = mediation.record_satisfaction(asking, a_case())
    assert getattr(fact, "answers", None) == {"in_time": "yes"}
    with pytest.raises(NothingSaid):
        mediation.record_satisfaction(asking.model_copy(update={"answers": {"outcome": "not_asked"}}), a_case())
