"""The calls that read: when panels sit, and their agendas by reference and reason, never by name."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.panels.application.agenda_desk import AgendaVersion, agenda_document
from services.panels.read_models import calendar
from services.panels.web.access import READERS, restricted
from services.panels.web.desk import Desk
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import allow, principal_of


def router(desk: Desk) -> APIRouter:
    """The routes /panels/api/meetings and /panels/api/meetings/{meeting_id}/agenda."""
    made = APIRouter(prefix="/panels/api/meetings", tags=["panels"])

    @made.get("", name="panels:api_meetings", dependencies=[allow(*READERS)])
    def meetings(
        request: Request,
        panel: str | None = None,
        first: Annotated[date | None, Query(alias="from")] = None,
        last: Annotated[date | None, Query(alias="to")] = None,
    ) -> list[dict[str, Any]]:
        """Meetings held from one London day to another, both included, with their deadlines."""
        if panel is not None and panel not in desk.timetable.panels:
            raise InvalidInput([FieldError("query:panel", "unknown_value", "There is no panel of that name.")])
        if last is not None and last == date.max:
            last = None
        with desk.reading() as connection:
            return calendar.between(connection, panel, first, last)

    @made.get("/{meeting_id}/agenda", name="panels:api_agenda", dependencies=[allow(*READERS, hide=True)])
    def agenda(request: Request, meeting_id: str, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
        """The agenda as it would be circulated now, or a version as it was frozen. Reading it is recorded."""
        who = principal_of(request)
        shown = desk.agenda(who, meeting_id, version)
        desk.viewed(request, shown)
        return JSONResponse(without_cases(shown) if restricted(who) else agenda_document(shown))

    return made


def without_cases(shown: AgendaVersion) -> dict[str, Any]:
    """How the meeting is laid out, for those who may know of no case: how many in each section, how many minutes."""
    document = agenda_document(shown)
    bare: dict[str, Any] = {"case_reference": None, "why": "", "flags": []}
    for section in document["sections"]:
        section["items"] = [{**item, **bare} for item in section["items"]]
    document["overflow"] = [{**item, **bare} for item in document["overflow"]]
    if document["extra_sitting"] is not None:
        document["extra_sitting"]["case_references"] = []
    return document | {"changes_since": None}
