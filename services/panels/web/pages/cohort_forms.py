"""What a walled panel's coordinator writes down: somebody enters, how they stand, that they have left."""

import re
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.cohort_commands import EnterCohort, LeaveCohort, NoteStanding
from services.panels.web.access import STEERING
from services.panels.web.cohort_view import Wall, wall_of
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Again, Form, Typed, again, day_in, receipt_of
from services.panels.web.pages.cohort import sheet_page, shown
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput, Refusal
from shared.web.guard import allow, context_of

_ENTRY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODES = ("status", "track", "grade", "lead")
_FIELDS = ("name", "born", "on", *_CODES, "reasons", "review_on", "exit")

_Make = Callable[[Desk, Wall, str, Form], Command]


def router(desk: Desk) -> APIRouter:
    """The routes /panels/cohort/new and POST /panels/cohort/{entry_id}/{step}."""
    made = APIRouter(prefix="/panels/cohort", include_in_schema=False, dependencies=[allow(*STEERING, hide=True)])

    @made.get("/new", name="panels:cohort_new")
    def ask(request: Request) -> Response:
        return _new(request, wall_of(desk, request), Again())

    @made.post("/new", name="panels:cohort_enter")
    def enter(request: Request, form: Typed) -> Response:
        wall, given = wall_of(desk, request), form.get("entry_id", "")
        # The page gave the entry its id, so that two clicks make one entry.
        entry_id = given if _ENTRY_ID.fullmatch(given) else new_id()
        try:
            done = desk.dispatch(_entering(desk, wall, entry_id, form), context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return _new(request, wall, again(wrong, form))
        return saved(request, f"/panels/cohort/{entry_id}", done.last_position)

    def note(request: Request, entry_id: str, form: Form, place: str, make: _Make) -> Response:
        wall = wall_of(desk, request)
        desk.shows_what_was_saved(request)
        try:
            done = desk.dispatch(make(desk, wall, entry_id, form), context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return sheet_page(desk, request, entry_id, again(wrong, form, place))
        return saved(request, f"/panels/cohort/{entry_id}", done.last_position)

    @made.post("/{entry_id}/standing", name="panels:cohort_standing")
    def stand(request: Request, entry_id: str, form: Typed) -> Response:
        return note(request, entry_id, form, "standing", _standing)

    @made.post("/{entry_id}/left", name="panels:cohort_left")
    def leave(request: Request, entry_id: str, form: Typed) -> Response:
        return note(request, entry_id, form, "left", _leaving)

    return made


def _new(request: Request, wall: Wall, typed: Again) -> Response:
    entry_id = (typed.form or {}).get("entry_id") or new_id()
    ids = {f"/{name}": f"new-{name}" for name in _FIELDS}
    context: dict[str, Any] = {"ids": ids, "entry_id": entry_id, "back": "/panels/cohort"}
    return shown(request, "panels/cohort_new.html", wall, status=typed.status, **context, **typed.context())


def _entering(desk: Desk, wall: Wall, entry_id: str, form: Form) -> Command:
    return EnterCohort(
        at=desk.clock(),
        panel=wall.panel.id,
        entry_id=entry_id,
        name=form.get("name", ""),
        born=day_in(form, "born"),
        on=day_in(form, "on"),
        reasons=_reasons(form),
        review_on=day_in(form, "review_on"),
        **{name: form.get(name, "") for name in _CODES},
    )


def _standing(desk: Desk, wall: Wall, entry_id: str, form: Form) -> Command:
    return NoteStanding(
        at=desk.clock(),
        panel=wall.panel.id,
        entry_id=entry_id,
        on=day_in(form, "on"),
        reasons=_reasons(form),
        review_on=day_in(form, "review_on"),
        heard=form.get("heard") == "yes",
        **{name: form.get(name, "") for name in _CODES},
    )


def _leaving(desk: Desk, wall: Wall, entry_id: str, form: Form) -> Command:
    on = day_in(form, "left_on")
    return LeaveCohort(at=desk.clock(), panel=wall.panel.id, entry_id=entry_id, on=on, exit=form.get("exit", ""))


def _reasons(form: Form) -> tuple[str, ...]:
    return tuple(code for code in form.get("reasons", "").split(",") if code)
