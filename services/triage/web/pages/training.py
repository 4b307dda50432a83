"""Who may complete which risk tool, and the published wording of a tool where the borough holds a licence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.protection_room import ProtectionRoom
from services.triage.domain.risk.commands import EndTraining, LoadLicensedText, RecordTraining
from services.triage.domain.risk.tools import Tool
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.guard import Role, allow, context_of
from shared.web.pages import Pages

_ADDRESS = "/triage/training"
_TOOLS = "/triage/risk-tools"
# Whose work it is to ask somebody about risk.
_TRAINED_ROLES = (*OFFICERS, Role.IDVA)


def training_pages(desk: Desk, pages: Pages, room: ProtectionRoom) -> APIRouter:
    """The routes /triage/training… and /triage/risk-tools/{tool}"""
    router = APIRouter(include_in_schema=False, dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])

    @router.get(_ADDRESS, name="triage:training")
    def register(request: Request) -> Response:
        return _register(desk, pages, room, request)

    @router.post(_ADDRESS, name="triage:training_recorded")
    def record(request: Request, form: Typed) -> Response:
        try:
            command = _training_in(desk, room, request, form)
            return _do(desk, request, command, form, _ADDRESS)
        except InvalidInput as invalid:
            return _register(desk, pages, room, request, invalid.errors, form, 422)

    @router.post(f"{_ADDRESS}/end", name="triage:training_ended")
    def end(request: Request, form: Typed) -> Response:
        account_id, training = form.get("account_id", ""), form.get("training", "")
        command = EndTraining(at=desk.clock(), account_id=account_id, training=training)
        return _do(desk, request, command, form, _ADDRESS)

    @router.get(f"{_TOOLS}/{{tool_id}}", name="triage:licensed_text")
    def wording(request: Request, tool_id: str) -> Response:
        return _wording(pages, room, request, _tool(room, tool_id))

    @router.post(f"{_TOOLS}/{{tool_id}}", name="triage:licensed_text_loaded")
    def load(request: Request, tool_id: str, form: Typed) -> Response:
        tool = _tool(room, tool_id)
        try:
            return _do(desk, request, _text_in(desk, tool, form), form, f"{_TOOLS}/{tool.id}")
        except InvalidInput as invalid:
            return _wording(pages, room, request, tool, invalid.errors, form, 422)

    return router


def _do(desk: Desk, request: Request, command: Command, form: Form, address: str) -> Response:
    done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    return saved(request, address, done.last_position)


def _tool(room: ProtectionRoom, tool_id: str) -> Tool:
    found = room.tools.on(room.today()).get(tool_id)
    if found is None:
        raise NotFound
    return found


def _training_in(desk: Desk, room: ProtectionRoom, request: Request, form: Form) -> RecordTraining:
    errors, days = [], {}
    if form.get("account_id", "") not in {account.account_id for account in _staff(request)}:
        errors.append(FieldError("/account_id", "missing", "Choose whose training it is."))
    for name in ("completed_on", "valid_until"):
        try:
            days[name] = date(*(int(form.get(f"{name}-{part}", "")) for part in ("year", "month", "day")))
        except (ValueError, OverflowError):
            errors.append(FieldError(f"/{name}", "missing", "Give a day that there is, such as 27 3 2026."))
    if form.get("training", "") not in room.tools.trainings:
        errors.append(FieldError("/training", "missing", "Choose one of the trainings."))
    if errors:
        raise InvalidInput(errors)
    return RecordTraining(
        at=desk.clock(), today=room.today(), account_id=form["account_id"], training=form["training"], **days
    )


def _staff(request: Request) -> list[Any]:
    accounts = request.app.state.access.accounts.all()
    return [account for account in accounts if account.active and account.role in _TRAINED_ROLES]


def _register(
    desk: Desk,
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    trained = [each for own in room.register().trained.values() for each in own.values()]
    names = request.app.state.access.accounts.names({each.account_id for each in trained})
    rows = sorted(trained, key=lambda each: (each.valid_until, names.get(each.account_id, "")))
    return pages.render(
        request,
        "triage/training.html",
        status=status,
        rows=rows,
        names=names,
        today=room.today(),
        trainings={code: ", ".join(titles) for code, titles in room.tools.trainings.items()},
        staff=_staff(request),
        tools=list(room.tools.on(room.today()).values()),
        licensed=room.register().licensed,
        errors=errors,
        form=form or {},
        once=new_id(),
        back="/triage/queue",
    )


def _text_in(desk: Desk, tool: Tool, form: Form) -> LoadLicensedText:
    """One line for each question, in their order; empty lines between them do no harm."""
    lines = [line.strip() for line in form.get("texts", "").splitlines() if line.strip()]
    texts = dict(zip((question.code for question in tool.questions), lines, strict=False))
    if len(lines) > len(tool.questions):
        texts["further"] = lines[len(tool.questions)]
    return LoadLicensedText(
        at=desk.clock(),
        tool=tool.id,
        version=tool.version,
        edition=form.get("edition", ""),
        licence=form.get("licence", ""),
        texts=texts,
    )


def _wording(
    pages: Pages,
    room: ProtectionRoom,
    request: Request,
    tool: Tool,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    return pages.render(
        request,
        "triage/licensed_text.html",
        status=status,
        tool=tool,
        texts=room.texts(tool),
        licensed=room.register().licensed.get(tool.id),
        errors=errors,
        form=form or {},
        once=new_id(),
        back=_ADDRESS,
    )
