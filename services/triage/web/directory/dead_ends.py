"""Dead ends, told by residents and staff: what was found where somebody was sent, and nothing about who tells."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.triage.domain.directory.dead_ends import ReportDeadEnd
from services.triage.read_models import dead_ends
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.typed import Typed, receipt_of
from shared.kernel.clock import rfc3339
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, allow, allow_anyone, context_of
from shared.web.pages import Pages

WHAT = {
    "no_help": "They did not help",
    "no_answer": "Nobody answered",
    "not_theirs": "They said it is not for them",
    "full": "They take nobody new",
    "closed": "They are not there any more",
    "wrong_details": "The number or address is wrong",
}
_YEAR = timedelta(days=365)
_PUBLIC = "whoever found a door closed says so; nothing about them is asked or kept"


def dead_end_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes POST /directory/find/{service}/dead-end and /triage/directory/services/{service}/dead-end."""
    router = APIRouter(include_in_schema=False)

    @router.post("/directory/find/{service_id}/dead-end", name="triage:dead_end", dependencies=[allow_anyone(_PUBLIC)])
    def resident(request: Request, service_id: UUID, form: Typed) -> Response:
        told = _report(desk, request, str(service_id), form, "resident")
        return pages.render(
            request, "triage/dead_end.html", told=told, entry_id=service_id, what=WHAT, sensitive=True, wrong=not told
        )

    @router.post(
        "/triage/directory/services/{service_id}/dead-end",
        name="triage:staff_dead_end",
        dependencies=[allow(*OFFICERS, Role.CONTACT_CENTRE, hide=True)],
    )
    def staff(request: Request, service_id: UUID, form: Typed) -> Response:
        _report(desk, request, str(service_id), form, "staff")
        return RedirectResponse(f"/triage/directory/services/{service_id}", 303)

    return router


def _report(desk: Desk, request: Request, entry_id: str, form: Any, told_by: str) -> bool:
    if entry_id not in desk.directory.now().services:
        raise NotFound
    if form.get("what") not in WHAT:
        return False
    command = ReportDeadEnd.model_validate(
        {
            "at": desk.clock(),
            "entry_id": entry_id,
            "what": form["what"],
            "told_by": told_by,
            "today": desk.directory.today(),
        }
    )
    desk.dispatch(command, context_of(request), receipt_of(request, form) if told_by == "staff" else None)
    return True


def counted(desk: Desk) -> list[tuple[str, str, int]]:
    """Dead ends of the last year by entry, the most first: id, name and how many."""
    directory = desk.directory.now()
    with desk.views.reading() as connection:
        found = dead_ends.counted(connection, rfc3339(desk.clock() - _YEAR))
    names = {key: each.entry.name for key, each in directory.services.items()}
    names |= {key: each.landlord.name for key, each in directory.landlords.items()}
    return [(row.entry_id, names.get(row.entry_id, "An entry that is gone"), row.reports) for row in found]


def told_of_dead_ends(desk: Desk, entry_id: str) -> Sequence[tuple[str, str, int]]:
    """What was found there in the last year: what, who told, how often."""
    with desk.views.reading() as connection:
        found = dead_ends.of(connection, entry_id, rfc3339(desk.clock() - _YEAR))
    return [(WHAT.get(row.what, row.what), row.told_by, row.reports) for row in found]
