"""What is written up from meeting mode: decision, band, action, deferral, flags off, a standing case closed."""

import re
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.banding_commands import RecordBanding
from services.panels.domain.commands import AssignAction, CloseStandingCase, DecideCase, TakeFlagsOff
from services.panels.domain.values.bands import DEFERRED
from services.panels.web.access import STEERING
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Form, Typed, again, day_in, receipt_of
from services.panels.web.pages.case import Place, case_page, place_of_case
from services.panels.web.pages.choice import deferral
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of

_ACTION_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_BAND = ("result", "band", "reason", "words", "interim_note", "inquorate_reason")

_Make = Callable[[Desk, Request, Place, Form], Command]


def router(desk: Desk) -> APIRouter:
    """The route POST /panels/meetings/{meeting_id}/case/{reference}/{step}."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False, dependencies=[allow(*STEERING, hide=True)])

    @made.post("/{meeting_id}/case/{reference}/{step}", name="panels:case_step")
    def take(request: Request, meeting_id: str, reference: str, step: str, form: Typed) -> Response:
        make = STEPS.get(step)
        if make is None:
            raise NotFound
        place = place_of_case(desk, request, meeting_id, reference)
        try:
            command = make(desk, request, place, form)
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return case_page(desk, request, place, again(wrong, form, step))
        # A case that was put off stands on another agenda now.
        put_off = step == "defer" or form.get("result") == DEFERRED
        own = "" if put_off else f"/case/{place.item.case_reference}#recorded"
        return saved(request, f"/panels/meetings/{meeting_id}{own}", done.last_position)

    return made


def _decide(desk: Desk, request: Request, place: Place, form: Form) -> Command:
    return DecideCase(
        at=desk.clock(),
        case_id=place.item.case_id or "",
        meeting_id=place.shown.sitting.meeting_id,
        decision=form.get("decision", ""),
        text=form.get("text", ""),
        core_group=form.get("core_group") == "yes",
        inquorate_reason=form.get("inquorate_reason", ""),
    )


def _assign(desk: Desk, request: Request, place: Place, form: Form) -> Command:
    """The page gave the action its id, so that two clicks make one action."""
    given = form.get("action_id", "")
    return AssignAction(
        at=desk.clock(),
        meeting_id=place.shown.sitting.meeting_id,
        action_id=given if _ACTION_ID.fullmatch(given) else new_id(),
        case_id=place.item.case_id,
        agency=form.get("agency", ""),
        owner=form.get("owner", ""),
        due=day_in(form, "due"),
        text=form.get("text", ""),
    )


def _flags_off(desk: Desk, request: Request, place: Place, form: Form) -> Command:
    return TakeFlagsOff(at=desk.clock(), case_id=place.item.case_id or "", meeting_id=place.shown.sitting.meeting_id)


def _close_standing(desk: Desk, request: Request, place: Place, form: Form) -> Command:
    return CloseStandingCase(at=desk.clock(), case_id=place.item.case_id or "", reason=form.get("reason", ""))


def _band(desk: Desk, request: Request, place: Place, form: Form) -> Command:
    """What was said of a band; where the chair writes it up, she has signed off that it is put off again."""
    who = principal_of(request)
    return RecordBanding(
        at=desk.clock(),
        case_id=place.item.case_id or "",
        meeting_id=place.shown.sitting.meeting_id,
        effective_on=day_in(form, "effective_on"),
        review_on=day_in(form, "review_on"),
        signed_off_by=who.account_id if who.role is Role.PANEL_CHAIR else None,
        **{name: form.get(name, "") for name in _BAND},
    )


STEPS: dict[str, _Make] = {
    "band": _band,
    "decide": _decide,
    "action": _assign,
    "defer": deferral,
    "flags-off": _flags_off,
    "close-standing": _close_standing,
}
