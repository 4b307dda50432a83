"""Deciding otherwise where it takes two: nothing changes until another person has read it."""

from datetime import timedelta
from typing import Any

import pytest

from services.triage.domain import assessment, overriding
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import (
    AddAnswers,
    CloseCase,
    ConfirmDecision,
    OpenAssessment,
    OverrideDecision,
)
from services.triage.domain.desk import second_reader
from services.triage.domain.desk.commands import AgreeOverride, DeclineOverride
from services.triage.domain.desk.events import OverrideDeclined, OverrideProposed
from services.triage.domain.events import CaseClosed, DecisionConfirmed, DecisionOverridden, SupportRequested
from services.triage.domain.refusals import NothingProposed, OwnProposal, ReceiptAwaited, SecondReaderAwaited
from services.triage.domain.state import Assessed, Standing
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private
from tests.support.builders.triage import ABUSE, NOW, PERSISTENT, REFERENCE, a_referral, judged, opened, the_judge
from tests.support.scenario import given

ID = "referral-1"
CLOSE = CloseCase(at=NOW, referral_id=ID, reason="resolved")
CLOSED = CaseClosed(referral_id=ID, reference=REFERENCE, reason="resolved")
AGREE = AgreeOverride(at=NOW, referral_id=ID, agreed_by="bo")


def override(command: OverrideDecision, state: Standing) -> tuple[Fact, ...]:
    return tuple(overriding.override_decision(command, state, the_judge()))


def agree(command: AgreeOverride, state: Standing) -> tuple[Fact, ...]:
    return tuple(overriding.agree_override(command, state, the_judge()))


def otherwise(route: str) -> OverrideDecision:
    return OverrideDecision(
        at=NOW, referral_id=ID, route=route, code="agency_agreed", text="They have agreed.", overridden_by="ann"
    )


def a_past(*facts: Fact, **referral: Any) -> tuple[Fact, ...]:
    return (*opened(a_referral(**(referral or ABUSE))), *facts)


def a_proposal(**referral: Any) -> OverrideProposed:
    (proposal,) = given(DECIDER, *a_past(**referral)).when(override, otherwise("vawg_specialist")).then_facts()
    assert isinstance(proposal, OverrideProposed)
    return proposal


def test_what_takes_less_protection_waits_and_the_rules_decision_stands() -> None:
    proposal = a_proposal()
    assert (proposal.proposed_by, proposal.recommended, proposal.route) == ("ann", "domestic_abuse", "vawg_specialist")
    standing = DECIDER.fold(a_past(proposal))
    assert isinstance(standing, Assessed)
    assert (standing.settled, standing.pending) == (False, proposal)
    past = given(DECIDER, *a_past(proposal))
    past.when(assessment.confirm_decision, ConfirmDecision(at=NOW, referral_id=ID)).then_refused(SecondReaderAwaited)
    past.when(override, otherwise("vawg_specialist")).then_refused(SecondReaderAwaited)


def test_a_second_person_agrees_and_never_the_first() -> None:
    past = given(DECIDER, *a_past(a_proposal()))
    past.when(agree, AGREE.model_copy(update={"agreed_by": "ann"})).then_refused(OwnProposal)
    overridden, *case = past.when(agree, AGREE).then_facts()
    assert isinstance(overridden, DecisionOverridden)
    assert (overridden.route, overridden.proposed_by, overridden.text.person_id) == (
        "vawg_specialist",
        "ann",
        "person-1",
    )  # type: ignore[attr-defined]  # unsealed yet
    assert [type(fact).__name__ for fact in case] == ["CaseOpened"]
    given(DECIDER, *a_past(a_proposal(), overridden)).when(agree, AGREE).then_refused(NothingProposed)


def test_whoever_does_not_agree_leaves_the_rules_decision_and_it_may_be_proposed_again() -> None:
    proposal = a_proposal()
    declined = OverrideDeclined(referral_id=ID, reference=REFERENCE, round=1, declined_by="bo")
    decline = DeclineOverride(at=NOW, referral_id=ID, declined_by="bo")
    given(DECIDER, *a_past(proposal)).when(second_reader.decline_override, decline).then(declined)
    past = given(DECIDER, *a_past(proposal, declined))
    past.when(second_reader.decline_override, decline).then_refused(NothingProposed)
    past.when(override, otherwise("vawg_specialist")).then(proposal)


def test_new_answers_void_what_was_proposed_on_the_old_ones() -> None:
    past = a_past(a_proposal())
    state = DECIDER.fold(past)
    adding = AddAnswers(at=NOW, referral_id=ID, answers={"strangulation": "yes"})
    again = assessment.add_answers(adding, state, the_judge())
    given(DECIDER, *past, *again).when(agree, AGREE).then_refused(NothingProposed)


@pytest.mark.parametrize(
    ("referral", "route", "two"),
    [
        (ABUSE, "modern_slavery", False),
        (ABUSE, "emergency_999", False),
        (ABUSE, "vawg_specialist", True),
        (ABUSE, "adult_safeguarding", True),
        (PERSISTENT, "children_mash", False),
        (PERSISTENT, "police_101", True),
        (PERSISTENT, "environmental_health", True),
        ({"category": "noise", "answers": {"noise_kind": "living"}}, "environmental_health", False),
        ({"category": "noise", "answers": {"noise_kind": "living"}}, "asb_case", False),
    ],
)
def test_it_takes_two_above_the_level_that_the_policy_sets(referral: dict[str, Any], route: str, two: bool) -> None:
    decision = the_judge().decide(a_referral(**referral), a_referral(**referral).answers)
    assert second_reader.needs_second_reader(decision, route) is two


def test_who_sees_domestic_abuse_where_the_rules_saw_none_asks_for_an_adviser_from_that_moment() -> None:
    facts = given(DECIDER, *a_past(**PERSISTENT)).when(override, otherwise("domestic_abuse")).then_facts()
    (asked,) = [fact for fact in facts if isinstance(fact, SupportRequested)]
    assert asked.due_at == NOW + timedelta(hours=24)
    known = given(DECIDER, *a_past(asked, **PERSISTENT)).when(override, otherwise("domestic_abuse")).then_facts()
    assert not [fact for fact in known if isinstance(fact, SupportRequested)]


@pytest.mark.parametrize("route", ["modern_slavery", "children_mash", "adult_safeguarding", "vawg_specialist"])
def test_a_case_that_a_person_sent_to_those_who_protect_stays_open_until_they_have_it(route: str) -> None:
    opening = OpenAssessment(at=NOW, referral=a_referral(**PERSISTENT))
    past = tuple(assessment.open_assessment(opening, DECIDER.initial, the_judge()))
    given(DECIDER, *past).when(assessment.close_case, CLOSE).then(CLOSED)
    text = private("person-1", Narrative, "We know better")
    sent = DecisionOverridden(
        referral_id=ID, reference=REFERENCE, round=1, recommended="asb_case", route=route, code="other", text=text
    )
    given(DECIDER, *past, sent).when(assessment.close_case, CLOSE).then_refused(ReceiptAwaited)
    again = (*past, sent, judged(a_referral(**PERSISTENT), 2))
    given(DECIDER, *again).when(assessment.close_case, CLOSE).then_refused(ReceiptAwaited)
    agreed = DecisionConfirmed(referral_id=ID, reference=REFERENCE, round=2)
    given(DECIDER, *again, agreed).when(assessment.close_case, CLOSE).then(CLOSED)
