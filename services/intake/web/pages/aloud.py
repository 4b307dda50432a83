"""The status of a referral for a call: what may be said aloud, and what must be asked before."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.web.access import STAFF
from services.intake.web.aloud import may_be_said
from services.intake.web.desk import Desk
from services.intake.web.pages.referral import PREFIX, found_for
from services.intake.web.staff_questions import CALLERS
from services.intake.web.words import PAGES
from shared.web.guard import allow, context_of


def router(desk: Desk) -> APIRouter:
    """The route /intake/referrals/{reference}/aloud."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("/aloud", name="intake:aloud")
    def aloud(request: Request, reference: str, caller: Annotated[str, Query(max_length=20)] = "") -> Response:
        found = found_for(desk, request, reference)
        desk.look(context_of(request), found, "what may be said aloud")
        referral = desk.shown(found)
        return PAGES.render(
            request,
            "intake/aloud.html",
            referral=referral,
            callers={code: text for code, text in CALLERS.items() if code},
            caller=caller if caller in CALLERS else "",
            aloud=may_be_said(referral, caller),
        )

    return made
