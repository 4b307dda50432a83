"""All premises where sex may be sold: those told of last, what became of each, and how many there are in a month."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.read_models import premises
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.safeguarding import words
from shared.kernel.clock import rfc3339
from shared.web.guard import allow
from shared.web.pages import Pages

_A_YEAR = timedelta(days=365)


def premises_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/premises."""
    router = APIRouter(include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/triage/premises", name="triage:premises")
    def show(request: Request) -> Response:
        with desk.views.reading() as connection:
            found = premises.newest(connection)
            months = premises.by_month(connection, rfc3339(desk.clock() - _A_YEAR))
        told = [(f"{datetime.strptime(month, '%Y-%m').replace(tzinfo=UTC):%B %Y}", count) for month, count in months]
        return pages.render(request, "triage/safeguarding/premises.html", found=found, months=told, words=words)

    return router
