"""A late referral before the coordinator: accept it late, hear it at an emergency meeting, or defer it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.commands import AcceptLateReferral, DeferCase
from services.panels.web.access import STEERING, sees_names
from services.panels.web.agenda_view import line_of
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Again, Form, Typed, again, moment_in, receipt_of
from services.panels.web.pages.case import Place, place_of_case
from services.panels.web.sittings import move_to_sitting
from services.panels.web.words import PAGES, WORDS
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import Role, allow, context_of, principal_of

_ACCEPT, _EMERGENCY, _DEFER = "accept", "emergency", "defer"
_IDS = {
    "/choice": "choice",
    "/reason": "reason",
    "/starts_on": "starts_on",
    "/starts_at": "starts_at",
    "/interim_note": "interim_note",
}


def router(desk: Desk) -> APIRouter:
    """The route /panels/meetings/{meeting_id}/case/{reference}/choice."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False, dependencies=[allow(*STEERING, hide=True)])

    @made.get("/{meeting_id}/case/{reference}/choice", name="panels:choice")
    def show(request: Request, meeting_id: str, reference: str) -> Response:
        return choice_page(desk, request, place_of_case(desk, request, meeting_id, reference))

    @made.post("/{meeting_id}/case/{reference}/choice", name="panels:chosen")
    def choose(request: Request, meeting_id: str, reference: str, form: Typed) -> Response:
        place = place_of_case(desk, request, meeting_id, reference)
        try:
            position = _chosen(desk, request, place, form)
        except (InvalidInput, Refusal) as wrong:
            return choice_page(desk, request, place, again(wrong, form))
        return saved(request, f"/panels/meetings/{meeting_id}", position)

    return made


def choice_page(desk: Desk, request: Request, place: Place, typed: Again | None = None) -> Response:
    """The case in one line and the three ways, once the reading of it is recorded."""
    desk.viewed_case(request, place.item)
    who, typed = principal_of(request), typed or Again()
    context: dict[str, Any] = {
        "panel": place.panel,
        "sitting": place.shown.sitting,
        "line": line_of(place.item, place.panel, desk.opener if sees_names(who) else None),
        "awaits": "late_undecided" in place.item.flags,
        "next_regular": desk.next_regular(place.shown.sitting),
        "signs": who.role is Role.PANEL_CHAIR,
        "ids": _IDS,
        "back": f"/panels/meetings/{place.shown.sitting.meeting_id}",
    }
    return PAGES.render(request, "panels/choice.html", status=typed.status, **context, **typed.context(), **WORDS)


def deferral(desk: Desk, request: Request, place: Place, form: Form) -> DeferCase:
    """The case is put off; where the chair does it, she has signed it off."""
    who = principal_of(request)
    return DeferCase(
        at=desk.clock(),
        case_id=place.item.case_id or "",
        meeting_id=place.shown.sitting.meeting_id,
        reason=form.get("reason", ""),
        interim_note=form.get("interim_note", ""),
        signed_off_by=who.account_id if who.role is Role.PANEL_CHAIR else None,
    )


def _chosen(desk: Desk, request: Request, place: Place, form: Form) -> int:
    choice, case_id = form.get("choice"), place.item.case_id or ""
    if choice == _EMERGENCY:
        starts_at = moment_in(form, "starts_on", "starts_at")
        return move_to_sitting(desk, request, form, place.shown.sitting, "emergency", starts_at, [case_id])[1]
    command: Command
    if choice == _ACCEPT:
        command = AcceptLateReferral(
            at=desk.clock(),
            case_id=case_id,
            meeting_id=place.shown.sitting.meeting_id,
            reason=form.get("reason", ""),
        )
    elif choice == _DEFER:
        command = deferral(desk, request, place, form)
    else:
        raise InvalidInput([FieldError("/choice", "missing", "Choose how the case is heard.")])
    return desk.dispatch(command, context_of(request), receipt_of(request, form)).last_position
