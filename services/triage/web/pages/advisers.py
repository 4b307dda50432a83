"""Advisers and what they carry against what practice says one can, and what refuges say that they have free."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError

from services.triage.domain.asb.days import day_of, months_after
from services.triage.domain.support.commands import SetAdviserHours, TellVacancies
from services.triage.domain.support.practice import SupportPractice
from services.triage.domain.support.registers import WHOLE, loads_of
from services.triage.read_models import support_work
from services.triage.web.desk import Desk, saved
from services.triage.web.fields import CHOICE, DAY, NUMBER, TEXT, Field, read
from services.triage.web.pages.support_forms import SUPPORTERS, advisers_of
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.clock import rfc3339
from shared.kernel.handling import Command
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.formats import LONDON
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADVISERS, _REFUGES = "/triage/advisers", "/triage/refuges"
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Carried:
    """What one adviser carries, or all together (`name` None), beside what can be carried."""

    name: str | None
    hundredths: int
    open_cases: int
    least: int
    most: int
    new: int
    most_new: int

    @property
    def too_much(self) -> bool:
        """Whether it is more than can be carried."""
        return self.open_cases > self.most


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a register, and the page it belongs to."""

    title: str
    fields: Callable[[Request], Sequence[Field]]
    command: Callable[[Request, datetime, Mapping[str, Any]], Command]
    page: str


def adviser_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/advisers, /triage/refuges, and a form on each."""
    router = APIRouter(include_in_schema=False)
    everybody, managers = [allow(*SUPPORTERS, hide=True)], [allow(Role.SERVICE_MANAGER, hide=True)]

    @router.get(_ADVISERS, name="triage:advisers", dependencies=everybody)
    def advisers(request: Request) -> Response:
        late_view, practice = not desk.shows_what_was_saved(request), _practice(desk)
        with desk.views.reading() as connection:
            waiting = support_work.without_adviser(connection, [*advisers_of(request)])
        return pages.render(
            request,
            "triage/support/advisers.html",
            carried=carried(desk, request, practice),
            practice=practice,
            waiting=waiting,
            now=rfc3339(desk.clock()),
            manager=principal_of(request).role is Role.SERVICE_MANAGER,
            adviser=principal_of(request).role is Role.IDVA,
            late_view=late_view,
        )

    @router.get(_REFUGES, name="triage:refuges", dependencies=everybody)
    def refuges(request: Request) -> Response:
        told = sorted(desk.support.refuges().told.values(), key=lambda each: each.code)
        old = desk.clock() - timedelta(days=_practice(desk).vacancies_told_days)
        return pages.render(request, "triage/support/refuges.html", told=told, old=old)

    _add_form(router, desk, pages, f"{_ADVISERS}/hours", managers, _HOURS)
    _add_form(router, desk, pages, f"{_REFUGES}/vacancies", everybody, _VACANCIES)
    return router


def carried(desk: Desk, request: Request, practice: SupportPractice) -> list[Carried]:
    """Everybody, all together first; what is kept from whoever asks is in no sum."""
    today = day_of(desk.clock())
    since = datetime.combine(months_after(today, -_YEAR), datetime.min.time(), LONDON)
    with desk.views.reading() as connection:
        has, new = support_work.open_by_adviser(connection), support_work.new_by_adviser(connection, since)
        asked = support_work.asked_since(connection, since)
    hours, load = desk.support.advisers().hundredths(today), practice.caseload
    names = advisers_of(request) | request.app.state.access.accounts.names({each for each in has if each})
    whole = dict.fromkeys(names, 0) | hours
    found = []
    for each in loads_of(has, whole, load):
        hundredths = sum(hours.values()) if each.adviser_id is None else whole.get(each.adviser_id, 0)
        found.append(
            Carried(
                name=None if each.adviser_id is None else names.get(each.adviser_id, "Somebody who has left"),
                hundredths=hundredths,
                open_cases=each.open_cases,
                least=hundredths * load.open_least // WHOLE,
                most=each.most,
                new=asked if each.adviser_id is None else new.get(each.adviser_id, 0),
                most_new=hundredths * load.new_in_twelve_months // WHOLE,
            )
        )
    return sorted(found, key=lambda each: (each.name is not None, -each.open_cases, each.name or ""))


def _add_form(router: APIRouter, desk: Desk, pages: Pages, address: str, doors: list[Any], form: _Form) -> None:
    name = f"triage:{address.rsplit('/', 1)[-1]}"

    @router.get(address, name=name, dependencies=doors)
    def ask(request: Request) -> Response:
        return _asked(request, address, form).page(pages, request)

    @router.post(address, name=f"{name}_set", dependencies=doors)
    def do(request: Request, typed: Typed) -> Response:
        try:
            command = form.command(request, desk.clock(), read(form.fields(request), typed))
            done = desk.dispatch(command, context_of(request), receipt_of(request, typed))
        except InvalidInput as invalid:
            return _asked(request, address, form).refused(pages, request, typed, invalid)
        return saved(request, form.page, done.last_position)


def _hours(request: Request, at: datetime, typed: Mapping[str, Any]) -> Command:
    by = principal_of(request).account_id
    return SetAdviserHours.model_validate({"at": at, "by": by, **typed})


def _vacancies(request: Request, at: datetime, typed: Mapping[str, Any]) -> Command:
    members = {**typed, "code": typed["code"].strip().upper()}
    try:
        return TellVacancies.model_validate({"at": at, "by": principal_of(request).account_id, **members})
    except ValidationError:
        says = "Give its code: letters, a dash and a number, such as R-7. Never its address."
        raise InvalidInput([FieldError("/code", "wrong", says)]) from None


_HOURS = _Form(
    "Enter an adviser’s hours",
    lambda request: (
        Field("adviser_id", "Which adviser?", CHOICE, choices=advisers_of(request)),
        Field("hundredths", "How much of a week, in per cent?", NUMBER, "0 once they advise no more.", most=WHOLE),
        Field("from_on", "From which day?", DAY),
    ),
    _hours,
    _ADVISERS,
)
_VACANCIES = _Form(
    "What does the refuge have free?",
    lambda request: (
        Field("code", "The code of the refuge", TEXT, "Letters, a dash and a number, such as R-7. Never its address."),
        Field("rooms", "Rooms for a woman or a family", NUMBER, most=99),
        Field("children_places", "Places for children", NUMBER, most=99),
    ),
    _vacancies,
    _REFUGES,
)


def _asked(request: Request, address: str, form: _Form) -> WorkForm:
    return WorkForm(
        title=form.title,
        page_title=form.title,
        button="Record it",
        fields=form.fields(request),
        action=address,
        back_to=form.page,
        back_text="Back",
    )


def _practice(desk: Desk) -> SupportPractice:
    found = desk.support.practice(day_of(desk.clock()))
    if found is None:
        raise NotFound
    return found
