"""Where a manager keeps the directory: what nobody takes, what is due to be made sure of, and every entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.triage.application.directory.reading import BadList, read_list
from services.triage.domain.directory.commands import ImportDirectory
from services.triage.domain.directory.kinds import TAXONOMY
from services.triage.domain.directory.listed import Directory, Listed, ListedLandlord
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.directory.dead_ends import counted
from services.triage.web.directory.find import STATUS_WORDS
from services.triage.web.directory.keeping_entry import add_entry_forms
from shared.kernel.refusals import FieldError, Refusal
from shared.web.guard import Role, allow, context_of
from shared.web.pages import Pages

KEEPING = "/triage/directory"
READERS = (*OFFICERS, Role.CONTACT_CENTRE, Role.AUDITOR)
_SOON = timedelta(days=30)
_NO_FILE = FieldError("/file", "file", "Choose the file of the list.")


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that nobody has made sure of, or that is due or soon due again."""

    address: str
    name: str
    due_on: date | None
    overdue: bool


async def _file(request: Request) -> bytes:
    form = await request.form()
    file = form.get("file")
    return await file.read() if isinstance(file, UploadFile) else b""


Sent = Annotated[bytes, Depends(_file)]


def keeping_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/directory…"""
    router = APIRouter(prefix=KEEPING, include_in_schema=False)
    readers, writers = [allow(*READERS, hide=True)], [allow(Role.SERVICE_MANAGER, hide=True)]

    @router.get("", name="triage:keep_directory", dependencies=readers)
    def overview(request: Request) -> Response:
        return _overview(desk, pages, request)

    @router.post("/import", name="triage:import_directory", dependencies=writers)
    def take_in(request: Request, sent: Sent) -> Response:
        if not sent:
            return _overview(desk, pages, request, [_NO_FILE])
        try:
            read = read_list([sent], desk.directory.destinations(), desk.directory.today())
        except BadList as bad:
            return _overview(desk, pages, request, [FieldError("/file", "list", fault) for fault in bad.faults])
        command = ImportDirectory(
            at=desk.clock(),
            source="upload",
            fingerprint=read.fingerprint,
            entries=read.entries,
            today=desk.directory.today(),
        )
        try:
            done = desk.dispatch(command, context_of(request))
        except Refusal as refusal:
            return _overview(desk, pages, request, [FieldError("/file", refusal.code, refusal.says)])
        desk.directory.look()
        changed = max(len(done.facts) - 1, 0)
        return _overview(desk, pages, request, taken=(len(read.entries), changed))

    add_entry_forms(router, desk, pages, readers, writers)
    return router


def due_entries(directory: Directory, day: date) -> list[Due]:
    """What is to be made sure of: never assured first, then whatever has been due longest."""
    found = [
        Due(f"{KEEPING}/services/{each.entry.id}", each.entry.name, _due_on(each), each.overdue(day))
        for each in directory.services.values()
        if each.status_on(day) != "closed" and _is_due(each, day)
    ]
    found += [
        Due(f"{KEEPING}/landlords/{number}", each.landlord.name, _due_on(each), each.overdue(day))
        for number, each in directory.landlords.items()
        if each.assurance is not None and _is_due(each, day)
    ]
    return sorted(found, key=lambda each: (each.due_on or date.min, each.name.casefold()))


def _is_due(listed: Listed | ListedLandlord, day: date) -> bool:
    due_on = _due_on(listed)
    return due_on is None or due_on <= day + _SOON


def _due_on(listed: Listed | ListedLandlord) -> date | None:
    return listed.assurance.due_on if listed.assurance else None


def _overview(
    desk: Desk,
    pages: Pages,
    request: Request,
    errors: Sequence[FieldError] = (),
    taken: tuple[int, int] | None = None,
) -> Response:
    directory, day = desk.directory.now(), desk.directory.today()
    entries = sorted(directory.services.values(), key=lambda each: each.entry.name.casefold())
    context: dict[str, Any] = {
        "dead": [desk.say.destination(each) for each in desk.directory.dead()],
        "due": due_entries(directory, day),
        "entries": [(each, each.status_on(day), each.overdue(day)) for each in entries],
        "landlords": len(directory.landlords),
        "dead_ends": counted(desk),
        "words": STATUS_WORDS,
        "kinds": TAXONOMY,
        "say": desk.say,
        "taken": taken,
        "errors": errors,
    }
    return pages.render(request, "triage/directory_keeping.html", status=422 if errors else 200, **context)
