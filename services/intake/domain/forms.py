"""Numbered forms: the book they are issued from, and each form, which becomes one referral however often it comes."""

from collections.abc import Sequence

import msgspec

from services.intake.domain.commands import IssueForms, KeyForm, KeyFormAgain, SubmitReferral, VoidForm
from services.intake.domain.events import FormKeyed, FormKeyedAgain, FormsIssued, FormVoided, ReferralSubmitted
from services.intake.domain.form_numbers import ASB, DOMESTIC_ABUSE, kind_of, numbers_after, place_of
from services.intake.domain.referral import NotReceived, submit_referral
from services.intake.domain.refusals import FormAlreadyKeyed, FormNotKeyed, NoMoreForms
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class FormBook(State, frozen=True, kw_only=True):
    """How many batches there were, and the last place given out in the order of each kind's numbers."""

    batches: int = 0
    places: dict[str, int] = msgspec.field(default_factory=dict)


class FormOpen(State, frozen=True, kw_only=True):
    """A form of which nothing has come yet, void or not."""

    void: bool = False


class FormTaken(State, frozen=True, kw_only=True):
    """A form that became a referral; `same` says that it came again just as it was."""

    referral_id: str
    reference: str
    same: bool = False


Form = FormOpen | FormTaken


def evolve_book(state: FormBook, fact: Fact) -> FormBook:
    """The book goes on behind the last numbers."""
    if not isinstance(fact, FormsIssued):
        return state
    places = dict(state.places)
    for number in fact.numbers:
        kind = kind_of(number)
        places[kind] = max(places.get(kind, -1), place_of(number))
    return FormBook(batches=state.batches + 1, places=places)


def evolve(state: Form, fact: Fact) -> Form:
    """Each fact moves the form on; those that change nothing here leave it as it was."""
    match state, fact:
        case _, FormKeyed():
            return FormTaken(referral_id=fact.referral_id, reference=fact.reference)
        case FormOpen(), FormVoided():
            return FormOpen(void=True)
        case FormTaken(), FormKeyedAgain(differing=()):
            return FormTaken(referral_id=state.referral_id, reference=state.reference, same=True)
    return state


def issue_forms(command: IssueForms, state: FormBook) -> Sequence[Fact]:
    """The next numbers of each kind; no number is ever issued twice."""
    numbers: list[str] = []
    for kind, count in ((ASB, command.asb), (DOMESTIC_ABUSE, command.domestic_abuse)):
        found = numbers_after(kind, state.places.get(kind, -1), count)
        if len(found) < count:
            raise NoMoreForms
        numbers += found
    return (FormsIssued(batch=state.batches + 1, held_as=command.held_as, numbers=tuple(numbers)),)


def key_form(command: KeyForm, state: Form) -> Sequence[Fact]:
    """The first to come settles the reference. A void form that turns up after all is taken in: somebody wrote on it.

    `instead_of` is the reference that was settled and then turned out to be another referral's.
    """
    if isinstance(state, FormTaken) and state.reference != command.instead_of:
        return ()
    return (
        FormKeyed(
            number=command.number, referral_id=command.referral_id, reference=command.reference, road=command.road
        ),
    )


def key_form_again(command: KeyFormAgain, state: Form) -> Sequence[Fact]:
    """Noted once where it is the same; each time where it is not, with the copy."""
    if not isinstance(state, FormTaken):
        raise FormNotKeyed
    if not command.differing and state.same:
        return ()
    copy = as_received(command.copied) if command.differing else None
    return (
        FormKeyedAgain(
            number=command.number,
            referral_id=state.referral_id,
            reference=state.reference,
            road=command.road,
            differing=command.differing,
            copy=copy,
        ),
    )


def as_received(command: SubmitReferral) -> ReferralSubmitted:
    """What would be received if this were the first copy."""
    (fact,) = (each for each in submit_referral(command, NotReceived()) if isinstance(each, ReferralSubmitted))
    return fact


def void_form(command: VoidForm, state: Form) -> Sequence[Fact]:
    """Only a form of which nothing has come; voided twice, it is void once."""
    if isinstance(state, FormTaken):
        raise FormAlreadyKeyed
    return () if state.void else (FormVoided(number=command.number, why=command.why),)


def about(state: Form) -> tuple[str, ...]:
    """The referral a form belongs to, if it has become one."""
    return (state.referral_id,) if isinstance(state, FormTaken) else ()


BOOK: Decider[FormBook] = Decider(FormBook(), evolve_book)
DECIDER: Decider[Form] = Decider(FormOpen(), evolve)
