"""Takes in what stands on a numbered form: once, whichever way it comes and however often."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.intake.domain.commands import FormRoad, KeyForm, KeyFormAgain, SubmitReferral
from services.intake.domain.form_copies import differing
from services.intake.domain.form_numbers import kind_of
from services.intake.domain.forms import Form, FormTaken, as_received
from services.intake.domain.refusals import ReferenceTaken
from services.intake.read_models import forms as forms_view
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, document_of, telephones_wrong, written
from services.intake.web.paper.questions import RECEIVED_ON, fields_of, told_at
from shared.kernel.dispatching import Receipt
from shared.kernel.messages import Context
from shared.kernel.refusals import InvalidInput
from shared.web.guard import Principal

_SCOPE = "form"
_AHEAD = "This day and time have not come yet. Check them."

FormOf = Callable[[str], Form]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: the referral it is, whether it came before, and in which members this copy differs."""

    number: str
    reference: str
    position: int
    before: bool = False
    differing: Sequence[str] = ()

    @property
    def how(self) -> str:
        """One of `new`, `same` and `differs`."""
        return "differs" if self.differing else "same" if self.before else "new"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A form that could not be taken in, as it was typed, with what is wrong by field."""

    number: str
    typed: Typed = field(repr=False)
    wrong: dict[str, str]


def take_in(
    desk: Desk, form_of: FormOf, who: Principal, context: Context, number: str, typed: Typed, road: FormRoad
) -> Taken | Wrong:
    """Take in a form. `number` is one of ours as far as its check character goes; the view says if it was issued."""
    if wrong := check(desk, number, typed):
        return Wrong(number, typed, wrong)
    document, _ = _document(number, typed)
    command = desk.reception.command(written(document), who.agency)
    return _Going(desk, form_of, context, number, road).take(command)


def check(desk: Desk, number: str, typed: Typed) -> dict[str, str]:
    """What is wrong with a form, by field; nothing is taken in."""
    document, wrong = _document(number, typed)
    wrong |= telephones_wrong(fields_of(kind_of(number)), typed)
    try:
        desk.reception.check(written(document))
    except InvalidInput as invalid:
        wrong = _at_fields(number, typed, invalid) | wrong
    return wrong


@dataclass(frozen=True, slots=True)
class _Going:
    desk: Desk
    form_of: FormOf
    context: Context
    number: str
    road: FormRoad

    def take(self, command: SubmitReferral) -> Taken:
        form = self._settled(command, None)
        own = self.desk.standing(form.reference)
        if own is not None and own.submitted.referral_id != form.referral_id:
            # Another program took the reference between the two steps below; nothing stands under this number yet.
            form = self._settled(self.desk.reception.renamed(command), form.reference)
            own = None
        if own is None:
            same = command.model_copy(update={"referral_id": form.referral_id, "reference": form.reference})
            receipt = Receipt(_SCOPE, f"{self.number}/{form.reference}", form.referral_id)
            done = self.desk.dispatch(same, self.context, receipt)
            return Taken(self.number, form.reference, done.last_position)
        return self._again(command, form)

    def _settled(self, command: SubmitReferral, instead_of: str | None) -> FormTaken:
        """The form with a reference: this command's, unless it came before."""
        while self.desk.position_of(command.reference):
            command = self.desk.reception.renamed(command)
        wanted = KeyForm(
            at=self.desk.clock(), number=self.number, referral_id=command.referral_id, reference=command.reference,
            road=self.road, instead_of=instead_of,
        )  # fmt: skip
        self.desk.dispatch(wanted, self.context)
        form = self.form_of(self.number)
        if not isinstance(form, FormTaken):
            raise ReferenceTaken
        return form

    def _again(self, command: SubmitReferral, form: FormTaken) -> Taken:
        members = self._differing(command, form.reference)
        wanted = KeyFormAgain(
            at=self.desk.clock(), number=self.number, road=self.road, differing=members, copied=command
        )
        done = self.desk.dispatch(wanted, self.context)
        return Taken(self.number, form.reference, done.last_position, before=True, differing=members)

    def _differing(self, command: SubmitReferral, reference: str) -> tuple[str, ...]:
        """Held against what was taken in; a copy just like one that is kept already differs from nothing."""
        copy, own = as_received(command), self.desk.standing(reference)
        assert own is not None
        members = differing(own.submitted, copy, self.desk.opener)
        self.desk.views.wait_for(self.desk.head())
        with self.desk.views.reading() as connection:
            kept = forms_view.copies_of(connection, self.number)
        known = any(not differing(each.copy, copy, self.desk.opener) for each in kept)
        return () if known else members


def _document(number: str, typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    at, wrong = told_at(typed)
    document = document_of(fields_of(kind_of(number)), typed) | {"kind": kind_of(number)}
    if at is None:
        return document, wrong
    # How somebody may be reached was said when the form was filled in, not when it is keyed.
    return {**confirmed(document, at), "received_at": at.isoformat()}, wrong


def _at_fields(number: str, typed: Typed, invalid: InvalidInput) -> dict[str, str]:
    found = by_field(invalid.errors, fields_of(kind_of(number)), typed)
    if any(error.pointer == "/received_at" for error in invalid.errors):
        found[RECEIVED_ON.name] = _AHEAD
    return found
