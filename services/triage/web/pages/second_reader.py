"""The second reader's yes or no to what a colleague would decide otherwise, on the decision card."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.desk.commands import AgreeOverride, DeclineOverride
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.pages.assessment import card_page
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, Refusal
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages


def second_reader_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference}/agree and …/decline."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.post("/{reference}/agree", name="triage:agree")
    def agree(request: Request, reference: str, form: Typed) -> Response:
        reader, referral_id = principal_of(request).account_id, desk.referral(reference).referral_id
        command = AgreeOverride(at=desk.clock(), referral_id=referral_id, agreed_by=reader)
        return do(request, reference, command, form)

    @router.post("/{reference}/decline", name="triage:decline")
    def decline(request: Request, reference: str, form: Typed) -> Response:
        reader, referral_id = principal_of(request).account_id, desk.referral(reference).referral_id
        command = DeclineOverride(at=desk.clock(), referral_id=referral_id, declined_by=reader)
        return do(request, reference, command, form)

    def do(request: Request, reference: str, command: Command, form: Form) -> Response:
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except Refusal as refusal:
            return card_page(desk, pages, request, reference, [FieldError("", refusal.code, refusal.says)], form, 409)
        return saved(request, f"/triage/referrals/{desk.referral(reference).reference}", done.last_position)

    return router
