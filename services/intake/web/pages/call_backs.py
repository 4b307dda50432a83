"""After a call that was cut off: what came of trying to reach the caller again."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.domain.commands import NoteCallBack
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.pages.referral import PREFIX, done, found_for
from services.intake.web.words import CALL_BACKS
from shared.web.guard import allow


def router(desk: Desk) -> APIRouter:
    """The route /intake/referrals/{reference}/call-back."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.post("/call-back", name="intake:call_back")
    def tried(request: Request, reference: str, outcome: Annotated[str, Form(max_length=20)] = "") -> Response:
        known = found_for(desk, request, reference).submitted.reference
        if not any(outcome in outcomes for outcomes in CALL_BACKS.values()):
            return RedirectResponse(f"/intake/referrals/{known}#call-back", 303)
        command = NoteCallBack.model_validate({"at": desk.clock(), "reference": known, "outcome": outcome})
        return done(desk, request, known, command)

    return made
