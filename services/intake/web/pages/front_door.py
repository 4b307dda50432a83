"""The first page: in danger call 999, and four doors."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.web.desk import Desk
from services.intake.web.pages.words import PAGES
from shared.web.guard import Role, allow, allow_anyone


def router(desk: Desk) -> APIRouter:
    """The routes /, /return and /intake/call."""
    made = APIRouter(include_in_schema=False)

    @made.get("/", name="intake:front_door", dependencies=[allow_anyone("residents start here")])
    def front_door(request: Request) -> Response:
        return PAGES.render(request, "intake/front_door.html")

    @made.get("/return", name="intake:return", dependencies=[allow_anyone("residents ask here what became of it")])
    def come_back(request: Request) -> Response:
        return PAGES.render(request, "intake/return.html", back="/", sensitive=True)

    @made.get("/intake/call", name="intake:call", dependencies=[allow(Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER)])
    def call(request: Request) -> Response:
        return RedirectResponse("/intake/referrals/new", 303)

    return made
