"""In whose hands a referral is: the buttons that make it mine, put it back or give it, on the card and on the case."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.desk.commands import GiveTo, PutBack, TakeOn
from services.triage.domain.refusals import CannotTakeIt
from services.triage.read_models import absences
from services.triage.web.desk import OFFICERS, Desk, officers_of, saved
from services.triage.web.pages.assessment import card_page
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, Refusal
from shared.web.formats import LONDON
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_PLACES = {"case": "/triage/cases", "queue": "/triage/queue"}


def in_hand_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/referrals/{reference}/take, …/put-back and …/give."""
    router = APIRouter(prefix="/triage/referrals", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.post("/{reference}/take", name="triage:take")
    def take(request: Request, reference: str, form: Typed) -> Response:
        officer, referral_id = principal_of(request).account_id, desk.referral(reference).referral_id
        command = TakeOn(at=desk.clock(), referral_id=referral_id, taken_by=officer, seen=form.get("seen") or None)
        return _do(desk, pages, request, reference, command, form)

    @router.post("/{reference}/put-back", name="triage:put_back")
    def put_back(request: Request, reference: str, form: Typed) -> Response:
        command = PutBack(at=desk.clock(), referral_id=desk.referral(reference).referral_id)
        return _do(desk, pages, request, reference, command, form)

    @router.post("/{reference}/give", name="triage:give")
    def give(request: Request, reference: str, form: Typed) -> Response:
        referral, chosen = desk.referral(reference), form.get("to", "")
        if chosen not in officers_of(request):
            error = FieldError("/to", "missing", "Choose to whom you give it.")
            return card_page(desk, pages, request, reference, [error], form, 422)
        if not _can_take(desk, request, referral, chosen):
            error = FieldError("/to", CannotTakeIt().code, CannotTakeIt.says)
            return card_page(desk, pages, request, reference, [error], form, 409)
        command = GiveTo(
            at=desk.clock(),
            referral_id=referral.referral_id,
            given_to=chosen,
            given_by=principal_of(request).account_id,
            seen=form.get("seen") or None,
        )
        return _do(desk, pages, request, reference, command, form)

    return router


def _can_take(desk: Desk, request: Request, referral: Any, officer: str) -> bool:
    """Not while away, and not where it is kept from them; which of the two is not said."""
    today = desk.clock().astimezone(LONDON).date()
    with desk.views.reading() as connection:
        away = {row.account_id for row in absences.on_day(connection, today)}
    kept = request.app.state.access.walls.of(officer).records
    return officer not in away and referral.referral_id not in kept


def _do(desk: Desk, pages: Pages, request: Request, reference: str, command: Command, form: Form) -> Response:
    """Do it and go back to the page the button stands on; a refusal is told on the card."""
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except Refusal as refusal:
        return card_page(desk, pages, request, reference, [FieldError("", refusal.code, refusal.says)], form, 409)
    known, place = desk.referral(reference).reference, _PLACES.get(form.get("from", ""), "/triage/referrals")
    return saved(request, place if place.endswith("queue") else f"{place}/{known}", done.last_position)
