"""The households of a case’s people: who lives with whom, what weighs on the adults, and the forms about it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.read_models import cases
from services.triage.web.cases_api import case_of, to_support
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.family.forms import FAMILY_TASKS, NEW, Chair, FamilyTask
from services.triage.web.family.seeing import family_of
from services.triage.web.family.words import PARTS, SOURCES, SURE, TRIO_WORDS
from services.triage.web.fields import read
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/cases"
_CHOSEN = ("household", "said")


def family_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/family and …/family/{task}."""
    readers = [allow(*OFFICERS, Role.IDVA, hide=True)]
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=readers)

    @router.get("/{reference}/family", name="triage:family")
    def show(request: Request, reference: str) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        case = _case(desk, request, reference)
        desk.viewed(request, case, "family")
        context = _context(desk, request, case)
        return pages.render(request, "triage/family/households.html", late_view=late_view, **context)

    @router.get("/{reference}/family/{task}", name="triage:family_form")
    def ask(request: Request, reference: str, task: str) -> Response:
        chair = _chair(desk, request, reference, request.query_params)
        return _form(request, chair, reference, _task(task)).page(pages, request)

    @router.post("/{reference}/family/{task}", name="triage:family_done")
    def do(request: Request, reference: str, task: str, form: Typed) -> Response:
        chair, chosen = _chair(desk, request, reference, form), _task(task)
        try:
            command = chosen.command(chair, read(chosen.fields(chair), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(request, chair, reference, chosen).refused(pages, request, form, why)
        return saved(request, f"{_ADDRESS}/{case_of(desk, reference).reference}/family", done.last_position)

    return router


def _case(desk: Desk, request: Request, reference: str) -> Any:
    """The case; for an adviser only where support is owed."""
    adviser = principal_of(request).role is Role.IDVA
    return to_support(desk, reference) if adviser else case_of(desk, reference)


def _context(desk: Desk, request: Request, case: Any) -> dict[str, Any]:
    family = family_of(desk, case.referral_id)
    said_by = {each.said_by for one in family.households for each in (*one.there, *one.left)}
    return {
        "case": case,
        "family": family,
        "open": case.state == cases.OPEN,
        "new": NEW,
        "names": request.app.state.access.accounts.names(said_by),
        "words": {"parts": PARTS, "sources": SOURCES, "sure": SURE, "trio": TRIO_WORDS},
        "ask_about_children": _ask_about_children(desk, case, family.children),
    }


def _ask_about_children(desk: Desk, case: Any, children: int) -> bool:
    """Whether a child lives here of whom the rules, which send to children’s services, have not heard."""
    if not children or case.state != cases.OPEN:
        return False
    return desk.card(case.reference).newest.answers.get("children_in_household") != "yes"


def _task(task: str) -> FamilyTask:
    if task not in FAMILY_TASKS:
        raise NotFound
    return FAMILY_TASKS[task]


def _chair(desk: Desk, request: Request, reference: str, chosen: Mapping[str, str]) -> Chair:
    """An open case, whose reading is recorded; of one that is closed nothing is changed: NotFound."""
    desk.shows_what_was_saved(request)
    case = _case(desk, request, reference)
    if case.state != cases.OPEN:
        raise NotFound
    desk.viewed(request, case, "family")
    return Chair(
        family=family_of(desk, case.referral_id),
        referral_id=case.referral_id,
        now=desk.clock(),
        chosen={name: chosen[name] for name in _CHOSEN if chosen.get(name)},
    )


def _form(request: Request, chair: Chair, reference: str, task: FamilyTask) -> WorkForm:
    about = chair.member().name if "said" in chair.chosen else None
    return WorkForm(
        title=f"{task.title}: {about}" if about else task.title,
        lead=task.lead,
        button=task.button,
        fields=task.fields(chair),
        chosen=chair.chosen,
        action=request.url.path,
        back_to=f"{_ADDRESS}/{reference}/family",
        back_text="Households",
        reference=reference,
    )
