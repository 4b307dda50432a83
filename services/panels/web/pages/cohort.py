"""A walled panel's cohort: who is in it, one sheet, a meeting's list, and the profile; for everybody else nothing."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.events import Sheet
from services.panels.web.access import STEERING, steers
from services.panels.web.cohort_view import DUE, profile_of, rows_on, sheets_of, wall_of
from services.panels.web.desk import Desk
from services.panels.web.forms import Again
from services.panels.web.words import PAGES
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, allow, context_of, principal_of

BEHIND = (*STEERING, Role.AGENCY_MEMBER)


def router(desk: Desk) -> APIRouter:
    """The routes /panels/cohort, …/profile, …/meetings/{meeting_id} and …/{entry_id}."""
    made = APIRouter(prefix="/panels/cohort", include_in_schema=False, dependencies=[allow(*BEHIND, hide=True)])

    @made.get("", name="panels:cohort")
    def several(request: Request) -> Response:
        late_view, wall = not desk.shows_what_was_saved(request), wall_of(desk, request)
        looked_at(desk, request, "cohort")
        rows = rows_on(desk, wall, desk.today())
        context: dict[str, Any] = {
            "rows": [row for row in rows if row.sheet.left_on is None],
            "left": [row for row in rows if row.sheet.left_on is not None],
            "late_view": late_view,
            "back": "/panels",
        }
        return shown(request, "panels/cohort.html", wall, **context)

    @made.get("/profile", name="panels:cohort_profile")
    def profile(request: Request) -> Response:
        wall = wall_of(desk, request)
        looked_at(desk, request, "cohort")
        parts = profile_of(wall, rows_on(desk, wall, desk.today()), desk.today())
        return shown(request, "panels/cohort_profile.html", wall, parts=parts, back="/panels/cohort")

    @made.get("/meetings/{meeting_id}", name="panels:cohort_meeting")
    def meeting(request: Request, meeting_id: str) -> Response:
        wall, sitting = wall_of(desk, request), desk.known_meeting(principal_of(request), meeting_id).sitting
        if sitting.panel != wall.panel.id:
            raise NotFound
        looked_at(desk, request, "cohort")
        rows = [row for row in rows_on(desk, wall, sitting.day) if row.due is not None]
        minutes = len(rows) * wall.panel.minutes.case
        context: dict[str, Any] = {"rows": rows, "sitting": sitting, "minutes": minutes, "back": "/panels"}
        return shown(request, "panels/cohort_meeting.html", wall, **context)

    @made.get("/{entry_id}", name="panels:cohort_sheet")
    def one(request: Request, entry_id: str) -> Response:
        return sheet_page(desk, request, entry_id, late_view=not desk.shows_what_was_saved(request))

    return made


def sheet_page(
    desk: Desk, request: Request, entry_id: str, typed: Again | None = None, late_view: bool = False
) -> Response:
    """One sheet with what stood before, once the reading of it is recorded."""
    wall, typed = wall_of(desk, request), typed or Again()
    sheets = sheets_of(desk, wall, entry_id)
    looked_at(desk, request, f"cohort-{entry_id}")
    context: dict[str, Any] = {
        "entry_id": entry_id,
        "sheet": sheets[0],
        "history": sheets,
        "form": typed.form if typed.form is not None else _as_form(sheets[0]),
        "typed": typed,
        "late_view": late_view,
        "back": "/panels/cohort",
    }
    rest = {name: value for name, value in typed.context().items() if name != "form"}
    return shown(request, "panels/cohort_sheet.html", wall, status=typed.status, **context, **rest)


def _as_form(sheet: Sheet) -> dict[str, str]:
    """What stands, so that only what is otherwise has to be changed; its days are given anew."""
    kept = {name: getattr(sheet, name) for name in ("status", "track", "grade", "lead")}
    return {**kept, "reasons": ",".join(sheet.reasons)}


def looked_at(desk: Desk, request: Request, record: str) -> None:
    """Recorded about no referral and under no name, before anything is sent."""
    desk.record_view(context_of(request), record, (), "cohort")


def shown(request: Request, template: str, wall: Any, status: int = 200, **context: Any) -> Response:
    """A page behind the wall."""
    who = principal_of(request)
    grades = {"red": ("Red", "late"), "amber": ("Amber", "danger"), "green": ("Green", "calm")}
    context |= {"panel": wall.panel, "cohort": wall.cohort, "steers": steers(who), "grades": grades, "due_words": DUE}
    return PAGES.render(request, template, status=status, **context)
