"""The register of landlords for a manager: what they take, where details go, and when that was made sure of."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.triage.application.directory.landlords import landlord_called, read_landlords
from services.triage.application.directory.reading import BadList
from services.triage.domain.directory.commands import AssureLandlord, ListLandlords
from services.triage.domain.directory.listed import ListedLandlord
from services.triage.domain.directory.shown import shown_landlord
from services.triage.web.desk import Desk
from services.triage.web.directory.days import day_in
from services.triage.web.directory.keeping import KEEPING, READERS, Sent
from services.triage.web.directory.keeping_entry import handover_address, standing, told_of
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

LANDLORDS = f"{KEEPING}/landlords"
_MOST_SHOWN = 100
_NO_FILE = FieldError("/file", "file", "Choose the file of the table.")


def landlord_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/directory/landlords…"""
    router = APIRouter(prefix=LANDLORDS, include_in_schema=False)
    readers, writers = [allow(*READERS, hide=True)], [allow(Role.SERVICE_MANAGER, hide=True)]

    @router.get("", name="triage:landlords", dependencies=readers)
    def every(request: Request, called: str = "") -> Response:
        return _list(desk, pages, request, called)

    @router.post("/import", name="triage:import_landlords", dependencies=writers)
    def take_in(request: Request, sent: Sent) -> Response:
        try:
            landlords = read_landlords(sent) if sent else ()
        except BadList as bad:
            return _list(desk, pages, request, "", [FieldError("/file", "list", fault) for fault in bad.faults])
        if not landlords:
            return _list(desk, pages, request, "", [_NO_FILE])
        by = principal_of(request).account_id
        command = ListLandlords(at=desk.clock(), landlords=landlords, by=by, today=desk.directory.today())
        done = desk.dispatch(command, context_of(request))
        desk.directory.look()
        return _list(desk, pages, request, "", taken=(len(landlords), len(done.facts)))

    _add_one(router, desk, pages, readers, writers)
    return router


def _add_one(router: APIRouter, desk: Desk, pages: Pages, readers: Sequence[Any], writers: Sequence[Any]) -> None:
    @router.get("/{registration}", name="triage:landlord", dependencies=readers)
    def one(request: Request, registration: str) -> Response:
        return _page(desk, pages, request, registration)

    @router.post("/{registration}/{step}", name="triage:keep_landlord", dependencies=writers)
    def do(request: Request, registration: str, step: str, form: Typed) -> Response:
        if step not in _STEPS or registration not in desk.directory.now().landlords:
            raise NotFound
        try:
            desk.dispatch(
                _STEPS[step](desk, request, registration, form), context_of(request), receipt_of(request, form)
            )
        except InvalidInput as invalid:
            return _page(desk, pages, request, registration, invalid.errors, form, 422)
        except Refusal as refusal:
            wrong = [FieldError("", refusal.code, refusal.says)]
            return _page(desk, pages, request, registration, wrong, form, 409)
        desk.directory.look()
        return RedirectResponse(f"{LANDLORDS}/{registration}", 303)


def _assure(desk: Desk, request: Request, registration: str, form: Form) -> Command:
    errors: list[FieldError] = []
    due_on = day_in(form, "due", errors)
    if due_on is None:
        raise InvalidInput(errors)
    by, today = principal_of(request).account_id, desk.directory.today()
    return AssureLandlord(at=desk.clock(), landlord_id=registration, due_on=due_on, by=by, today=today)


_STEPS = {"assure": _assure, "mailbox": handover_address}


def _list(
    desk: Desk,
    pages: Pages,
    request: Request,
    called: str,
    errors: Sequence[FieldError] = (),
    taken: tuple[int, int] | None = None,
) -> Response:
    directory, day = desk.directory.now(), desk.directory.today()
    found = _found(directory.landlords.values(), called)
    meant = landlord_called(directory, called)
    found = [meant, *(each for each in found if each is not meant)] if meant else found
    context: dict[str, Any] = {
        "landlords": [(each, each.overdue(day)) for each in found[:_MOST_SHOWN]],
        "more": max(len(found) - _MOST_SHOWN, 0),
        "called": called,
        "taken": taken,
        "errors": errors,
    }
    return pages.render(request, "triage/landlords.html", status=422 if errors else 200, **context)


def _found(landlords: Any, called: str) -> list[ListedLandlord]:
    """Whoever details may be sent to comes first."""
    wanted = called.casefold().split()
    found = [
        each
        for each in landlords
        if all(word in " ".join((each.landlord.name, *each.landlord.called)).casefold() for word in wanted)
    ]
    return sorted(found, key=lambda each: (each.mailbox is None, each.landlord.name.casefold()))


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    registration: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    listed = desk.directory.now().landlords.get(registration)
    if listed is None:
        raise NotFound
    day = desk.directory.today()
    return pages.render(
        request,
        "triage/landlord.html",
        status=status,
        listed=listed,
        shown=shown_landlord(listed, day),
        told=told_of(desk, registration),
        words={},
        errors=errors,
        form={**standing(listed, day), **(form or {})},
        once=new_id(),
    )
