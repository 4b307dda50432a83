"""For the independent adviser: who must be offered support, how to reach each safely, and what came of the offer."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.read_models import cases, programme_signals, support_work
from services.triage.read_models.decision_card import Card
from services.triage.web.case.danger import danger_in, newest_of_each
from services.triage.web.case.due import due_in_support, support_is_due
from services.triage.web.case.parts import parts_for_adviser
from services.triage.web.case.seen import see
from services.triage.web.cases_api import to_support
from services.triage.web.desk import Desk, saved
from services.triage.web.offers import offer_in, victims_in
from services.triage.web.programme.wording import SIGNALS
from services.triage.web.protection_view import protection_of
from services.triage.web.risk_forms import GRADES
from services.triage.web.typed import Form, Typed, receipt_of
from services.triage.web.vawg.shown import signals_of
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
    seen = see(desk, request, reference, "support")
    case, now = seen.case, rfc3339(seen.now)
    people = [person for person in seen.people if person.shown]
    handled = desk.vawg.handled(seen.story, seen.now)
    assessed = protection_of(desk, case.referral_id).assessed
    signals = signals_of(desk.views, desk.vawg, case.referral_id, seen.now)
    with desk.views.reading() as connection:
        offers = cases.offers_of(connection, case.referral_id)
    context: dict[str, Any] = {
        "case": case,
        "people": people,
        "at_risk": any(person.at_risk for person in people),
        "danger": danger_in(seen, handled),
        "assessed": newest_of_each(assessed),
        "grades": GRADES,
        "signals": [each for each in signals if each["open"]],
        "due": support_is_due(case),
        "late": support_is_due(case) and case.support_due_at < now,
        "support_due": due_in_support(seen),
        "parts": parts_for_adviser(seen),
        "known": known_of_danger(desk, seen.card),
        "victims": victims_in(seen.people),
        "offers": offers,
        "offer_choices": OFFERS,
        "names": request.app.state.access.accounts.names({each.offered_by for each in offers}),
    }
    typed: dict[str, Any] = {"errors": errors, "form": form or {}, "once": new_id(), "late_view": seen.late_view}
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
