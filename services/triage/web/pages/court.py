"""Court dates of all cases of abuse, and how long it took from what happened to the first day in court."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.vawg.court import waits
from services.triage.read_models import hearings
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.vawg import wording
from shared.kernel.clock import rfc3339
from shared.web.guard import allow
from shared.web.pages import Pages

# Two years: enough to see whether it grows longer.
_LOOKED_BACK = timedelta(days=731)


def court_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/court."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/court", name="triage:court", dependencies=[allow(*OFFICERS, hide=True)])
    def show(request: Request) -> Response:
        late_view, now = not desk.shows_what_was_saved(request), desk.clock()
        with desk.views.reading() as connection:
            rows = hearings.to_come(connection)
            waited = waits(hearings.first_held(connection, (now - _LOOKED_BACK).date()))
        return pages.render(
            request,
            "triage/vawg/court.html",
            rows=rows,
            waits=waited,
            now=rfc3339(now),
            wording=wording,
            late_view=late_view,
        )

    return router
