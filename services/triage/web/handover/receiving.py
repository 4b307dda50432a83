"""Where whoever takes something over says that they have it: by reference and code, on a page or from their program."""

import json

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from services.triage.application.handover.codes import is_code
from services.triage.domain.handover.commands import NoteReceipt
from services.triage.read_models import handovers
from services.triage.read_models.handovers import Coded
from services.triage.web.bodies import checked, described
from services.triage.web.desk import Desk
from services.triage.web.handover.receipts import tell_case
from services.triage.web.typed import Typed
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import Contact
from shared.kernel.refusals import FieldError, NotFound, Refusal
from shared.web.guard import Role, allow, allow_anyone, context_of
from shared.web.idempotency import keyed
from shared.web.pages import Pages

_WHY = "whoever was sent something has no account; the code they were sent is what they show, and they learn nothing"
_NOT_A_REFERENCE = "Give the reference from our message, such as WM-7K3F-Q."
_NO_CODE = "Give the code from our message, such as K7M4-Q2XT."


class ReceiptBody(BaseModel):
    """The code that stood in what was handed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(max_length=40)


def receiving_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /directory/received."""
    router = APIRouter(prefix="/directory", include_in_schema=False)

    @router.get("/received", name="triage:received", dependencies=[allow_anyone(_WHY)])
    def ask(request: Request) -> Response:
        return pages.render(request, "triage/received.html", errors=[], form={}, told=False, emergency=False)

    @router.post("/received", name="triage:say_received", dependencies=[allow_anyone(_WHY)])
    def say(request: Request, form: Typed) -> Response:
        reference, code = parse_reference(form.get("reference", "")[:40]), form.get("code", "").strip()
        errors = [] if reference else [FieldError("/reference", "reference", _NOT_A_REFERENCE)]
        errors += [] if code else [FieldError("/code", "code", _NO_CODE)]
        if not errors:
            _receive(desk, request, reference or "", code, "code")
        return pages.render(
            request,
            "triage/received.html",
            status=422 if errors else 200,
            errors=errors,
            form=form,
            told=not errors,
            wrong=bool(errors),
            emergency=False,
        )

    return router


def receiving_api(desk: Desk) -> APIRouter:
    """The route POST /triage/api/handovers/{reference}/receipt."""
    router = APIRouter(prefix="/triage/api/handovers", tags=["triage"])

    @router.post(
        "/{reference}/receipt",
        name="triage:api_receipt",
        dependencies=[allow(Role.PARTNER)],
        openapi_extra=described(ReceiptBody),
        summary="Whoever takes something over says that they have it",
    )
    async def receipt(request: Request, reference: str) -> Response:
        async with keyed(request) as once:
            said: ReceiptBody = await checked(request, ReceiptBody)
            found = _found(desk, parse_reference(reference) or "", said.code)
            if found is None:
                raise NotFound
            told = {"reference": parse_reference(reference), "received": True}
            command = NoteReceipt(
                at=desk.clock(), referral_id=found.referral_id, handover_id=found.handover_id, how="key"
            )
            done = await desk.dispatch.later(command, context_of(request), once.receipt(json.dumps(told).encode()))
            if done.facts:
                await run_in_threadpool(tell_case, desk, found.referral_id, found.route, context_of(request))
            return JSONResponse(told)

    return router


def _receive(desk: Desk, request: Request, reference: str, code: str, how: str) -> None:
    """Whether it was the right code is told to nobody."""
    found = _found(desk, reference, code)
    if found is None:
        return
    command = NoteReceipt.model_validate(
        {"at": desk.clock(), "referral_id": found.referral_id, "handover_id": found.handover_id, "how": how}
    )
    try:
        done = desk.dispatch(command, context_of(request))
    except Refusal:
        # It is with a person again; that is told to nobody either.
        return
    if done.facts:
        tell_case(desk, found.referral_id, found.route, context_of(request))


def _found(desk: Desk, reference: str, code: str) -> Coded | None:
    with desk.views.reading() as connection:
        coded = handovers.coded(connection, reference)
    return next((each for each in coded if is_code(code, desk.opener.open(each.code, Contact) or "")), None)
