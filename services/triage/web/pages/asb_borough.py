"""The borough's registers of anti-social behaviour: authority, orders, places, mediation's money, and case reviews."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.asb.days import day_of, financial_year
from services.triage.read_models import case_reviews, cases, mediations, penalties
from services.triage.web.asb import wording
from services.triage.web.asb.borough_tasks import BoroughSeat, task_of
from services.triage.web.desk import OFFICERS, Desk, saved
from services.triage.web.fields import read
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.work_form import WorkForm
from shared.kernel.kept_from import kept_from
from shared.kernel.refusals import InvalidInput, NotAllowed, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/asb"
_YEARS = range(2000, 2101)
_READERS = (*OFFICERS, Role.AUDITOR)


def borough_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The routes /triage/asb/{authority,orders,places,penalties,mediation,reviews} and /triage/asb/do/{task}."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False)
    _add_registers(router, desk, pages)

    @router.get("/do/{task}", name="triage:asb_register_form", dependencies=[allow(*OFFICERS, hide=True)])
    def ask(request: Request, task: str, about: str = "") -> Response:
        seat = _seat(desk, request, about)
        _may(request, task)
        return _form(seat, task).page(pages, request)

    @router.post("/do/{task}", name="triage:asb_register_done", dependencies=[allow(*OFFICERS, hide=True)])
    def do(request: Request, task: str, form: Typed) -> Response:
        seat = _seat(desk, request, form.get("about", ""))
        _may(request, task)
        chosen = task_of(task)
        try:
            command = chosen.command(seat, read(chosen.fields(seat), form))
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as why:
            return _form(seat, task).refused(pages, request, form, why)
        return saved(request, f"{_ADDRESS}/{chosen.page}", done.last_position)

    return router


def _add_registers(router: APIRouter, desk: Desk, pages: Pages) -> None:
    readers = [allow(*_READERS, hide=True)]

    def page(request: Request, name: str, **context: Any) -> Response:
        today, manager = day_of(desk.clock()), principal_of(request).role is Role.SERVICE_MANAGER
        shared: dict[str, Any] = {"today": today, "manager": manager, "wording": wording}
        officer = principal_of(request).role in OFFICERS
        return pages.render(request, f"triage/asb/{name}.html", officer=officer, **shared, **context)

    @router.get("/authority", name="triage:asb_authority", dependencies=readers)
    def authority(request: Request) -> Response:
        entries = desk.asb.authorities().entries
        names = request.app.state.access.accounts.names({each.holder_id for each in entries})
        return page(request, "authority", entries=entries, names=names)

    @router.get("/orders", name="triage:asb_orders", dependencies=readers)
    def orders(request: Request) -> Response:
        return page(request, "orders", orders=desk.asb.orders().orders)

    @router.get("/places", name="triage:asb_places", dependencies=readers)
    def places(request: Request) -> Response:
        return page(request, "places", problems=desk.asb.problems().shown_without(kept_from()))

    _add_counted(router, desk, page)


def _add_counted(router: APIRouter, desk: Desk, page: Callable[..., Response]) -> None:
    """The pages that count over cases: what is kept from whoever asks is neither listed nor counted."""
    readers = [allow(*_READERS, hide=True)]

    @router.get("/mediation", name="triage:asb_mediation", dependencies=readers)
    def mediation(request: Request, year: int | None = None) -> Response:
        desk.shows_what_was_saved(request)
        today = day_of(desk.clock())
        chosen = _year(year, today)
        with desk.views.reading() as connection:
            sums, rows = mediations.sums(connection, chosen), mediations.newest(connection)
        ledger = desk.asb.ledger(chosen, sums.spent_pence, sums.committed_pence, today)
        return page(request, "mediation", year=chosen, ledger=ledger, booked=sums.booked, rows=rows)

    @router.get("/penalties", name="triage:asb_penalties", dependencies=readers)
    def fixed_penalties(request: Request, year: int | None = None) -> Response:
        desk.shows_what_was_saved(request)
        today = day_of(desk.clock())
        chosen = _year(year, today)
        with desk.views.reading() as connection:
            sums, rows = penalties.sums(connection, chosen, today), penalties.of_year(connection, chosen)
        return page(request, "penalties", year=chosen, sums=sums, rows=rows)

    @router.get("/reviews", name="triage:asb_reviews", dependencies=readers)
    def reviews(request: Request, year: int | None = None) -> Response:
        desk.shows_what_was_saved(request)
        chosen = _year(year, day_of(desk.clock()))
        with desk.views.reading() as connection:
            annual = case_reviews.annual(connection, chosen)
            rows = case_reviews.of_year(connection, chosen)
            years = case_reviews.years(connection)
        return page(request, "reviews", year=chosen, annual=annual, rows=rows, years=years)


def _year(asked: int | None, today: date) -> int:
    """The year asked for if it can be one, else the one we are in."""
    return asked if asked is not None and asked in _YEARS else financial_year(today)


def _may(request: Request, task: str) -> None:
    if task_of(task).managers and principal_of(request).role is not Role.SERVICE_MANAGER:
        raise NotAllowed


def _seat(desk: Desk, request: Request, about: str) -> BoroughSeat:
    with desk.views.reading() as connection:
        wards = cases.wards(connection)
    known = request.app.state.access.accounts
    accounts: Mapping[str, str] = {
        each.account_id: each.display_name for role in OFFICERS for each in known.all(role) if each.active
    }
    officer = principal_of(request).account_id

    def worked_on(reference: str) -> bool:
        with desk.views.reading() as connection:
            case = cases.one(connection, reference)
        return case is not None and not desk.asb.file(desk.story(case.stream)).abuse_seen

    return BoroughSeat(
        room=desk.asb,
        colleagues=accounts,
        wards=wards,
        officer=officer,
        now=desk.clock(),
        worked_on=worked_on,
        about=about,
    )


def _form(seat: BoroughSeat, task: str) -> WorkForm:
    chosen = task_of(task)
    return WorkForm(
        title=chosen.title,
        page_title=chosen.title,
        button=chosen.button,
        fields=chosen.fields(seat),
        chosen={"about": seat.about} if seat.about else {},
        action=f"{_ADDRESS}/do/{task}",
        back_to=f"{_ADDRESS}/{chosen.page}",
        back_text="Register",
    )
