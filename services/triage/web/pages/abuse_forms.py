"""The forms of work on a case of abuse, each a page of its own; there is none on any other case."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.state import Assessed
from services.triage.web.desk import Desk, saved
from services.triage.web.fields import now_in, read
from services.triage.web.pages.risk import READERS, back_to, reachable
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.vawg.court_tasks import COURT_TASKS
from services.triage.web.vawg.incident_tasks import INCIDENT_TASKS
from services.triage.web.vawg.programme_tasks import PROGRAMME_LINKS
from services.triage.web.vawg.strand_tasks import STRAND_TASKS
from services.triage.web.vawg.tasks import AbuseSeat, AbuseTask
from services.triage.web.work_form import WorkForm
from shared.kernel.personal import Identity
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/cases/{reference}/abuse/{task}"
_CHOSEN = ("handling", "step", "hearing", "signal")
_NOT_KNOWN = "Somebody whose name is not known"
# Moments that are mostly now; whatever else is asked for is typed.
_MOSTLY_NOW = ("done",)
TASKS: Mapping[str, AbuseTask] = {**STRAND_TASKS, **INCIDENT_TASKS, **COURT_TASKS, **PROGRAMME_LINKS}


def abuse_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/abuse/{task}, for officers, and for the adviser where support is owed."""
    router = APIRouter(include_in_schema=False, dependencies=[allow(*READERS, hide=True)])

    @router.get(_ADDRESS, name="triage:abuse_form")
    def ask(request: Request, reference: str, task: str) -> Response:
        seat = _seat(desk, request, reference, request.query_params)
        return _form(desk, request, seat, reference, task).page(pages, request)

    @router.post(_ADDRESS, name="triage:abuse_done")
    def do(request: Request, reference: str, task: str, form: Typed) -> Response:
        seat, chosen = _seat(desk, request, reference, form), _task(task)
        try:
            command = chosen.command(seat, read(chosen.fields(seat), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(desk, request, seat, reference, task).refused(pages, request, form, why)
        return saved(request, _part(desk, request, reference, task), done.last_position)

    return router


def _part(desk: Desk, request: Request, reference: str, task: str) -> str:
    """The part of the case in which what was recorded stands; a referral that is no case yet has no parts."""
    case = reachable(desk, request, reference)
    part = "handling" if task in STRAND_TASKS or task in PROGRAMME_LINKS else "since"
    return f"/triage/cases/{case.case_reference}/{part}" if case.state else back_to(request, case)


def _task(task: str) -> AbuseTask:
    if task not in TASKS:
        raise NotFound
    return TASKS[task]


def _seat(desk: Desk, request: Request, reference: str, chosen: Mapping[str, str]) -> AbuseSeat:
    """Where somebody sits down to one case of abuse. Any other has no such forms: NotFound."""
    case = reachable(desk, request, reference)
    story = desk.story(case.stream)
    file = desk.vawg.file(story)
    if not file.abuse_seen or not isinstance(file.standing, Assessed):
        raise NotFound
    desk.viewed(request, case, "abuse")
    people = file.standing.referral.people
    names = {each.person_id: desk.opener.open(each.full_name, Identity) or _NOT_KNOWN for each in people}
    now = desk.clock()
    return AbuseSeat(
        room=desk.vawg,
        file=file,
        standing=file.standing,
        handled=desk.vawg.handled(story, now),
        strands=desk.say.vocabulary.strands,
        people=names,
        officer=principal_of(request).account_id,
        now=now,
        chosen={name: chosen[name] for name in _CHOSEN if chosen.get(name)},
    )


def _form(desk: Desk, request: Request, seat: AbuseSeat, reference: str, task: str) -> WorkForm:
    chosen = _task(task)
    fields = chosen.fields(seat)
    return WorkForm(
        title=chosen.title(seat),
        lead=chosen.lead(seat),
        button=chosen.button,
        fields=fields,
        stands=now_in(fields, seat.now, _MOSTLY_NOW),
        chosen=seat.chosen,
        action=_ADDRESS.format(reference=reference, task=task),
        back_to=back_to(request, reachable(desk, request, reference)),
        reference=reference,
    )
