"""The forms of safeguarding, each a page of its own, and the notice as it leaves."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from services.triage.domain.handover.events import HandoverReceived
from services.triage.domain.safeguarding.events import NoticeWithoutDetailsSent
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.fields import read
from services.triage.web.handover.receipts import tell_case
from services.triage.web.safeguarding.handling_tasks import HANDLING_TASKS
from services.triage.web.safeguarding.seat import Seat, Task, seat_at
from services.triage.web.safeguarding.tasks import REFERRING_TASKS
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.personal import Sensitive, still_known
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import allow, context_of
from shared.web.pages import Pages

TASKS: Mapping[str, Task] = {**REFERRING_TASKS, **HANDLING_TASKS}


def safeguarding_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/safeguarding/{task} and …/notices/{considered_id}"""
    router = APIRouter(
        prefix="/triage/cases/{reference}/safeguarding",
        include_in_schema=False,
        dependencies=[allow(*OFFICERS, hide=True)],
    )

    @router.get("/notices/{considered_id}", name="triage:anonymous_notice")
    def notice(request: Request, reference: str, considered_id: str) -> Response:
        return _notice(desk, request, reference, considered_id)

    @router.get("/{task}", name="triage:safeguarding_form")
    def ask(request: Request, reference: str, task: str) -> Response:
        seat = seat_at(desk, request, reference, "safeguarding", request.query_params)
        return _form(seat, task).page(pages, request)

    @router.post("/{task}", name="triage:safeguarding_done")
    def do(request: Request, reference: str, task: str, form: Typed) -> Response:
        seat, chosen = seat_at(desk, request, reference, "safeguarding", form), _task(task)
        try:
            command = chosen.command(seat, read(chosen.fields(seat), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(seat, task).refused(pages, request, form, why)
        if any(isinstance(fact, HandoverReceived) for fact in done.facts):
            route = next(fact.route for fact in done.facts if isinstance(fact, SafeguardingAnswered))
            tell_case(desk, seat.referral.referral_id, route, context_of(request))
        return saved(request, f"/triage/cases/{seat.referral.reference}/safeguarding", done.last_position)

    return router


def _task(task: str) -> Task:
    if task not in TASKS:
        raise NotFound
    return TASKS[task]


def _notice(desk: Desk, request: Request, reference: str, considered_id: str) -> Response:
    """Exactly what may leave, and nothing else; NotFound where there is none, or its key is gone."""
    seat = seat_at(desk, request, reference, "notice without details", {})
    for recorded in seat.story:
        fact = recorded.fact
        if isinstance(fact, NoticeWithoutDetailsSent) and fact.considered_id == considered_id:
            text = still_known(desk.opener, fact.text, Sensitive)
            if text is not None:
                return PlainTextResponse(text)
    raise NotFound


def _form(seat: Seat, task: str) -> WorkForm:
    chosen, here = _task(task), f"/triage/cases/{seat.referral.reference}/safeguarding"
    return WorkForm(
        title=chosen.title(seat),
        lead=chosen.lead,
        button=chosen.button,
        fields=chosen.fields(seat),
        chosen={"which": seat.chosen["which"]} if seat.chosen.get("which") else {},
        action=f"{here}/{task}",
        back_to=here,
        back_text="Safeguarding",
        reference=seat.referral.reference,
    )
