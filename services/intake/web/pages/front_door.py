"""The first page: in danger call 999, and four doors; leaving."""

import contextlib

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.web.desk import Desk
from services.intake.web.drafts import discard
from services.intake.web.words import PAGES
from shared.web.cookies import RETURN
from shared.web.guard import allow_anyone
from shared.web.public_pages import left


def router(desk: Desk) -> APIRouter:
    """The routes /, /report/for-someone and /leave."""
    made = APIRouter(include_in_schema=False)

    @made.get("/", name="intake:front_door", dependencies=[allow_anyone("residents start here")])
    def front_door(request: Request) -> Response:
        return PAGES.render(request, "intake/front_door.html", sensitive=True)

    @made.get("/report/for-someone", name="intake:for_someone", dependencies=[allow_anyone("residents start here")])
    def for_someone(request: Request) -> Response:
        return PAGES.render(request, "intake/for_someone.html", sensitive=True, back="/")

    @made.get("/leave", name="intake:leave", dependencies=[allow_anyone("leaving must never be refused")])
    def leave(request: Request) -> Response:
        # Whatever is broken, leaving works; a draft that could not be thrown away goes within the hour.
        with contextlib.suppress(Exception):
            discard(request, desk.drafts)
        with contextlib.suppress(Exception):
            discard(request, desk.residents.returns, RETURN)
        return left(request)

    return made
