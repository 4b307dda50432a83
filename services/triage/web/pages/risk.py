"""Risk on a case: what was assessed, a tool to complete, an assessment to read and to compare with the one before."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.risk.tools import Tool
from services.triage.web.cases_api import to_support
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.protection_view import earlier_of, pathway_of, protection_of, read_assessment, record_of
from services.triage.web.risk_forms import (
    ANSWERED_BY,
    COMPARED,
    GRADES,
    as_form,
    completing,
    field_ids,
    keeping,
    levels_of,
)
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

READERS = (*OFFICERS, Role.IDVA)
_WORDS: Mapping[str, Any] = {"grades": GRADES, "answered_by": ANSWERED_BY, "compared": COMPARED, "levels_of": levels_of}


def risk_pages(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/cases/{reference}/risk…"""
    router = APIRouter(
        prefix="/triage/cases/{reference}/risk", include_in_schema=False, dependencies=[allow(*READERS, hide=True)]
    )

    @router.get("", name="triage:risk")
    def history(request: Request, reference: str) -> Response:
        return _history(desk, pages, room, request, reference)

    @router.get("/assessments/{assessment_id}", name="triage:risk_assessment")
    def read(request: Request, reference: str, assessment_id: str) -> Response:
        return _read(desk, pages, room, request, reference, assessment_id)

    @router.get("/{tool_id}", name="triage:risk_tool")
    def tool(request: Request, reference: str, tool_id: str) -> Response:
        case = reachable(desk, request, reference)
        return _form(desk, pages, room, request, case, _tool(room, tool_id))

    @router.post("/{tool_id}", name="triage:risk_completed")
    def complete(request: Request, reference: str, tool_id: str, form: Typed) -> Response:
        case, tool = reachable(desk, request, reference), _tool(room, tool_id)
        return _do(desk, pages, room, request, case, tool, form)

    return router


def reachable(desk: Desk, request: Request, reference: str) -> Any:
    """What it is about, where it exists for whoever asks; an adviser knows only of cases in which support is owed."""
    return to_support(desk, reference) if principal_of(request).role is Role.IDVA else record_of(desk, reference)


def back_to(request: Request, case: Any) -> str:
    """The page of the case that this role has."""
    adviser = principal_of(request).role is Role.IDVA
    place = "support" if adviser else "cases" if case.state else "referrals"
    return f"/triage/{place}/{case.reference}"


def _tool(room: ProtectionRoom, tool_id: str) -> Tool:
    found = room.tools.on(room.today()).get(tool_id)
    if found is None:
        raise NotFound
    return found


def _history(desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, reference: str) -> Response:
    late_view = not desk.up_to_date(reference)
    case = reachable(desk, request, reference)
    desk.viewed(request, case, "risk")
    who = principal_of(request).account_id
    shown = protection_of(desk, case.referral_id)
    tools = room.tools_for(pathway_of(desk, case))
    return pages.render(
        request,
        "triage/risk.html",
        case=case,
        shown=shown,
        tools=[(tool, room.training_says(who, tool), shown.kept.get(tool.id)) for tool in tools],
        names=request.app.state.access.accounts.names({each.by for each in shown.assessed} | _keepers(shown)),
        back=back_to(request, case),
        late_view=late_view,
        **_WORDS,
    )


def _keepers(shown: Any) -> set[str]:
    return {each.by for each in shown.kept.values()}


def _read(
    desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, reference: str, assessment_id: str
) -> Response:
    late_view = not desk.up_to_date(reference)
    case = reachable(desk, request, reference)
    shown = protection_of(desk, case.referral_id)
    entry = next((each for each in shown.assessed if each.fact.assessment_id == assessment_id), None)
    if entry is None:
        raise NotFound
    desk.viewed(request, case, "risk assessment")
    return pages.render(
        request,
        "triage/risk_assessment.html",
        case=case,
        entry=entry,
        read=read_assessment(desk, room, entry.fact, earlier_of(shown, entry.fact)),
        names=request.app.state.access.accounts.names({entry.by}),
        back=f"/triage/cases/{case.reference}/risk",
        late_view=late_view,
        **_WORDS,
    )


def _do(
    desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, case: Any, tool: Tool, form: Form
) -> Response:
    """Complete it, or put it down for later; what is wrong stands at its field, with everything that was typed."""
    named = {"referral_id": case.referral_id, "by": principal_of(request).account_id, "today": room.today()}
    keep = form.get("do") == "keep"
    make = keeping if keep else completing
    try:
        done = desk.dispatch(make(form, tool, desk.clock(), named), context_of(request), receipt_of(request, form))
    except InvalidInput as invalid:
        return _form(desk, pages, room, request, case, tool, invalid.errors, form, 422)
    except Refusal as refusal:
        return _form(desk, pages, room, request, case, tool, [FieldError("", refusal.code, refusal.says)], form, 409)
    place = f"/triage/cases/{case.reference}/risk"
    return saved(request, place if keep else f"{place}/assessments/{form['assessment_id']}", done.last_position)


def _form(
    desk: Desk,
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    case: Any,
    tool: Tool,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    desk.viewed(request, case, "risk tool")
    shown = protection_of(desk, case.referral_id)
    kept = shown.kept.get(tool.id)
    stands = as_form(read_assessment(desk, room, kept.fact, None).given) if kept is not None else {}
    return pages.render(
        request,
        "triage/risk_tool.html",
        status=status,
        case=case,
        tool=tool,
        texts=room.texts(tool),
        licensed=room.register().licensed.get(tool.id),
        may_not=room.training_says(principal_of(request).account_id, tool),
        kept=kept,
        form=form if form is not None else stands,
        errors=errors,
        ids=field_ids(tool),
        assessment_id=(form or {}).get("assessment_id") or new_id(),
        once=new_id(),
        back=f"/triage/cases/{case.reference}/risk",
        **_WORDS,
    )
