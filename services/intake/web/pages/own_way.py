"""For whoever worries about their own behaviour: who helps at once, and a call from those who work with them alone.

A wall stands between this and every victim: no referral is made, nobody is recognised, nothing is published, and only
the role that works with those who do harm sees it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.document.reading import read_referral
from services.intake.document.shape import ReferralDocument
from services.intake.domain.change_call_commands import AnswerChangeCall, RequestChangeCall
from services.intake.read_models.change_calls import PAGE, how_many, oldest
from services.intake.web.desk import Desk
from services.intake.web.forms import (
    Field,
    Typed,
    by_field,
    contradictions,
    document_of,
    telephones_wrong,
    typed_in,
    written,
)
from services.intake.web.journeys.reaching import CALL, NAME, WAYS, finish_reaching, hours_unknown
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.words import PAGES
from shared.kernel.identifiers import new_id
from shared.kernel.personal import Contact, Identity
from shared.kernel.refusals import InvalidInput
from shared.web.guard import Role, allow, allow_anyone, context_of

_WHY = "whoever may hurt somebody finds help, without an account"
_FIELDS: tuple[Field, ...] = (NAME, *CALL.fields)
_PHONE, _HOURS = CALL.fields[0], CALL.fields[1]
_LIST = "/intake/change-calls"


def router(desk: Desk) -> APIRouter:
    """The routes under /help/own, and /intake/change-calls for those who call."""
    made = APIRouter(include_in_schema=False)
    _add_asking(made, desk)
    _add_calling(made, desk)
    return made


def _add_asking(made: APIRouter, desk: Desk) -> None:
    open_to_all = [allow_anyone(_WHY)]
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/help/own", name="intake:own_way", dependencies=open_to_all)
    def own_way(request: Request) -> Response:
        return PAGES.render(request, "intake/own_way.html", sensitive=True, back="/help")

    @made.get("/help/own/call", name="intake:own_call", dependencies=open_to_all)
    def ask(request: Request) -> Response:
        return _form(request, {}, {})

    @made.post("/help/own/call", name="intake:own_call_asked", dependencies=open_to_all)
    def asked(request: Request, form: form_sent) -> Response:
        typed = typed_in(_FIELDS, form.multi_items())
        document, wrong = _read(desk, typed)
        if document is None:
            return _form(request, typed, wrong)
        desk.dispatch(_command(desk, document, str(form.get("once", ""))), context_of(request))
        return RedirectResponse("/help/own/sent", 303)

    @made.get("/help/own/sent", name="intake:own_call_sent", dependencies=open_to_all)
    def sent(request: Request) -> Response:
        return PAGES.render(request, "intake/own_sent.html", sensitive=True)


def _add_calling(made: APIRouter, desk: Desk) -> None:
    only = [allow(Role.PERPETRATOR_WORKER, hide=True)]

    @made.get(_LIST, name="intake:change_calls", dependencies=only)
    def listed(request: Request, page: int = 1) -> Response:
        page = min(max(page, 1), 10_000)
        desk.views.wait_for(desk.head())
        with desk.views.reading() as connection:
            rows, waiting = oldest(connection, page), how_many(connection)
        for _, each in rows:
            desk.record_view(context_of(request), f"change-{each.request_id}", (), "call asked for")
        shown = [
            (row.requested_at, each, _opened(desk, each.phone), _named(desk, each.full_name)) for row, each in rows
        ]
        pages = -(-waiting // PAGE)
        return PAGES.render(request, "intake/change_calls.html", rows=shown, waiting=waiting, page=page, pages=pages)

    @made.post(f"{_LIST}/answered", name="intake:change_call_answered", dependencies=only)
    def answered(
        request: Request, asked: Annotated[str, Form(max_length=60)], reached: Annotated[bool, Form()] = False
    ) -> Response:
        desk.dispatch(AnswerChangeCall(at=desk.clock(), request_id=asked, reached=reached), context_of(request))
        return RedirectResponse(_LIST, 303)


def _read(desk: Desk, typed: Typed) -> tuple[ReferralDocument | None, dict[str, str]]:
    """What was said, checked by the one door for everything that comes in; or what is wrong, by field."""
    wrong = contradictions(_FIELDS, typed) | telephones_wrong(_FIELDS, typed)
    if not typed[_PHONE.name]:
        wrong[_PHONE.name] = "Give a number that we can call."
    if not wrong and hours_unknown(_HOURS, typed):
        wrong[_HOURS.name] = "Choose when it is safe. If you don’t know, call one of the numbers on the page before."
    document: dict[str, Any] = {"kind": "unsure", "channel": "online", **document_of(_FIELDS, typed)}
    finish_reaching(document, {**typed, WAYS: ["phone"]})
    try:
        checked = read_referral(written(document), desk.clock())
    except InvalidInput as invalid:
        return None, wrong | by_field(invalid.errors, _FIELDS, typed)
    return (None, wrong) if wrong else (checked, {})


def _command(desk: Desk, document: ReferralDocument, once: str) -> RequestChangeCall:
    assert document.reporter is not None
    assert document.safe_contact is not None
    assert document.safe_contact.phone is not None
    return RequestChangeCall(
        at=desk.clock(),
        request_id=once if len(once) == len(new_id()) else new_id(),
        person_id=desk.residents.mint(),
        full_name=document.reporter.full_name,
        phone=document.reporter.phone or "",
        calling=document.safe_contact.phone,
    )


def _form(request: Request, typed: Typed, wrong: dict[str, str]) -> Response:
    shown: dict[str, Any] = {"fields": _FIELDS, "typed": typed, "wrong": wrong, "once": new_id()}
    status = 422 if wrong else 200
    return PAGES.render(request, "intake/own_call.html", status=status, sensitive=True, back="/help/own", **shown)


def _opened(desk: Desk, phone: Any) -> str | None:
    return desk.opener.open(phone, Contact)


def _named(desk: Desk, full_name: Any) -> str | None:
    return desk.opener.open(full_name, Identity) if full_name is not None else None
