"""A child who is linked to a referral of abuse goes to children's services, whoever forgot to ask."""

import pytest

from services.triage.domain import judged_again
from services.triage.domain.assessment import DECIDER, open_assessment
from services.triage.domain.commands import NoteAnswers, OpenAssessment
from services.triage.domain.events import AnswersAdded, AnswerValue, Person, ReferralFacts, ReferralTriaged
from services.triage.domain.linked_children import with_linked_children
from services.triage.domain.state import Standing
from shared.kernel.messages import Fact
from tests.support.builders.triage import ABUSE, NOW, a_referral, opened, the_judge
from tests.support.scenario import given

CHILD = Person(person_id="child-1", roles=("child",))
NOBODY_SAID = {**ABUSE, "answers": {k: v for k, v in ABUSE["answers"].items() if k != "children_in_household"}}
MASH = "children_mash"


def routes(fact: Fact) -> set[str]:
    assert isinstance(fact, ReferralTriaged)
    return {fact.decision.primary.route, *(also.route for also in fact.decision.also)}


def first_judged(referral: ReferralFacts) -> ReferralTriaged:
    command = OpenAssessment(at=NOW, referral=referral)
    facts = given(DECIDER).when(lambda asked, state: open_assessment(asked, state, the_judge()), command).then_facts()
    return next(fact for fact in facts if isinstance(fact, ReferralTriaged))


def note_answers(command: NoteAnswers, state: Standing) -> tuple[Fact, ...]:
    return tuple(judged_again.note_answers(command, state, the_judge()))


@pytest.mark.parametrize(("said", "read"), [(None, "yes"), ("unknown", "yes"), ("yes", "yes"), ("no", "no")])
def test_whoever_said_nothing_of_children_and_names_one_has_said_yes(said: AnswerValue | None, read: str) -> None:
    answers: dict[str, AnswerValue] = {} if said is None else {"children_in_household": said}
    assert with_linked_children(a_referral(people=(CHILD,)), answers) == {"children_in_household": read}
    assert with_linked_children(a_referral(), answers) == answers


def test_a_child_named_from_the_beginning_goes_to_childrens_services_though_nobody_was_asked() -> None:
    assert MASH not in routes(first_judged(a_referral(**NOBODY_SAID)))
    found = first_judged(a_referral(**NOBODY_SAID, people=(CHILD,)))
    assert MASH in routes(found)
    assert found.answers["children_in_household"] == "yes", "the answers that were read stand in the record"


def test_a_child_linked_later_unsettles_the_decision_that_did_not_know_it() -> None:
    past = opened(a_referral(**NOBODY_SAID))
    command = NoteAnswers(at=NOW, referral_id="referral-1", answers={}, people=(CHILD,))
    added, triaged, *_ = given(DECIDER, *past).when(note_answers, command).then_facts()
    assert added == AnswersAdded(referral_id="referral-1", answers={}, people=(CHILD,))
    assert MASH in routes(triaged)


def test_another_child_of_a_case_that_went_there_unsettles_nothing() -> None:
    past = opened(a_referral(**{**ABUSE, "answers": {**ABUSE["answers"], "children_in_household": "yes"}}))
    command = NoteAnswers(at=NOW, referral_id="referral-1", answers={}, people=(CHILD,))
    (added,) = given(DECIDER, *past).when(note_answers, command).then_facts()
    assert isinstance(added, AnswersAdded)
