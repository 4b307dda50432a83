"""One entry of the directory for a manager: what stands there, what was said of it since, and the forms to say more."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.triage.application.directory.shelf import DIRECTORY_STREAM
from services.triage.domain.directory.commands import (
    AssureService,
    SetHandoverAddress,
    SetProvider,
    SetServiceStatus,
)
from services.triage.domain.directory.entry import HOW_KNOWN, STATUSES
from services.triage.domain.directory.kinds import TAXONOMY
from services.triage.domain.directory.listed import Listed, ListedLandlord
from services.triage.domain.directory.shown import shown_service
from services.triage.web.desk import Desk
from services.triage.web.directory.days import day_in, mailbox_in, typed_day
from services.triage.web.directory.dead_ends import WHAT, told_of_dead_ends
from services.triage.web.directory.find import STATUS_WORDS
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import context_of, principal_of
from shared.web.pages import Pages

_A_YEAR = timedelta(days=365)
_HOW_KNOWN = {
    "they_told_us": "They told us",
    "nobody_answers": "Nobody answers there",
    "dead_ends": "People found nothing there",
    "their_website": "Their website says so",
    "contract_over": "Their contract is over",
}


def add_entry_forms(
    router: APIRouter, desk: Desk, pages: Pages, readers: Sequence[Any], writers: Sequence[Any]
) -> None:
    """The routes /services/{service}… under the directory's pages."""

    @router.get("/services/{service_id}", name="triage:kept_service", dependencies=readers)
    def show(request: Request, service_id: UUID) -> Response:
        return _page(desk, pages, request, str(service_id))

    @router.post("/services/{service_id}/{step}", name="triage:keep_service", dependencies=writers)
    def do(request: Request, service_id: UUID, step: str, form: Typed) -> Response:
        if step not in _STEPS or str(service_id) not in desk.directory.now().services:
            raise NotFound
        try:
            command = _STEPS[step](desk, request, str(service_id), form)
            desk.dispatch(command, context_of(request), receipt_of(request, form))
        except InvalidInput as invalid:
            return _page(desk, pages, request, str(service_id), invalid.errors, form, 422)
        except Refusal as refusal:
            wrong = [FieldError("", refusal.code, refusal.says)]
            return _page(desk, pages, request, str(service_id), wrong, form, 409)
        desk.directory.look()
        return RedirectResponse(f"{router.prefix}/services/{service_id}", 303)


def _assure(desk: Desk, request: Request, service_id: str, form: Form) -> Command:
    errors: list[FieldError] = []
    due_on = day_in(form, "due", errors)
    if due_on is None:
        raise InvalidInput(errors)
    by = principal_of(request).account_id
    return AssureService(at=desk.clock(), service_id=service_id, due_on=due_on, by=by, today=desk.directory.today())


def _status(desk: Desk, request: Request, service_id: str, form: Form) -> Command:
    errors: list[FieldError] = []
    from_on = day_in(form, "from", errors)
    status, why = form.get("status", ""), form.get("why", "")
    if status not in STATUSES:
        errors.append(FieldError("/status", "status", "Choose how it stands."))
    if why not in HOW_KNOWN:
        errors.append(FieldError("/why", "why", "Choose how it is known."))
    if errors or from_on is None:
        raise InvalidInput(errors)
    return SetServiceStatus(
        at=desk.clock(),
        service_id=service_id,
        status=status,
        from_on=from_on,
        why=why,
        today=desk.directory.today(),
    )


def _provider(desk: Desk, request: Request, service_id: str, form: Form) -> Command:
    errors: list[FieldError] = []
    from_on, to_on = day_in(form, "first", errors), day_in(form, "last", errors, needed=False)
    destination = form.get("destination", "")
    if destination not in desk.directory.destinations():
        errors.append(FieldError("/destination", "destination", "Choose what it takes."))
    if from_on and to_on and to_on < from_on:
        errors.append(FieldError("/last", "order", "The last day is before the first."))
    if errors or from_on is None:
        raise InvalidInput(errors)
    return SetProvider(at=desk.clock(), service_id=service_id, destination=destination, from_on=from_on, to_on=to_on)


def handover_address(desk: Desk, request: Request, of: str, form: Form) -> Command:
    """Where details may be sent; what is wrong with it is raised."""
    errors: list[FieldError] = []
    mailbox, due_on = mailbox_in(form, errors), day_in(form, "boxdue", errors, needed=bool(form.get("mailbox")))
    if errors:
        raise InvalidInput(errors)
    today = desk.directory.today()
    by = principal_of(request).account_id
    return SetHandoverAddress(at=desk.clock(), of=of, mailbox=mailbox, due_on=due_on or today, by=by, today=today)


_STEPS = {"assure": _assure, "status": _status, "provider": _provider, "mailbox": handover_address}


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    service_id: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    listed = desk.directory.now().services.get(service_id)
    if listed is None:
        raise NotFound
    day = desk.directory.today()
    return pages.render(
        request,
        "triage/directory_kept.html",
        status=status,
        listed=listed,
        shown=shown_service(listed, "", day),
        provides=[(desk.say.destination(each.destination), each) for each in listed.provides],
        destinations=[(each, desk.say.destination(each)) for each in desk.directory.destinations()],
        told=told_of(desk, service_id),
        words=STATUS_WORDS,
        kinds=TAXONOMY,
        how_known=_HOW_KNOWN,
        what=WHAT,
        dead_ends=told_of_dead_ends(desk, service_id),
        errors=errors,
        form={**standing(listed, day), **(form or {})},
        once=new_id(),
        back="/triage/directory",
    )


def told_of(desk: Desk, entry_id: str) -> list[tuple[str, str]]:
    """Everything recorded of one entry, the newest first: when, and a sentence."""
    found = []
    for recorded in desk.story(DIRECTORY_STREAM):
        fact = recorded.fact
        if entry_id in (getattr(fact, name, None) for name in ("service_id", "landlord_id", "of")):
            found.append((recorded.recorded, desk.tell(recorded)))
    return found[::-1]


def standing(listed: Listed | ListedLandlord, day: date) -> Mapping[str, str]:
    """What the forms about an entry hold before anybody types."""
    box = listed.mailbox
    return {
        **typed_day("due", day + _A_YEAR),
        **typed_day("from", day),
        **typed_day("boxdue", box.due_on if box else day + _A_YEAR),
        "status": listed.status_on(day) if isinstance(listed, Listed) else "",
        "mailbox": box.address if box else "",
    }
