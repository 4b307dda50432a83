"""A referral is in one person's hands or in nobody's, whatever two people do at once."""

from collections.abc import Sequence

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.assessment import DECIDER
from services.triage.domain.desk import in_hand
from services.triage.domain.desk.commands import GiveTo, HandOver, PutBack, RecordContact, RecordReceipt, TakeOn
from services.triage.domain.desk.events import ContactTried, ReceiptRecorded, ReferralGiven, ReferralHandedOver
from services.triage.domain.events import CaseClosed, ReferralPutBack, ReferralTaken
from services.triage.domain.refusals import NotYetTriaged, ReferralAlreadyClosed, TakenMeanwhile
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact
from shared.kernel.refusals import Refusal
from tests.support.builders.triage import NOW, PERSISTENT, REFERENCE, a_referral, opened
from tests.support.scenario import given

ID = {"referral_id": "referral-1"}
ABOUT = {**ID, "reference": REFERENCE}
PAST = opened(a_referral(**PERSISTENT))
TAKEN = ReferralTaken(**ABOUT, taken_by="ann")


def take(who: str, seen: str | None = None) -> TakeOn:
    return TakeOn(at=NOW, **ID, taken_by=who, seen=seen)


def give(who: str, seen: str | None = None) -> GiveTo:
    return GiveTo(at=NOW, **ID, given_to=who, given_by="mo", seen=seen)


def hand_over(whose: str, cover: str | None) -> HandOver:
    return HandOver(at=NOW, **ID, handed_from=whose, given_to=cover, because="absence")


def test_an_officer_takes_it_on_once() -> None:
    given(DECIDER, *PAST).when(in_hand.take_on, take("ann")).then(TAKEN)
    given(DECIDER, *PAST, TAKEN).when(in_hand.take_on, take("ann")).then_nothing()


def test_of_two_who_take_it_at_once_the_second_is_told_and_may_take_it_over_knowingly() -> None:
    past = given(DECIDER, *PAST, TAKEN)
    past.when(in_hand.take_on, take("bo")).then_refused(TakenMeanwhile)
    past.when(in_hand.take_on, take("bo", seen="cy")).then_refused(TakenMeanwhile)
    past.when(in_hand.take_on, take("bo", seen="ann")).then(ReferralTaken(**ABOUT, taken_by="bo"))
    past.when(in_hand.give_to, give("bo")).then_refused(TakenMeanwhile)


def test_what_was_put_back_meanwhile_may_be_taken_by_whoever_saw_it_in_other_hands() -> None:
    put = ReferralPutBack(**ABOUT)
    given(DECIDER, *PAST, TAKEN).when(in_hand.put_back, PutBack(at=NOW, **ID)).then(put)
    past = given(DECIDER, *PAST, TAKEN, put)
    past.when(in_hand.put_back, PutBack(at=NOW, **ID)).then_nothing()
    past.when(in_hand.take_on, take("bo", seen="ann")).then(ReferralTaken(**ABOUT, taken_by="bo"))


def test_it_is_given_from_hand_to_hand() -> None:
    handed = ReferralGiven(**ABOUT, taken_by="bo", given_by="mo")
    given(DECIDER, *PAST, TAKEN).when(in_hand.give_to, give("bo", seen="ann")).then(handed)
    given(DECIDER, *PAST, TAKEN, handed).when(in_hand.give_to, give("bo", seen="ann")).then_nothing()


def test_it_is_handed_over_only_from_those_hands_and_only_while_it_is_open() -> None:
    over = ReferralHandedOver(**ABOUT, handed_from_id="ann", taken_by=None, because="absence")
    given(DECIDER, *PAST, TAKEN).when(in_hand.hand_over, hand_over("ann", None)).then(over)
    for past in ((), (TAKEN, over), (ReferralTaken(**ABOUT, taken_by="bo"),), (TAKEN, CaseClosed(**ABOUT, reason="x"))):
        given(DECIDER, *PAST, *past).when(in_hand.hand_over, hand_over("ann", None)).then_nothing()
    given(DECIDER).when(in_hand.hand_over, hand_over("ann", None)).then_nothing()


def test_each_try_to_reach_them_and_each_receipt_is_kept() -> None:
    tried = RecordContact(at=NOW, **ID, way="phone", outcome="no_answer")
    given(DECIDER, *PAST).when(in_hand.record_contact, tried).then(
        ContactTried(**ABOUT, way="phone", outcome="no_answer", tried_at=NOW)
    )
    receipt = RecordReceipt(at=NOW, **ID)
    given(DECIDER, *PAST).when(in_hand.record_receipt, receipt).then(ReceiptRecorded(**ABOUT))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [((), NotYetTriaged), ((*PAST, CaseClosed(**ABOUT, reason="resolved")), ReferralAlreadyClosed)],
)
def test_before_triage_and_after_closing_nobody_has_it_in_hand(facts: Sequence[Fact], refusal: type[Refusal]) -> None:
    past = given(DECIDER, *facts)
    past.when(in_hand.take_on, take("ann")).then_refused(refusal)
    past.when(in_hand.put_back, PutBack(at=NOW, **ID)).then_refused(refusal)
    past.when(in_hand.give_to, give("bo")).then_refused(refusal)
    past.when(in_hand.record_receipt, RecordReceipt(at=NOW, **ID)).then_refused(refusal)


OFFICERS = st.sampled_from(("ann", "bo", "cy"))
STEPS = st.one_of(
    st.builds(take, OFFICERS, st.none() | OFFICERS),
    st.builds(give, OFFICERS, st.none() | OFFICERS),
    st.builds(hand_over, OFFICERS, st.none() | OFFICERS),
    st.just(PutBack(at=NOW, **ID)),
)
DECIDE = {TakeOn: in_hand.take_on, GiveTo: in_hand.give_to, HandOver: in_hand.hand_over, PutBack: in_hand.put_back}


@for_all(st.lists(STEPS, max_size=12))
@settings(max_examples=60)
def test_whatever_is_asked_in_whatever_order_nobody_loses_it_without_knowing(steps: list[object]) -> None:
    state = DECIDER.fold(PAST)
    for step in steps:
        assert isinstance(state, Assessed)
        before = state.taken_by
        try:
            facts = DECIDE[type(step)](step, state)  # type: ignore[operator]  # each takes its own command
        except TakenMeanwhile:
            assert before not in (None, getattr(step, "seen", None))
            continue
        for fact in facts:
            state = DECIDER.evolve(state, fact)
        assert isinstance(state, Assessed)
        if state.taken_by != before and before is not None and isinstance(step, TakeOn | GiveTo):
            assert step.seen == before
