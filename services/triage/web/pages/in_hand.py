"""Who has a referral in hand: the buttons that make it mine or put it back, on the card and on the case."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.commands import PutBack, TakeOn
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.pages.assessment import card_page
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, Refusal
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_CASE = "case"


def in_hand_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference}/take and …/put-back."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.post("/{reference}/take", name="triage:take")
    def take(request: Request, reference: str, form: Typed) -> Response:
        officer, referral_id = principal_of(request).account_id, desk.referral(reference).referral_id
        command = TakeOn(at=desk.clock(), referral_id=referral_id, taken_by=officer)
        return _do(desk, pages, request, reference, command, form)

    @router.post("/{reference}/put-back", name="triage:put_back")
    def put_back(request: Request, reference: str, form: Typed) -> Response:
        command = PutBack(at=desk.clock(), referral_id=desk.referral(reference).referral_id)
        return _do(desk, pages, request, reference, command, form)

    return router


def _do(desk: Desk, pages: Pages, request: Request, reference: str, command: Command, form: Form) -> Response:
    """Do it and go back to the page the button stands on; a refusal is told on the card."""
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except Refusal as refusal:
        return card_page(desk, pages, request, reference, [FieldError("", refusal.code, refusal.says)], form, 409)
    known, place = desk.referral(reference).reference, "cases" if form.get("from") == _CASE else "referrals"
    return saved(request, f"/triage/{place}/{known}", done.last_position)
