"""What others learn about a referral has it judged again, as what it is now said to be; what is closed stays so."""

from typing import Any

from services.triage.domain import judged_again
from services.triage.domain.assessment import DECIDER
from services.triage.domain.commands import NoteAnswers
from services.triage.domain.events import AnswersAdded, CaseClosed, Person, ReferralTriaged, together
from services.triage.domain.refusals import NotYetTriaged
from services.triage.domain.state import Standing
from shared.kernel.messages import Fact
from shared.kernel.personal import Personal
from tests.support.builders.triage import ABUSE, LIVING_NOISE, NOW, REFERENCE, a_referral, opened, the_judge
from tests.support.scenario import given

ID = "referral-1"


def note_answers(command: NoteAnswers, state: Standing) -> tuple[Fact, ...]:
    return tuple(judged_again.note_answers(command, state, the_judge()))


def noting(answers: dict[str, Any] | None = None, **about: Any) -> NoteAnswers:
    return NoteAnswers(at=NOW, referral_id=ID, answers=answers or {}, **about)


def test_an_answer_and_a_category_are_judged_together_and_only_what_is_new_is_kept() -> None:
    referral = a_referral(**LIVING_NOISE)
    command = noting({"noise_kind": "living", "child_at_risk": "yes"}, kind="asb", category="fireworks")
    added, triaged, *_ = given(DECIDER, *opened(referral)).when(note_answers, command).then_facts()
    assert added == AnswersAdded(referral_id=ID, answers={"child_at_risk": "yes"}, category="fireworks")
    assert isinstance(triaged, ReferralTriaged)
    assert triaged.decision.primary.route == "children_mash"
    assert DECIDER.fold([*opened(referral), added]).referral.category == "fireworks"  # type: ignore[union-attr]  # opened


def test_a_kind_alone_is_enough_to_be_judged_again() -> None:
    referral = a_referral(**LIVING_NOISE)
    facts = given(DECIDER, *opened(referral)).when(note_answers, noting(kind="domestic_abuse")).then_facts()
    assert isinstance(facts[1], ReferralTriaged)
    assert facts[1].decision.primary.route == "domestic_abuse"


def test_what_is_known_already_changes_nothing() -> None:
    referral = a_referral(**LIVING_NOISE)
    given(DECIDER, *opened(referral)).when(note_answers, noting({"noise_kind": "living"}, kind="asb")).then_nothing()


def test_of_what_is_closed_nothing_is_judged_and_nothing_is_refused() -> None:
    """A refusal here would keep every later message of the referral waiting behind it."""
    past = (*opened(a_referral(**ABUSE)), CaseClosed(referral_id=ID, reference=REFERENCE, reason="resolved"))
    given(DECIDER, *past).when(note_answers, noting({"child_at_risk": "yes"})).then_nothing()


def test_what_was_never_judged_cannot_be_judged_again() -> None:
    given(DECIDER).when(note_answers, noting({"child_at_risk": "yes"})).then_refused(NotYetTriaged)


def test_whoever_is_named_later_is_in_it_and_unsettles_no_decision() -> None:
    referral = a_referral(**LIVING_NOISE)
    him = Person(person_id="p-9", roles=("perpetrator",), full_name=Personal("p-9", "his"))
    (added,) = given(DECIDER, *opened(referral)).when(note_answers, noting(people=(him,), ward="Village")).then_facts()
    assert added == AnswersAdded(referral_id=ID, answers={}, people=(him,), ward="Village")
    after = DECIDER.fold([*opened(referral), added]).referral  # type: ignore[union-attr]  # opened
    assert (after.ward, after.people[-1]) == ("Village", him)
    more = Person(person_id="p-9", roles=("witness",), address=Personal("p-9", "where"))
    (joined,) = together((him,), (more,))
    assert (joined.roles, joined.full_name, joined.address) == (("perpetrator", "witness"), him.full_name, more.address)
