"""The staff form: danger first, then how to call back, then what, when and who; nothing typed is ever lost."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.commands import RecordMinutes, SubmitReferral
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, document_of, typed_in, written
from services.intake.web.pages.forms_sent import sent_form, whole_minutes
from services.intake.web.staff_questions import FIELDS, MINUTES, SECTIONS, TO_999
from services.intake.web.words import PAGES
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of, principal_of

_ADDRESS = "/intake/referrals/new"
_SCOPE = "http/staff/form"


def router(desk: Desk) -> APIRouter:
    """The routes GET and POST /intake/referrals/new."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get(_ADDRESS, name="intake:record_referral")
    def blank(request: Request) -> Response:
        return _form(request, {"channel": ["phone"]}, {}, new_id())

    @made.post(_ADDRESS, name="intake:record_referral_sent")
    def sent(request: Request, form: form_sent) -> Response:
        typed = typed_in(FIELDS, form.multi_items())
        once = str(form.get("form_key") or "") or new_id()
        wrong = {} if (spent := whole_minutes(MINUTES, typed)) is not None else {MINUTES.name: _MINUTES_WRONG}
        try:
            document = confirmed(document_of(FIELDS, typed), desk.clock())
            command = desk.reception.command(written(document), principal_of(request).agency)
        except InvalidInput as invalid:
            return _form(request, typed, wrong | by_field(invalid.errors, FIELDS, typed), once)
        if wrong:
            return _form(request, typed, wrong, once)
        return _saved(desk, request, command, once, spent or 0)

    return made


_MINUTES_WRONG = "Give whole minutes in figures, such as 12, and a day at most."


def _saved(desk: Desk, request: Request, command: SubmitReferral, once: str, spent: int) -> Response:
    """Take it in; the key was drawn with the blank form, so a second press of the button takes in nothing twice."""

    def receipt(going: SubmitReferral) -> Receipt:
        return Receipt(_SCOPE, once, answer=going.reference.encode())

    context = context_of(request)
    taken, done = desk.submit(command, context, receipt)
    reference, position = taken.reference, done.last_position
    if done.repeated is not None:
        reference = done.repeated.answer.decode()
    elif spent:
        minutes = RecordMinutes(at=desk.clock(), reference=reference, minutes=spent, activity="call")
        position = desk.dispatch(minutes, context).last_position
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", position)
    return answer


def _form(request: Request, typed: Typed, wrong: Mapping[str, str], once: str) -> Response:
    opened = {
        section.slug
        for section in SECTIONS
        if any(name in wrong or typed.get(name) for each in section.fields for name in (each.name, *each.names()))
    }
    danger = [name for name in TO_999 if typed.get(f"facts.{name}") == ["yes"]]
    return PAGES.render(
        request,
        "intake/record_referral.html",
        status=422 if wrong else 200,
        sections=SECTIONS,
        fields=FIELDS,
        typed=typed,
        wrong=wrong,
        opened=opened,
        once=once,
        danger=bool(danger),
    )
