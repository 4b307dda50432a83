"""Who else knows the people of a case: that somebody does and whom to ask, for those who may know it alone.

For everybody else there is no such page, and no other page, call, export or story tells whether it holds anything.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.family.commands import EndPointer, KeepPointer
from services.triage.domain.family.known_elsewhere import LONGEST_ASK
from services.triage.read_models import cases
from services.triage.web.cases_api import case_of
from services.triage.web.desk import Desk, saved
from services.triage.web.family.known_to import KnownPerson, known_to
from services.triage.web.family.words import PROCESSES
from services.triage.web.fields import CHOICE, TEXT, Field, read
from services.triage.web.typed import Form, Typed, receipt_of
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

KNOWN_TO = (Role.SERVICE_MANAGER, Role.PANEL_COORDINATOR)
"""Whoever joins what several processes know. A coordinator of panels is told of cases before a panel alone."""

_ADDRESS = "/triage/cases"
_NOT_KNOWN = "Somebody whose name is not known"


def known_to_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/cases/{reference}/known-to and the forms on it."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*KNOWN_TO, hide=True)])

    @router.get("/{reference}/known-to", name="triage:known_to")
    def show(request: Request, reference: str) -> Response:
        return _page(desk, pages, request, reference)

    @router.post("/{reference}/known-to", name="triage:keep_pointer")
    def keep(request: Request, reference: str, form: Typed) -> Response:
        people = _people(desk, request, reference)
        try:
            typed = read(_fields(people), form)
        except InvalidInput as invalid:
            return _page(desk, pages, request, reference, invalid.errors, form, 422)
        referral_id = case_of(desk, reference).referral_id
        told = {"person_id": typed["person"], "process": typed["process"], "ask": typed["ask"]}
        command = KeepPointer(at=desk.clock(), pointer_id=new_id(), referral_id=referral_id, **told)
        return _do(desk, pages, request, reference, command, form)

    @router.post("/{reference}/known-to/end", name="triage:end_pointer")
    def end(request: Request, reference: str, form: Typed) -> Response:
        shown = {each.pointer_id for person in _people(desk, request, reference) for each in person.pointers}
        pointer_id = form.get("pointer", "")
        if pointer_id not in shown:
            raise NotFound
        return _do(desk, pages, request, reference, EndPointer(at=desk.clock(), pointer_id=pointer_id), form)

    return router


def _do(desk: Desk, pages: Pages, request: Request, reference: str, command: Command, form: Form) -> Response:
    try:
        done = desk.dispatch(command, context_of(request), receipt_of(request, form))
    except InvalidInput as invalid:
        return _page(desk, pages, request, reference, invalid.errors, form, 422)
    except Refusal as refusal:
        return _page(desk, pages, request, reference, [FieldError("", refusal.code, refusal.says)], form, 409)
    return saved(request, f"{_ADDRESS}/{case_of(desk, reference).reference}/known-to", done.last_position)


def _people(desk: Desk, request: Request, reference: str) -> list[KnownPerson]:
    """Everybody of a case that whoever asks may know of, once the reading is recorded.

    A coordinator sees nobody's name here: panels show them once the lawful basis is recorded.
    """
    case, coordinator = case_of(desk, reference), principal_of(request).role is Role.PANEL_COORDINATOR
    if coordinator and not case.panels:
        raise NotFound
    desk.viewed(request, case, "known to")
    people = known_to(desk, case.referral_id, desk.card(case.reference).people)
    if not coordinator:
        return people
    return [replace(each, name=f"Person {number}") for number, each in enumerate(people, 1)]


def _fields(people: Sequence[KnownPerson]) -> Sequence[Field]:
    return (
        Field("person", "Who is known there?", CHOICE, choices=_called(people)),
        Field("process", "Which process or service knows them?", CHOICE, choices=PROCESSES),
        Field(
            "ask", "Whom to ask there", TEXT,
            f"A team, or a name and a number at work, in at most {LONGEST_ASK} characters. Nothing of what they know.",
        ),
    )  # fmt: skip


def _called(people: Sequence[KnownPerson]) -> dict[str, str]:
    return {each.person_id: f"{each.name or _NOT_KNOWN}, {', '.join(each.roles)}" for each in people}


def _page(
    desk: Desk,
    pages: Pages,
    request: Request,
    reference: str,
    errors: Sequence[FieldError] = (),
    form: Form | None = None,
    status: int = 200,
) -> Response:
    late_view = not desk.shows_what_was_saved(request)
    people = _people(desk, request, reference)
    case, fields = case_of(desk, reference), _fields(people)
    kept_by = {each.kept_by for person in people for each in person.pointers if each.kept_by}
    context: dict[str, Any] = {
        "case": case,
        "people": people,
        "fields": fields,
        "ids": {f"/{each.name}": each.first_id for each in fields},
        "names": request.app.state.access.accounts.names(kept_by),
        "open": case.state == cases.OPEN,
        "leads_back": principal_of(request).role is Role.SERVICE_MANAGER,
    }
    typed: dict[str, Any] = {"errors": errors, "values": form or {}, "once": new_id(), "late_view": late_view}
    return pages.render(request, "triage/family/known_to.html", status=status, **context, **typed)
