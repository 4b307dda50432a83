"""The forms of support in a case of domestic abuse, each a page of its own, for officers and for the adviser alike."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.state import Assessed
from services.triage.domain.support.file import protected
from services.triage.read_models import safe_contacts, support_work
from services.triage.web.cases_api import case_of, to_support
from services.triage.web.desk import OFFICERS, Desk, officers_of, saved
from services.triage.web.fields import now_in, read
from services.triage.web.support.card import Card, Table, area_words
from services.triage.web.support.cards import cards_of
from services.triage.web.support.heard_tasks import HEARD_TASKS
from services.triage.web.support.home_tasks import HOME_TASKS
from services.triage.web.support.panel_tasks import PANEL_TASKS
from services.triage.web.support.place_tasks import PLACE_TASKS
from services.triage.web.support.plan_tasks import PLAN_TASKS
from services.triage.web.support.tasks import Seat, Task
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.messages import Recorded
from shared.kernel.personal import Identity
from shared.kernel.refusals import InvalidInput, NotFound, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

SUPPORTERS = (*OFFICERS, Role.IDVA)
TASKS: Mapping[str, Task] = {**PLAN_TASKS, **PLACE_TASKS, **HOME_TASKS, **PANEL_TASKS, **HEARD_TASKS}
_ADDRESS = "/triage/cases"
_CHOSEN = ("action", "area", "placement", "order", "works", "person")
_NOT_KNOWN = "Somebody whose name is not known"


def support_forms(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/cases/{reference}/support/{task}."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*SUPPORTERS, hide=True)])

    @router.get("/{reference}/support/{task}", name="triage:support_form")
    def ask(request: Request, reference: str, task: str) -> Response:
        chosen = _task(request, task)
        seat = _seat(desk, request, reference, request.query_params)
        return _form(seat, reference, task, chosen).page(pages, request)

    @router.post("/{reference}/support/{task}", name="triage:support_done")
    def do(request: Request, reference: str, task: str, form: Typed) -> Response:
        chosen = _task(request, task)
        seat = _seat(desk, request, reference, form)
        try:
            command = chosen.command(seat, read(chosen.fields(seat), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(seat, reference, task, chosen).refused(pages, request, form, why)
        place = f"{_ADDRESS}/{desk.referral(reference).reference}/support"
        return saved(request, place, done.last_position)

    return router


def support_cards(
    desk: Desk, request: Request, story: Sequence[Recorded], people: Mapping[str, str | None]
) -> list[Card]:
    """The cards of a case; none where domestic abuse was never seen. `people` are names by id."""
    file = desk.support.file(story)
    if not file.abuse_seen or not isinstance(file.standing, Assessed):
        return []
    ours = protected(file.standing)
    accounts = {each.contact_id for each in file.sanctuaries} | ({file.adviser_id} if file.adviser_id else set())
    table = Table(
        room=desk.support,
        file=file,
        story=story,
        opener=desk.opener,
        people={each: people.get(each) or _NOT_KNOWN for each in ours},
        accounts=request.app.state.access.accounts.names(accounts),
        adviser=principal_of(request).role is Role.IDVA,
        left=file.adviser_id is not None and file.adviser_id not in advisers_of(request),
        now=desk.clock(),
    )
    return cards_of(table)


def advisers_of(request: Request) -> dict[str, str]:
    """Everybody who may advise, by account, with what to call them."""
    found = request.app.state.access.accounts.all(Role.IDVA)
    return {each.account_id: each.display_name for each in found if each.active}


def _task(request: Request, task: str) -> Task:
    found = TASKS.get(task)
    if found is None or (found.adviser and principal_of(request).role is not Role.IDVA):
        raise NotFound
    return found


def _seat(desk: Desk, request: Request, reference: str, chosen: Mapping[str, str]) -> Seat:
    """Where somebody sits down to one case. Where domestic abuse was never seen there are no such forms: NotFound."""
    case = to_support(desk, reference) if principal_of(request).role is Role.IDVA else case_of(desk, reference)
    story = desk.story(case.stream)
    file = desk.support.file(story)
    if not file.abuse_seen or not isinstance(file.standing, Assessed):
        raise NotFound
    desk.viewed(request, case, "support")
    with desk.views.reading() as connection:
        contacts = safe_contacts.of(connection, case.referral_id)
        people = safe_contacts.brought_up_to_date(connection, case.referral_id, desk.card(case.reference).people)
    names = {each.person_id: desk.opener.open(each.full_name, Identity) or _NOT_KNOWN for each in people}
    advisers = advisers_of(request)
    return Seat(
        room=desk.support,
        file=file,
        referral_id=case.referral_id,
        people={each: names.get(each, _NOT_KNOWN) for each in protected(file.standing)},
        areas=area_words(story, file, desk.opener),
        contacts=contacts,
        advisers=_with_caseloads(desk, advisers),
        colleagues=officers_of(request) | advisers,
        me=principal_of(request).account_id,
        now=desk.clock(),
        chosen={name: chosen[name] for name in _CHOSEN if chosen.get(name)},
    )


def _with_caseloads(desk: Desk, advisers: Mapping[str, str]) -> dict[str, str]:
    """Each with how many open cases she has, those that have fewest first, of what whoever asks may know of."""
    with desk.views.reading() as connection:
        has = support_work.open_by_adviser(connection)
    ordered = sorted(advisers, key=lambda each: (has.get(each, 0), advisers[each]))
    return {each: f"{advisers[each]}, {has.get(each, 0)} open cases" for each in ordered}


def _form(seat: Seat, reference: str, task: str, chosen: Task) -> WorkForm:
    fields, here = chosen.fields(seat), f"{_ADDRESS}/{reference}/support"
    return WorkForm(
        title=chosen.title,
        lead=chosen.lead(seat),
        button=chosen.button,
        fields=fields,
        stands=now_in(fields, seat.now),
        chosen=seat.chosen,
        action=f"{here}/{task}",
        back_to=here,
        back_text="Support and safety",
        reference=reference,
    )
