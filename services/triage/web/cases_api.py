"""The calls about cases: which there are, one of them, and what a person records on it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from msgspec import structs

from services.triage.domain.commands import CloseCase, RecordSupportOffer
from services.triage.read_models import cases
from services.triage.read_models.cases import MOST_ROWS
from services.triage.read_models.protection import Shown
from services.triage.web.api import step
from services.triage.web.bodies import CloseBody, OfferBody, checked, described
from services.triage.web.desk import OFFICERS, Desk, known_reference
from services.triage.web.protection_view import protection_of
from shared.kernel.refusals import NotFound
from shared.web.guard import Role, allow, principal_of
from shared.web.idempotency import keyed

State = Literal["open", "closed"]
Priority = Literal["urgent", "high", "standard"]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS)]


def cases_api(desk: Desk) -> APIRouter:
    """The routes /triage/api/cases and /triage/api/cases/{case_reference}/…"""
    router = APIRouter(prefix="/triage/api/cases", tags=["triage"])
    officers = [allow(*OFFICERS)]

    @router.get(
        "",
        name="triage:api_cases",
        dependencies=officers,
        summary="Cases, the most dangerous first, at most 100 a page",
    )
    def several(
        state: State | None = None,
        priority: Priority | None = None,
        cursor: str | None = None,
        limit: Limit = MOST_ROWS,
    ) -> Response:
        with desk.views.reading() as connection:
            page = cases.page(connection, state, priority, cursor, limit)
        return JSONResponse({"cases": [_case(row) for row in page.rows], "cursor": page.cursor})

    @router.get("/{case_reference}", name="triage:api_case", dependencies=officers)
    def one(request: Request, case_reference: str) -> Response:
        desk.up_to_date(case_reference)
        case = case_of(desk, case_reference)
        desk.viewed(request, case, "case")
        with desk.views.reading() as connection:
            offers = cases.offers_of(connection, case.referral_id)
        told = [{"outcome": each.outcome, "at": each.offered_at, "by": each.offered_by} for each in offers]
        return JSONResponse(
            {**_case(case), "support_offers": told, **_protection(protection_of(desk, case.referral_id))}
        )

    _add_steps(router, desk)
    return router


def _add_steps(router: APIRouter, desk: Desk) -> None:
    @router.post(
        "/{case_reference}/support-offer",
        name="triage:api_offer",
        dependencies=[allow(*OFFICERS, Role.IDVA)],
        openapi_extra=described(OfferBody),
    )
    async def support_offer(request: Request, case_reference: str) -> Response:
        async with keyed(request) as once:
            adviser = principal_of(request).role is Role.IDVA
            if adviser:
                to_support(desk, case_reference)
            referral = desk.referral(case_reference)
            said: OfferBody = await checked(request, OfferBody)
            command = RecordSupportOffer(
                at=desk.clock(),
                referral_id=referral.referral_id,
                outcome=said.outcome,
                person_id=said.person_id,
                by_adviser=adviser,
            )
            return await step(desk, request, once, command, referral)

    @router.post(
        "/{case_reference}/close",
        name="triage:api_close",
        dependencies=[allow(*OFFICERS)],
        openapi_extra=described(CloseBody),
    )
    async def close(request: Request, case_reference: str) -> Response:
        async with keyed(request) as once:
            referral = desk.referral(case_reference)
            said: CloseBody = await checked(request, CloseBody)
            command = CloseCase(at=desk.clock(), referral_id=referral.referral_id, reason=said.reason)
            return await step(desk, request, once, command, referral)


def case_of(desk: Desk, case_reference: str) -> Any:
    """The case with this reference; NotFound if there is none."""
    with desk.views.reading() as connection:
        case = cases.one(connection, known_reference(case_reference))
    if case is None:
        raise NotFound
    return case


def to_support(desk: Desk, case_reference: str) -> Any:
    """The case with this reference if support was asked for in it; any other does not exist for an IDVA."""
    case = case_of(desk, case_reference)
    if case.support_due_at is None:
        raise NotFound
    return case


def _protection(shown: Shown) -> dict[str, Any]:
    """What tools came to and on what basis others may be told: codes and counts, never an answer or anybody's words."""
    risk = [
        {
            "assessment_id": each.fact.assessment_id,
            "tool": each.fact.given.tool,
            "version": each.fact.given.version,
            "at": each.at,
            "by": each.by,
            "score": each.fact.score,
            "yes": each.fact.yes,
            "unanswered": each.fact.unanswered,
            "band": each.fact.band,
            "grade": each.fact.grade,
            "judged": each.fact.judged,
            "compared": each.fact.compared,
        }
        for each in shown.assessed
    ]
    disclosures = [
        {"recipient": each.fact.recipient, "at": each.at, "by": each.by, **structs.asdict(each.fact.basis)}
        for each in shown.disclosed
    ]
    return {"risk": risk, "disclosures": disclosures}


def _case(row: Any) -> dict[str, Any]:
    return {
        "case_reference": row.case_reference,
        "reference": row.reference,
        "referral_id": row.referral_id,
        "kind": row.kind,
        "category": row.category,
        "channel": row.channel,
        "ward": row.ward,
        "state": row.state,
        "route": row.route,
        "priority": row.priority,
        "received_at": row.received_at,
        "opened_at": row.opened_at,
        "due_at": row.due_at,
        "late": row.late,
        "confirmed": row.settled,
        "taken_by": row.taken_by,
        "panels": row.panels.split(),
        "support_due_at": row.support_due_at,
        "closed_at": row.closed_at,
        "closed_because": row.closed_because,
    }
