"""What an officer writes down of a case on short pages: tries to reach somebody, an offer of support, why it ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.commands import CloseCase
from services.triage.domain.desk.commands import RecordContact, RecordReceipt
from services.triage.read_models import cases
from services.triage.web.case.seen import SeenCase, see
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.desk_words import CONTACT_OUTCOMES, CONTACT_WAYS
from services.triage.web.offers import offer_in, victims_in
from services.triage.web.typed import Form, Typed, receipt_of
from services.triage.web.wording import CLOSE_REASONS, OFFERS
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import allow, context_of
from shared.web.pages import Pages

CONTACT, OFFER, CLOSING = "contact", "support-offer", "close"
# What the record of who looked says of each form, and where a refusal is told on it.
_LOOKED_AT = {CONTACT: "contact", OFFER: "offer of support", CLOSING: "closing"}
_FIRST_FIELD = {CONTACT: "/way", OFFER: "/outcome", CLOSING: "/reason"}
_ADDRESS = "/triage/cases"


def case_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/contact, …/receipt, …/support-offer and …/close."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    def ask(name: str) -> Any:
        def form(request: Request, reference: str) -> Response:
            return _form(desk, pages, request, reference, name)

        return form

    router.get(f"/{{reference}}/{CONTACT}", name="triage:contact")(ask(CONTACT))
    router.get(f"/{{reference}}/{OFFER}", name="triage:offer")(ask(OFFER))
    router.get(f"/{{reference}}/{CLOSING}", name="triage:closing")(ask(CLOSING))
    _add_steps(router, desk, pages)
    return router


def _add_steps(router: APIRouter, desk: Desk, pages: Pages) -> None:
    def do(request: Request, reference: str, name: str, form: Form, command: Any) -> Response:
        try:
            done = desk.dispatch(command(), context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _form(desk, pages, request, reference, name, invalid.errors, form, 422)
        except Refusal as refusal:
            error = FieldError(_FIRST_FIELD[name], refusal.code, refusal.says)
            return _form(desk, pages, request, reference, name, [error], form, 409)
        return saved(request, f"{_ADDRESS}/{desk.referral(reference).reference}", done.last_position)

    @router.post("/{reference}/contact", name="triage:contact_tried")
    def contact(request: Request, reference: str, form: Typed) -> Response:
        referral_id = desk.referral(reference).referral_id
        return do(request, reference, CONTACT, form, lambda: _tried(desk, referral_id, form))

    @router.post("/{reference}/receipt", name="triage:receipt_recorded")
    def receipt(request: Request, reference: str, form: Typed) -> Response:
        referral_id = desk.referral(reference).referral_id
        return do(request, reference, CONTACT, form, lambda: RecordReceipt(at=desk.clock(), referral_id=referral_id))

    @router.post("/{reference}/support-offer", name="triage:support_offer")
    def support_offer(request: Request, reference: str, form: Typed) -> Response:
        case = desk.referral(reference)
        return do(request, reference, OFFER, form, lambda: offer_in(desk, case, form, by_adviser=False))

    @router.post("/{reference}/close", name="triage:close_case")
    def close(request: Request, reference: str, form: Typed) -> Response:
        referral_id = desk.referral(reference).referral_id
        return do(request, reference, CLOSING, form, lambda: _ending(desk, referral_id, form))


def _tried(desk: Desk, referral_id: str, form: Form) -> Command:
    """The command of what was sent. Raises InvalidInput."""
    wrong = []
    if form.get("way") not in CONTACT_WAYS:
        wrong.append(FieldError("/way", "missing", "Choose how you tried."))
    if form.get("came_of_it") not in CONTACT_OUTCOMES:
        wrong.append(FieldError("/came_of_it", "missing", "Choose what came of it."))
    if wrong:
        raise InvalidInput(wrong)
    members = {"at": desk.clock(), "referral_id": referral_id}
    return RecordContact.model_validate({**members, "way": form["way"], "outcome": form["came_of_it"]})


def _ending(desk: Desk, referral_id: str, form: Form) -> Command:
    """The same for why a case ends."""
    if form.get("reason") not in CLOSE_REASONS:
        raise InvalidInput([FieldError("/reason", "missing", "Choose why the case ends.")])
    members = {"at": desk.clock(), "referral_id": referral_id, "reason": form["reason"]}
    return CloseCase.model_validate(members)


def _form(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    name: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """One form. On a closed case there is nothing to write down, so it is shown only to say why that was refused."""
    seen = see(desk, request, reference, _LOOKED_AT[name])
    if not seen.open and not errors:
        raise NotFound
    return pages.render(
        request,
        f"triage/case/{name}.html",
        status=status,
        case=seen.case,
        errors=errors,
        form=form or {},
        once=new_id(),
        say=desk.say,
        **_CONTEXTS[name](seen, request),
    )


def _of_contact(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    people = [person for person in seen.people if person.shown]
    return {"people": people, "way_choices": CONTACT_WAYS, "contact_choices": CONTACT_OUTCOMES}


def _of_offer(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    with seen.desk.views.reading() as connection:
        offers = cases.offers_of(connection, seen.case.referral_id)
    names = request.app.state.access.accounts.names({each.offered_by for each in offers})
    return {"offers": offers, "names": names, "choices": OFFERS, "victims": victims_in(seen.people)}


def _of_closing(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """What keeps an open case from being closed because nobody answers stands at that reason."""
    no_silence = seen.desk.closing.silence_says(seen.story, seen.now) if seen.open else None
    return {"choices": CLOSE_REASONS, "no_silence": no_silence}


_CONTEXTS = {CONTACT: _of_contact, OFFER: _of_offer, CLOSING: _of_closing}
