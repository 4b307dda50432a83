"""For whoever works with those who do harm: who is in a programme, and the record of one; nothing of any victim."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.events import from_text
from services.triage.domain.programme.book import ProgrammeBooks
from services.triage.read_models import programmes
from services.triage.web.desk import Desk, saved
from services.triage.web.fields import read
from services.triage.web.programme import wording
from services.triage.web.programme.shown import entries
from services.triage.web.programme.tasks import PROGRAMME_TASKS, ProgrammeTask, values_at_first
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.personal import Identity, Personal
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/programmes"
_NOW, _BEFORE = ("referred", "taken"), ("refused", "ended")


def programme_pages(desk: Desk, pages: Pages, books: ProgrammeBooks) -> APIRouter:
    """The routes /triage/programmes, /triage/programmes/{enrolment_id} and its forms. Only their workers may enter."""
    router = APIRouter(
        prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(Role.PERPETRATOR_WORKER, hide=True)]
    )

    @router.get("", name="triage:programmes")
    def several(request: Request, state: str = "now") -> Response:
        return _list(desk, pages, books, request, before=state == "before")

    @router.get("/{enrolment_id}", name="triage:programme")
    def one(request: Request, enrolment_id: str) -> Response:
        return _record(desk, pages, books, request, enrolment_id)

    @router.get("/{enrolment_id}/{task}", name="triage:programme_form")
    def ask(request: Request, enrolment_id: str, task: str) -> Response:
        row, chosen = _row(desk, enrolment_id), _task(task)
        _open(row, chosen)
        return _form(desk, row, task).page(pages, request)

    @router.post("/{enrolment_id}/{task}", name="triage:programme_done")
    def do(request: Request, enrolment_id: str, task: str, form: Typed) -> Response:
        row, chosen = _row(desk, enrolment_id), _task(task)
        base = {"at": desk.clock(), "enrolment_id": row.enrolment_id, "by": principal_of(request).account_id}
        try:
            command = chosen.command(base, read(chosen.fields, form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(desk, row, task).refused(pages, request, form, why)
        return saved(request, f"{_ADDRESS}/{row.enrolment_id}", done.last_position)

    return router


def _list(desk: Desk, pages: Pages, books: ProgrammeBooks, request: Request, *, before: bool) -> Response:
    late_view = not desk.shows_what_was_saved(request)
    with desk.views.reading() as connection:
        rows = programmes.in_state(connection, _BEFORE if before else _NOW)
    for row in rows:
        desk.record_view(context_of(request), row.stream, (row.referral_id,), "programmes")
    return pages.render(
        request,
        "triage/programme/several.html",
        rows=[(row, _name(desk, row)) for row in rows],
        book=books.on(desk.clock().date()),
        wording=wording,
        before=before,
        late_view=late_view,
    )


def _record(desk: Desk, pages: Pages, books: ProgrammeBooks, request: Request, enrolment_id: str) -> Response:
    late_view = not desk.shows_what_was_saved(request)
    row = _row(desk, enrolment_id)
    desk.record_view(context_of(request), row.stream, (row.referral_id,), "programme")
    story = desk.story(row.stream)
    names = request.app.state.access.accounts.names({recorded.context.actor for recorded in story})
    return pages.render(
        request,
        "triage/programme/one.html",
        row=row,
        name=_name(desk, row),
        book=books.on(desk.clock().date()),
        entries=entries(story, desk.opener, names),
        tasks={code: task for code, task in PROGRAMME_TASKS.items() if row.state in task.states},
        wording=wording,
        late_view=late_view,
    )


def _row(desk: Desk, enrolment_id: str) -> Any:
    with desk.views.reading() as connection:
        found = programmes.one(connection, enrolment_id)
    if found is None:
        raise NotFound
    return found


def _task(task: str) -> ProgrammeTask:
    if task not in PROGRAMME_TASKS:
        raise NotFound
    return PROGRAMME_TASKS[task]


def _open(row: Any, task: ProgrammeTask) -> None:
    if row.state not in task.states:
        raise NotFound


def _name(desk: Desk, row: Any) -> str | None:
    return desk.opener.open(from_text(row.called, Personal[Identity]), Identity)


def _form(desk: Desk, row: Any, task: str) -> WorkForm:
    chosen, here = _task(task), f"{_ADDRESS}/{row.enrolment_id}"
    return WorkForm(
        title=chosen.title,
        page_title="Programme",
        lead=chosen.lead,
        button=chosen.button,
        fields=chosen.fields,
        stands=values_at_first(chosen, desk.clock()),
        action=f"{here}/{task}",
        back_to=here,
        back_text="Record",
    )
