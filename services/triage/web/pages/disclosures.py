"""Telling others, in plain steps: on what basis, with whose agreement, what the person wishes, which threshold."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.disclosure.commands import ConsiderThreshold, RecordDisclosure
from services.triage.domain.disclosure.disclosing import wishes_asked
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.protection_view import (
    POLICE,
    WISH_STATES,
    due_of,
    pathway_of,
    protection_of,
    record_of,
    told_of,
)
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.personal import Identity
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import allow, context_of
from shared.web.pages import Pages

RESULTS = {"not_met": "Considered, not met", "met": "Considered, met"}
_MEMBERS = "to lawful_basis condition consent consent_why necessity proportionality police police_why".split()


def disclosure_pages(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/cases/{reference}/disclosures… and …/thresholds"""
    router = APIRouter(
        prefix="/triage/cases/{reference}", include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)]
    )

    @router.get("/disclosures", name="triage:disclosures")
    def several(request: Request, reference: str) -> Response:
        return _list(desk, pages, room, request, reference)

    @router.get("/disclosures/{recipient}", name="triage:disclosure")
    def one(request: Request, reference: str, recipient: str) -> Response:
        return _form(desk, pages, room, request, reference, recipient)

    @router.post("/disclosures/{recipient}", name="triage:disclosure_recorded")
    def record(request: Request, reference: str, recipient: str, form: Typed) -> Response:
        return _record(desk, pages, room, request, reference, recipient, form)

    @router.post("/thresholds", name="triage:threshold_considered")
    def consider(request: Request, reference: str, form: Typed) -> Response:
        return _consider(desk, pages, room, request, reference, form)

    return router


def _record(
    desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, reference: str, recipient: str, form: Form
) -> Response:
    case, wording = record_of(desk, reference), room.wording()
    wishes = {code: (form.get(f"wish-{code}", ""), form.get(f"wish-{code}-text", "")) for code in wording.wishes}
    command = RecordDisclosure(
        at=desk.clock(),
        today=room.today(),
        referral_id=case.referral_id,
        disclosure_id=form.get("disclosure_id", ""),
        recipient=recipient,
        wishes=wishes,
        **{name: form.get(name, "") for name in _MEMBERS},
    )
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except InvalidInput as invalid:
        return _form(desk, pages, room, request, reference, recipient, invalid.errors, form, 422)
    except Refusal as refusal:
        error = FieldError("", refusal.code, refusal.says)
        return _form(desk, pages, room, request, reference, recipient, [error], form, 409)
    return saved(request, f"/triage/cases/{case.reference}/disclosures", done.last_position)


def _consider(desk: Desk, pages: Pages, room: ProtectionRoom, request: Request, reference: str, form: Form) -> Response:
    case = record_of(desk, reference)
    try:
        command = ConsiderThreshold(
            at=desk.clock(),
            today=room.today(),
            referral_id=case.referral_id,
            considered_on=_day_in(form),
            considered_by=form.get("considered_by", ""),
            threshold=form.get("threshold", ""),
            result=form.get("result", ""),
            why=form.get("threshold_why", ""),
        )
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except InvalidInput as invalid:
        return _list(desk, pages, room, request, reference, invalid.errors, form, 422)
    except Refusal as refusal:
        error = FieldError("", refusal.code, refusal.says)
        return _list(desk, pages, room, request, reference, [error], form, 409)
    return saved(request, f"/triage/cases/{case.reference}/disclosures", done.last_position)


def _day_in(form: Form) -> date:
    try:
        year, month, day = (int(form.get(f"considered_on-{part}", "")) for part in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:
        error = FieldError("/considered_on", "missing", "Give a day that there is, such as 27 3 2026.")
        raise InvalidInput([error]) from None


def _list(
    desk: Desk,
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    late_view = not desk.up_to_date(reference)
    case = record_of(desk, reference)
    desk.viewed(request, case, "disclosures")
    shown, wording = protection_of(desk, case.referral_id), room.wording()
    actors = {each.by for each in shown.disclosed} | {each.by for each in shown.considered}
    now = rfc3339(desk.clock())
    return pages.render(
        request,
        "triage/disclosures.html",
        status=status,
        case=case,
        shown=shown,
        told=[told_of(desk, room, entry) for entry in reversed(shown.disclosed)],
        considered=[(entry, desk.opener.open(entry.fact.considered_by, Identity)) for entry in shown.considered],
        due=[{"at": at, "what": what, "late": at < now} for at, what in due_of(shown, room, case, desk.say)],
        recipients={
            code: each for code, each in wording.recipients.items() if each.panel is None or each.panel in shown.marked
        },
        wording=wording,
        results=RESULTS,
        names=request.app.state.access.accounts.names(actors),
        say=desk.say,
        errors=errors,
        form=form or {},
        once=new_id(),
        back=f"/triage/{'cases' if case.state else 'referrals'}/{case.reference}",
        late_view=late_view,
    )


def _form(
    desk: Desk,
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    reference: str,
    recipient: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    case, wording = record_of(desk, reference), room.wording()
    if recipient not in wording.recipients:
        raise NotFound
    desk.viewed(request, case, "disclosure")
    wishes = {code: wording.wishes[code] for code in wishes_asked(recipient, pathway_of(desk, case), wording)}
    names = [*_MEMBERS, *(name for code in wishes for name in (f"wish-{code}", f"wish-{code}-text"))]
    return pages.render(
        request,
        "triage/disclosure.html",
        status=status,
        case=case,
        recipient=wording.recipients[recipient],
        code=recipient,
        bases=wording.bases_for(recipient),
        wishes=wishes,
        wording=wording,
        police=POLICE,
        wish_states=WISH_STATES,
        errors=errors,
        ids={_pointer(name): name for name in names},
        form=form or {},
        disclosure_id=(form or {}).get("disclosure_id") or new_id(),
        once=new_id(),
        back=f"/triage/cases/{case.reference}/disclosures",
    )


def _pointer(name: str) -> str:
    """A field's place in the document it stands for: wish-x-text is /wishes/x/text."""
    if not name.startswith("wish-"):
        return f"/{name}"
    code = name.removeprefix("wish-")
    return f"/wishes/{code.removesuffix('-text')}/text" if code.endswith("-text") else f"/wishes/{code}"
