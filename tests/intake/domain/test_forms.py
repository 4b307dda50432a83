"""Numbered forms: no number twice, one referral a form, and what does not add up is a fact."""

from typing import Any

import pytest

from services.intake.domain.commands import IssueForms, KeyForm, KeyFormAgain, VoidForm
from services.intake.domain.events import FormKeyed, FormKeyedAgain, FormsIssued, FormVoided
from services.intake.domain.form_numbers import MOST_NUMBERS, numbers_after
from services.intake.domain.forms import (
    BOOK,
    DECIDER,
    as_received,
    issue_forms,
    key_form,
    key_form_again,
    void_form,
)
from services.intake.domain.refusals import FormAlreadyKeyed, FormNotKeyed, NoMoreForms
from shared.kernel.identifiers import reference_from
from tests.support.builders.intake import NOW, REFERENCE, a_submission
from tests.support.scenario import given

(NUMBER,) = numbers_after("asb", -1, 1)
KEYED = FormKeyed(number=NUMBER, referral_id="referral-1", reference=REFERENCE, road="keyed")
VOIDED = FormVoided(number=NUMBER, why="lost")
VOID = VoidForm(at=NOW, number=NUMBER, why="lost")


def issue(**counts: Any) -> IssueForms:
    return IssueForms(at=NOW, held_as="paper", **{"asb": 2, "domestic_abuse": 1, **counts})


def key(**changes: Any) -> KeyForm:
    values = {"at": NOW, "number": NUMBER, "referral_id": "referral-1", "reference": REFERENCE, "road": "keyed"}
    return KeyForm(**{**values, **changes})


def again(*differing: str) -> KeyFormAgain:
    return KeyFormAgain(at=NOW, number=NUMBER, road="uploaded", differing=differing, copied=a_submission())


def test_a_batch_holds_numbers_of_both_kinds() -> None:
    numbers = (*numbers_after("asb", -1, 2), *numbers_after("domestic_abuse", -1, 1))
    given(BOOK).when(issue_forms, issue()).then(FormsIssued(batch=1, held_as="paper", numbers=numbers))


def test_the_next_batch_goes_on_behind_the_last_numbers() -> None:
    first = FormsIssued(batch=1, held_as="paper", numbers=numbers_after("asb", -1, 3))
    expected = numbers_after("asb", -1, 5)[3:]
    given(BOOK, first).when(issue_forms, issue(domestic_abuse=0)).then(
        FormsIssued(batch=2, held_as="paper", numbers=expected)
    )


def test_where_the_numbers_are_used_up_none_are_issued() -> None:
    last = FormsIssued(batch=1, held_as="paper", numbers=numbers_after("asb", MOST_NUMBERS - 10, 50))
    given(BOOK, last).when(issue_forms, issue()).then_refused(NoMoreForms)


def test_the_first_to_come_settles_the_reference() -> None:
    given(DECIDER).when(key_form, key()).then(KEYED)
    given(DECIDER, KEYED).when(key_form, key(referral_id="referral-2", reference=reference_from(2))).then_nothing()


def test_a_reference_that_turned_out_to_be_anothers_is_replaced() -> None:
    other = key(referral_id="referral-2", reference=reference_from(2), instead_of=REFERENCE)
    (fact,) = given(DECIDER, KEYED).when(key_form, other).then_facts()
    assert isinstance(fact, FormKeyed)
    assert fact.reference == reference_from(2)
    given(DECIDER, KEYED, fact).when(key_form, other).then_nothing()


def test_a_void_form_that_turns_up_after_all_is_taken_in() -> None:
    given(DECIDER, VOIDED).when(key_form, key()).then(KEYED)


def test_the_same_again_is_noted_once() -> None:
    (fact,) = given(DECIDER, KEYED).when(key_form_again, again()).then_facts()
    assert isinstance(fact, FormKeyedAgain)
    assert (fact.reference, fact.differing, fact.copy) == (REFERENCE, (), None)
    given(DECIDER, KEYED, fact).when(key_form_again, again()).then_nothing()


def test_a_copy_that_differs_is_kept_each_time_as_it_would_have_been_received() -> None:
    (fact,) = given(DECIDER, KEYED).when(key_form_again, again("description")).then_facts()
    assert isinstance(fact, FormKeyedAgain)
    assert fact.copy == as_received(a_submission())
    assert given(DECIDER, KEYED, fact).when(key_form_again, again("description")).then_facts() == (fact,)


def test_nothing_can_come_again_of_what_never_came() -> None:
    given(DECIDER).when(key_form_again, again()).then_refused(FormNotKeyed)


def test_a_form_is_void_once_and_not_when_something_came_of_it() -> None:
    given(DECIDER).when(void_form, VOID).then(VOIDED)
    given(DECIDER, VOIDED).when(void_form, VOID).then_nothing()
    given(DECIDER, KEYED).when(void_form, VOID).then_refused(FormAlreadyKeyed)


@pytest.mark.parametrize("decider", [BOOK, DECIDER])
def test_a_fact_of_another_stream_changes_nothing(decider: Any) -> None:
    stray = FormsIssued(batch=1, held_as="paper", numbers=()) if decider is DECIDER else KEYED
    assert decider.fold([stray]) == decider.initial
