"""The calls that read: one referral, opened only for those who work on it, and pages of what came in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from services.intake.domain.restricted import hide_shown
from services.intake.read_models import worklist
from services.intake.web.access import MASKED, MAY_READ, check_may_know, sees_only_own
from services.intake.web.desk import Desk
from services.intake.web.shown import as_sent, referral_document
from services.intake.web.together import see_also
from services.intake.web.told import told
from services.intake.web.words import STATUSES
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import Principal, Role, allow, context_of, principal_of

_MOST = worklist.MOST_ROWS


def router(desk: Desk) -> APIRouter:
    """The routes GET /intake/api/referrals and GET /intake/api/referrals/{reference}."""
    made = APIRouter(prefix="/intake/api/referrals", tags=["intake"])

    @made.get("", name="intake:api_referrals", dependencies=[allow(*MAY_READ)])
    def referrals(
        request: Request,
        status: str = "",
        channel: str = "",
        kind: str = "",
        category: str = "",
        cursor: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
    ) -> dict[str, Any]:
        """What came in, the newest first, without any detail of a person."""
        who = principal_of(request)
        wanted = _wanted(who, status=status, channel=channel, kind=kind, category=category)
        desk.views.wait_for(desk.head())
        with desk.views.reading() as connection:
            page = worklist.page(connection, wanted, cursor or None, limit=limit)
        items = [_item(row) for row in page.rows]
        shown = [told(item) for item in items] if who.role is Role.PARTNER else items
        return {"items": shown, "next_cursor": page.cursor}

    @made.get("/{reference}", name="intake:api_referral", dependencies=[allow(*MAY_READ, hide=True)])
    def referral(request: Request, reference: str) -> Response:
        """One referral as the caller may see it; reading it is recorded first."""
        who = principal_of(request)
        known = parse_reference(reference)
        found = check_may_know(who, desk.standing(known) if known else None)
        desk.look(context_of(request), found, "referral, by program")
        if who.role is Role.PARTNER:
            return JSONResponse(told(hide_shown(as_sent(found, desk.opener), desk.hidden.now())))
        if sees_only_own(who):
            return JSONResponse(hide_shown(as_sent(found, desk.opener), desk.hidden.now()))
        if who.role in MASKED:
            return JSONResponse(referral_document(found, None))
        return JSONResponse(desk.shown(found) | see_also(desk, found.submitted.reference))

    return made


def _wanted(who: Principal, **chosen: str) -> worklist.Wanted:
    """The filter, with every code checked; a key sees what it made alone, an agency's worker her agency's."""
    known: dict[str, Any] = {
        "status": STATUSES,
        "channel": VOCABULARY.channels,
        "kind": VOCABULARY.kinds,
        "category": VOCABULARY.categories,
    }
    wrong = [
        FieldError(f"query:{name}", "not_in_list", f"Give one of {', '.join(known[name])}.")
        for name, code in chosen.items()
        if code and code not in known[name]
    ]
    if chosen["status"] and who.role is Role.PARTNER:
        # Whom it leaves out would tell what `told` does not.
        wrong = [FieldError("query:status", "not_for_partners", "Leave this out and read the state of each.")]
    if wrong:
        raise InvalidInput(wrong)
    return worklist.Wanted(**_own(who), **{name: code or None for name, code in chosen.items()})


def _own(who: Principal) -> dict[str, str]:
    if who.role is Role.PARTNER:
        return {"made_by": who.account_id}
    # No agency is called the empty text, so an account without one sees nothing.
    return {"agency": who.agency or ""} if sees_only_own(who) else {}


def _item(row: Any) -> dict[str, Any]:
    item = {name: value for name, value in row._mapping.items() if name not in ("position", "made_by")}
    return item | {"strands": row.strands.split()}
