"""The forms of work on a case of anti-social behaviour, each a page of its own; there is none on a case of abuse."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.triage.domain.asb.file import CaseFile
from services.triage.domain.asb.incidents import tellers
from services.triage.domain.asb.mediation import ROUTE, SIDES, running
from services.triage.domain.state import Assessed
from services.triage.read_models import safe_contacts
from services.triage.web.asb import wording
from services.triage.web.asb.case_tasks import CASE_TASKS
from services.triage.web.asb.ladder_tasks import LADDER_TASKS
from services.triage.web.asb.outcome_tasks import OUTCOME_TASKS
from services.triage.web.asb.shown import subjects_of
from services.triage.web.asb.tasks import Seat, Task
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.fields import now_in, read
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.personal import Identity
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.formats import LONDON
from shared.web.guard import allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/cases"
_CHOSEN = ("subject", "tool", "step", "promise")
STOP, END_STEP = "mediation-end", "step-end"
_NOT_KNOWN = "Somebody whose name is not known"
# Moments that are mostly now; whatever else is asked for is typed.
_MOSTLY_NOW = ("received", "said", "done", "served")
# After a form somebody sees the part of the case in which it now stands; after what moves clocks, what is due.
_PARTS: Mapping[str, str] = {
    **dict.fromkeys(("incident", "words", "operation"), "/incidents"),
    **dict.fromkeys(LADDER_TASKS, "/enforcement"),
    **dict.fromkeys((*OUTCOME_TASKS, "contacts", "satisfaction"), "/outcome"),
}
REVIEW_TASKS = ("review-ask", "review-acknowledge", "review-decide", "review-hold")
TASKS: Mapping[str, Task] = {**CASE_TASKS, **LADDER_TASKS, **OUTCOME_TASKS}


def asb_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/work/{task}."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])

    @router.get("/{reference}/work/{task}", name="triage:asb_form")
    def ask(request: Request, reference: str, task: str) -> Response:
        seat = _seat(desk, request, reference, task, request.query_params)
        return _form(seat, reference, task).page(pages, request)

    @router.post("/{reference}/work/{task}", name="triage:asb_done")
    def do(request: Request, reference: str, task: str, form: Typed) -> Response:
        seat = _seat(desk, request, reference, task, form)
        chosen = _task(task)
        try:
            command = chosen.command(seat, read(chosen.fields(seat), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(seat, reference, task).refused(pages, request, form, why)
        known = desk.referral(reference).reference
        part = "" if seat.file.abuse_seen else _PARTS.get(task, "")
        place = f"{_ADDRESS}/{known}{part}" if seat.file.opened_at else _without_a_case(known, task)
        return saved(request, place, done.last_position)

    return router


def mediation_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/mediation/{reference}: also of a referral that was closed by pointing to mediation."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/mediation/{reference}", name="triage:mediation", dependencies=[allow(*OFFICERS, hide=True)])
    def show(request: Request, reference: str) -> Response:
        referral = desk.referral(reference)
        file = desk.asb.file(desk.story(referral.stream))
        if not _may_be_worked_on(file):
            raise NotFound
        desk.viewed(request, referral, "mediation")
        shown = {
            "mediation": file.mediations[-1] if file.mediations else None,
            "mediating": running(file),
            "sides": SIDES,
            "wording": wording,
        }
        return pages.render(request, "triage/asb/one_mediation.html", reference=referral.reference, asb=shown)

    return router


def review_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/case-review/{reference}: a report may be reviewed, whether or not a case came of it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/triage/case-review/{reference}", name="triage:review", dependencies=[allow(*OFFICERS, hide=True)])
    def show(request: Request, reference: str) -> Response:
        late_view, referral = not desk.shows_what_was_saved(request), desk.referral(reference)
        file = desk.asb.file(desk.story(referral.stream))
        if not may_be_reviewed(file):
            raise NotFound
        if file.opened_at is not None:
            return RedirectResponse(f"{_ADDRESS}/{referral.reference}/outcome", 303)
        desk.viewed(request, referral, "case review")
        asked_for = file.reviews[-1] if file.reviews else None
        contact = {asked_for.contact_by} if asked_for is not None and asked_for.contact_by else set()
        return pages.render(
            request,
            "triage/asb/one_review.html",
            reference=referral.reference,
            asb={"watch": desk.asb.watch(file, desk.clock().astimezone(LONDON).date()), "review": asked_for},
            names=request.app.state.access.accounts.names(contact),
            late_view=late_view,
        )

    return router


def may_be_reviewed(file: CaseFile) -> bool:
    """Whether it is a report of anti-social behaviour, judged, in which no abuse was seen."""
    standing = file.standing
    return isinstance(standing, Assessed) and standing.referral.kind == "asb" and not file.abuse_seen


def _without_a_case(reference: str, task: str) -> str:
    """Where work stands that is done on a report which never became a case."""
    return f"/triage/{'case-review' if task in REVIEW_TASKS else 'mediation'}/{reference}"


def _may_be_worked_on(file: CaseFile) -> bool:
    """Whether there is a case, or one pointed to mediation, in which no abuse was seen."""
    return not file.abuse_seen and (file.opened_at is not None or file.pointed_to == ROUTE)


def _task(task: str) -> Task:
    if task not in TASKS:
        raise NotFound
    return TASKS[task]


def _seat(desk: Desk, request: Request, reference: str, task: str, chosen: Mapping[str, str]) -> Seat:
    """Where an officer sits down to one case. One in which abuse was seen has no such forms: NotFound.

    Only a mediation that is under way can still be stopped there, and what was served be taken back or ended.
    """
    case = desk.referral(reference)
    story = desk.story(case.stream)
    file = desk.asb.file(story)
    stopped = (task == STOP and running(file) is not None) or (task == END_STEP and bool(file.steps))
    reviewed = task in REVIEW_TASKS and may_be_reviewed(file)
    if not (_may_be_worked_on(file) or stopped or reviewed) or not isinstance(file.standing, Assessed):
        raise NotFound
    desk.viewed(request, case, "work")
    standing = file.standing
    with desk.views.reading() as connection:
        people = safe_contacts.brought_up_to_date(connection, case.referral_id, desk.card(case.reference).people)
    names = {each.person_id: desk.opener.open(each.full_name, Identity) or _NOT_KNOWN for each in people}
    officer = principal_of(request).account_id
    holders = {each.holder_id for each in desk.asb.authorities().entries} | {officer}
    return Seat(
        room=desk.asb,
        file=file,
        referral_id=case.referral_id,
        people={each.person_id: f"{names[each.person_id]}, {', '.join(each.roles)}" for each in people},
        tellers={each: names.get(each, "Whoever told us of it") for each in sorted(tellers(standing))},
        subjects={key: called or _NOT_KNOWN for key, called in subjects_of(story, desk.opener).items()},
        officers=request.app.state.access.accounts.names(holders),
        officer=officer,
        now=desk.clock(),
        chosen={name: chosen[name] for name in _CHOSEN if chosen.get(name)},
    )


def _form(seat: Seat, reference: str, task: str) -> WorkForm:
    chosen = _task(task)
    fields, case = chosen.fields(seat), f"{_ADDRESS}/{reference}"
    return WorkForm(
        title=chosen.title(seat),
        lead=chosen.lead(seat),
        button=chosen.button,
        fields=fields,
        stands=now_in(fields, seat.now, _MOSTLY_NOW),
        chosen=seat.chosen,
        action=f"{case}/work/{task}",
        back_to=case if seat.file.opened_at else _without_a_case(reference, task),
        back_text="Case" if seat.file.opened_at else "Case review" if task in REVIEW_TASKS else "Mediation",
        reference=reference,
    )
