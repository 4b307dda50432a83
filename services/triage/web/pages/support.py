"""For the independent adviser: who must be offered support, how to reach each safely, and what came of the offer."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.read_models import cases, programme_signals, safe_contacts, support_work
from services.triage.read_models.decision_card import Card
from services.triage.web.cases_api import to_support
from services.triage.web.desk import Desk, saved
from services.triage.web.offers import offer_in
from services.triage.web.pages.cases import support_is_due, support_on
from services.triage.web.programme.wording import ANSWERS, SIGNALS
from services.triage.web.reaching import reached
from services.triage.web.typed import Form, Typed, receipt_of
from services.triage.web.vawg.shown import abuse_on, signals_of
from services.triage.web.wording import OFFERS, Asked
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import Role, allow, context_of
from shared.web.pages import Pages

_ROWS = 50
_ADDRESS = "/triage/support"
# What to know before the first call. Homes, noise and the like are no business of an adviser.
_GROUPS = ("safety_now", "safeguarding", "risk")
_CHOICES = {"no": "Not yet", "yes": "Yes"}


def support_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/support, /triage/support/{reference} and the form on it."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(Role.IDVA, hide=True)])

    @router.get("", name="triage:support")
    def several(request: Request) -> Response:
        return _list(desk, pages, request)

    @router.get("/{reference}", name="triage:support_case")
    def one(request: Request, reference: str) -> Response:
        return _page(desk, pages, request, reference)

    @router.post("/{reference}", name="triage:support_recorded")
    def record(request: Request, reference: str, form: Typed) -> Response:
        case = to_support(desk, reference)
        try:
            command = offer_in(desk, case, form, by_adviser=True)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _page(desk, pages, request, reference, invalid.errors, 422, form)
        except Refusal as refusal:
            error = FieldError("/outcome", refusal.code, refusal.says)
            return _page(desk, pages, request, reference, [error], 409, form)
        return saved(request, f"{_ADDRESS}/{case.case_reference}", done.last_position)

    return router


def _list(desk: Desk, pages: Pages, request: Request) -> Response:
    asked = request.query_params
    late_view = not desk.shows_what_was_saved(request)
    chosen = asked.get("offered") if asked.get("offered") in _CHOICES else "no"
    with desk.views.reading() as connection:
        try:
            page = cases.page(connection, cases.OPEN, None, asked.get("cursor") or None, _ROWS, offered=chosen == "yes")
        except InvalidInput:  # the address was cut or changed on its way; the first page is always right
            page = cases.page(connection, cases.OPEN, None, None, _ROWS, offered=chosen == "yes")
        given = support_work.of(connection, [row.referral_id for row in page.rows])
        waiting = programme_signals.waiting(connection)
    names = request.app.state.access.accounts.names({row.adviser_id for row in given.values() if row.adviser_id})
    kept = {"offered": chosen or ""}
    return pages.render(
        request,
        "triage/support.html",
        rows=page.rows,
        advisers={of: names.get(row.adviser_id, "Somebody") for of, row in given.items() if row.adviser_id},
        waiting=[(row, SIGNALS[row.because]) for row in waiting],
        now=rfc3339(desk.clock()),
        choices=_CHOICES,
        chosen=chosen,
        older=f"{_ADDRESS}?{urlencode({**kept, 'cursor': page.cursor})}" if page.cursor else None,
        newer=f"{_ADDRESS}?{urlencode(kept)}" if asked.get("cursor") else None,
        late_view=late_view,
        say=desk.say,
    )


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    status: int = 200,
    form: Form | None = None,
) -> Response:
    case = to_support(desk, reference)
    late_view = not desk.up_to_date(case.case_reference)
    case = to_support(desk, reference)  # once more: whoever has just recorded something sees it now
    desk.viewed(request, case, "support")
    card = desk.card(case.reference)
    with desk.views.reading() as connection:
        offers = cases.offers_of(connection, case.referral_id)
        contacts = safe_contacts.of(connection, case.referral_id)
        named = safe_contacts.brought_up_to_date(connection, case.referral_id, card.people)
    recorded, everybody = desk.story(case.stream), reached(named, contacts, desk.opener)
    people = [person for person in everybody if person.shown]
    context: dict[str, Any] = {
        "case": case,
        "people": people,
        "at_risk": any(person.at_risk for person in people),
        "due": support_is_due(case),
        "late": support_is_due(case) and case.support_due_at < rfc3339(desk.clock()),
        **support_on(desk, request, recorded, everybody),
        "known": known_of_danger(desk, card),
        "vawg": abuse_on(desk.vawg, recorded, desk.opener, desk.clock()),
        "signals": signals_of(desk.views, desk.vawg, case.referral_id, desk.clock()),
        "answers": ANSWERS,
        "offers": offers,
        "offer_choices": OFFERS,
        "names": request.app.state.access.accounts.names({each.offered_by for each in offers}),
    }
    typed: dict[str, Any] = {"errors": errors, "form": form or {}, "once": new_id(), "late_view": late_view}
    return pages.render(
        request, "triage/support_case.html", status=status, say=desk.say, back=_ADDRESS, **context, **typed
    )


def known_of_danger(desk: Desk, card: Card) -> list[tuple[Asked, Any]]:
    """What was answered about danger and risk, the questions that were left open not among it."""
    answers: Mapping[str, Any] = card.newest.answers
    return [
        (asked, answers[name])
        for name, asked in desk.say.vocabulary.answers.items()
        if asked.group in _GROUPS and answers.get(name) not in (None, "unknown")
    ]
