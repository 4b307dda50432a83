"""Keys what stands on a numbered form: the number first, then the form's own questions; nothing typed is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.domain.form_numbers import kind_of, parse_form_number
from services.intake.domain.forms import FormTaken
from services.intake.web.access import STAFF
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.paper.questions import PARTS, fields_of
from services.intake.web.paper.room import ADDRESS, NO_NUMBER, PaperRoom
from services.intake.web.paper.taking import Wrong, take_in
from services.intake.web.words import PAGES
from shared.contracts.vocabulary import VOCABULARY
from shared.web.guard import allow, context_of, principal_of

NUMBER = Field("number", "line", "Number on the form", "Such as A-2223-Q.", look="govuk-input--width-10")


@dataclass(frozen=True, slots=True)
class _Shown:
    number: str
    typed: Typed
    wrong: Mapping[str, str] = field(default_factory=dict)


def router(room: PaperRoom) -> APIRouter:
    """The routes GET and POST /intake/forms/key."""
    made = APIRouter(prefix=f"{ADDRESS}/key", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:form_key")
    def ask(request: Request, number: Annotated[str | None, Query(max_length=60)] = None) -> Response:
        if number is None:
            return _number(request, "", {})
        known = parse_form_number(number)
        if known is None:
            return _number(request, number, {NUMBER.name: NO_NUMBER})
        return _questions(room, request, _Shown(known, {}))

    @made.post("", name="intake:form_keyed")
    def key(request: Request, form: form_sent) -> Response:
        number = parse_form_number(str(form.get(NUMBER.name, "")))
        if number is None:
            return _number(request, "", {NUMBER.name: NO_NUMBER})
        typed = typed_in(fields_of(kind_of(number)), form.multi_items())
        if form.get("then") == "mend":  # a form of an uploaded file, brought here to be put right
            return _questions(room, request, _Shown(number, typed, room.wrong_in(number, typed)))
        came = take_in(room.desk, room.form_of, principal_of(request), context_of(request), number, typed, "keyed")
        if isinstance(came, Wrong):
            return _questions(room, request, _Shown(number, came.typed, came.wrong))
        return room.done(request, came.position, f"{ADDRESS}/numbers/{number}?came={came.how}")

    return made


def _number(request: Request, typed: str, wrong: dict[str, str]) -> Response:
    context: dict[str, Any] = {"number": NUMBER, "typed": {NUMBER.name: [typed]}, "wrong": wrong, "back": ADDRESS}
    return PAGES.render(request, "intake/paper/number.html", status=422 if wrong else 200, **context)


def _questions(room: PaperRoom, request: Request, shown: _Shown) -> Response:
    kind, form = kind_of(shown.number), room.form_of(shown.number)
    return PAGES.render(
        request,
        "intake/paper/key.html",
        status=422 if shown.wrong else 200,
        number=shown.number,
        kind=VOCABULARY.kinds[kind],
        parts=PARTS[kind],
        fields=fields_of(kind),
        typed=shown.typed,
        wrong=shown.wrong,
        before=form.reference if isinstance(form, FormTaken) else None,
        void=not isinstance(form, FormTaken) and form.void,
        back=f"{ADDRESS}/key",
    )
