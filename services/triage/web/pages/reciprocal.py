"""The request for a home in another borough as it leaves the house: a code, what is needed, and whom to ask here."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.asb.days import day_of
from services.triage.read_models import support_work
from services.triage.web.cases_api import case_of, to_support
from services.triage.web.desk import Desk
from services.triage.web.pages.support_forms import SUPPORTERS
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, allow, principal_of
from shared.web.pages import Pages


def reciprocal_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/reciprocal/{code}: nothing on it and nothing in its address says who it is for."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/reciprocal/{code}", name="triage:reciprocal", dependencies=[allow(*SUPPORTERS, hide=True)])
    def show(request: Request, code: str) -> Response:
        desk.shows_what_was_saved(request)
        with desk.views.reading() as connection:
            reference = support_work.behind(connection, code)
        practice = desk.support.practice(day_of(desk.clock()))
        if reference is None or practice is None:
            raise NotFound
        case = to_support(desk, reference) if principal_of(request).role is Role.IDVA else case_of(desk, reference)
        found = next(each for each in desk.support.file(desk.story(case.stream)).reciprocals if each.code == code)
        desk.viewed(request, case, "reciprocal")
        accounts = request.app.state.access.accounts
        return pages.render(
            request,
            "triage/support/reciprocal.html",
            found=found,
            scheme=practice.reciprocal.schemes.get(found.scheme, found.scheme),
            contact=accounts.names({found.nominated_by}).get(found.nominated_by, "Ask the council"),
        )

    return router
