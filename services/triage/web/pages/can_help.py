"""The public list of what we can and cannot help with, made from the rules in force today."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.web.desk import Desk
from services.triage.web.wording import duration
from shared.web.guard import allow_anyone
from shared.web.pages import Pages

ADDRESS = "/directory/help"


def can_help_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /directory/help."""
    router = APIRouter(include_in_schema=False)

    @router.get(ADDRESS, name="triage:can_help", dependencies=[allow_anyone("residents see what we can do for them")])
    def show(request: Request) -> Response:
        return pages.render(
            request,
            "triage/can_help.html",
            list=desk.advice.can_help(),
            say=desk.say,
            duration=duration,
            doors=desk.directory.doors,
            back="/",
            sensitive=True,
        )

    return router
