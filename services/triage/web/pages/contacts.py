"""What an officer writes down of trying to reach somebody, and of a service that says it has it: on the case."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.desk_commands import RecordContact, RecordReceipt
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.desk_words import CONTACT_OUTCOMES, CONTACT_WAYS
from services.triage.web.pages.cases import case_page
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, Refusal
from shared.web.guard import allow, context_of
from shared.web.pages import Pages


def contact_forms(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/cases/{reference}/contact and …/receipt."""
    router = APIRouter(prefix="/triage/cases", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.post("/{reference}/contact", name="triage:contact_tried")
    def contact(request: Request, reference: str, form: Typed) -> Response:
        referral_id, wrong = desk.referral(reference).referral_id, []
        if form.get("way") not in CONTACT_WAYS:
            wrong.append(FieldError("/way", "missing", "Choose how you tried."))
        if form.get("came_of_it") not in CONTACT_OUTCOMES:
            wrong.append(FieldError("/came_of_it", "missing", "Choose what came of it."))
        if wrong:
            return case_page(desk, pages, room, request, reference, wrong, form, 422)
        members = {"at": desk.clock(), "referral_id": referral_id}
        tried = {"way": form["way"], "outcome": form["came_of_it"]}
        return do(request, reference, RecordContact.model_validate({**members, **tried}), form)

    @router.post("/{reference}/receipt", name="triage:receipt_recorded")
    def receipt(request: Request, reference: str, form: Typed) -> Response:
        referral_id = desk.referral(reference).referral_id
        return do(request, reference, RecordReceipt(at=desk.clock(), referral_id=referral_id), form)

    def do(request: Request, reference: str, command: Command, form: Form) -> Response:
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            error = FieldError("/way", refusal.code, refusal.says)
            return case_page(desk, pages, room, request, reference, [error], form, 409)
        return saved(request, f"/triage/cases/{desk.referral(reference).reference}", done.last_position)

    return router
