"""The calls that read: one referral, opened only for those who work on it, and pages of what came in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.intake.read_models import worklist
from services.intake.web.access import MASKED, MAY_READ, check_may_know, sees_only_agency
from services.intake.web.desk import Desk
from services.intake.web.shown import referral_document
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, context_of, principal_of

_MOST = 100


def router(desk: Desk) -> APIRouter:
    """The routes GET /intake/api/referrals and GET /intake/api/referrals/{reference}."""
    made = APIRouter(prefix="/intake/api/referrals", tags=["intake"])

    @made.get("", name="intake:api_referrals", dependencies=[allow(*MAY_READ)])
    def referrals(
        request: Request,
        status: str | None = None,
        channel: str | None = None,
        cursor: str | None = None,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
    ) -> dict[str, Any]:
        """What came in, the newest first, without any detail of a person."""
        who = principal_of(request)
        agency = (who.agency or "none") if sees_only_agency(who) else None
        desk.views.wait_for(desk.head())
        wanted = worklist.Wanted(status=status, channel=channel, agency=agency)
        with desk.views.reading() as connection:
            page = worklist.page(connection, wanted, cursor, limit=limit)
        hidden = {"position"}
        items = [{name: value for name, value in row._mapping.items() if name not in hidden} for row in page.rows]
        return {"items": items, "next_cursor": page.cursor}

    @made.get("/{reference}", name="intake:api_referral", dependencies=[allow(*MAY_READ, hide=True)])
    def referral(request: Request, reference: str) -> Response:
        """One referral as the caller may see it; reading it is recorded first."""
        known = parse_reference(reference)
        if known is None:
            raise NotFound
        who = principal_of(request)
        found = check_may_know(who, desk.standing(known))
        desk.look(context_of(request), found, "referral, by program")
        return JSONResponse(referral_document(found, None if who.role in MASKED else desk.opener))

    return made
