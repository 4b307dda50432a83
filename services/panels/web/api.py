"""The calls that read: when panels sit, and their agendas by reference and reason, never by name."""

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.panels.application.agenda_desk import AgendaVersion, agenda_document
from services.panels.read_models import calendar
from services.panels.web.access import READERS, restricted
from services.panels.web.desk import Desk
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import allow, principal_of

# As far back as a meeting is asked about in daily work; the log of all years only grows.
_YEAR = timedelta(days=366)


def router(desk: Desk) -> APIRouter:
    """The routes /panels/api/meetings and /panels/api/meetings/{meeting_id}/agenda."""
    made = APIRouter(prefix="/panels/api/meetings", tags=["panels"])

    @made.get("", name="panels:api_meetings", dependencies=[allow(*READERS)])
    def meetings(
        request: Request,
        answer: Response,
        panel: str | None = None,
        first: Annotated[date | None, Query(alias="from")] = None,
        last: Annotated[date | None, Query(alias="to")] = None,
    ) -> list[dict[str, Any]]:
        """Meetings held from one London day to another, both included, with their deadlines.

        Without `from` those of a year before `to`, else before today; the header `Link` leads to what was before.
        """
        known = desk.panels_known(principal_of(request))
        if panel is not None and panel not in known:
            raise InvalidInput([FieldError("query:panel", "unknown_value", "There is no panel of that name.")])
        if last is not None and last == date.max:
            last = None
        if first is None:
            first = max(last or desk.today(), date.min + 2 * _YEAR) - _YEAR
            answer.headers["Link"] = _before(request, panel, first)
        with desk.reading() as connection:
            found = calendar.between(connection, panel, first, last)
        return [meeting for meeting in found if meeting["panel"] in known]

    @made.get("/{meeting_id}/agenda", name="panels:api_agenda", dependencies=[allow(*READERS, hide=True)])
    def agenda(request: Request, meeting_id: str, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
        """The agenda as it would be circulated now, or a version as it was frozen. Reading it is recorded."""
        who = principal_of(request)
        shown = desk.agenda(who, meeting_id, version)
        desk.viewed(request, shown)
        return JSONResponse(without_cases(shown) if restricted(who) else agenda_document(shown))

    return made


def _before(request: Request, panel: str | None, first: date) -> str:
    """Where the meetings of the year before stand (RFC 8288)."""
    asked = {"panel": panel, "from": (first - _YEAR).isoformat(), "to": (first - timedelta(days=1)).isoformat()}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f'<{request.url.path}?{query}>; rel="prev"'


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
