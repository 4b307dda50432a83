"""Ours, the provider's and the police's figures by quarter, side by side; nothing is added up across sources."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.domain.vawg.figures import MEASURES, POLICE, PROVIDER, Figures, RecordFigure
from services.triage.read_models import vawg_counts
from services.triage.web.desk import Desk, saved
from services.triage.web.fields import CHOICE, DAY, NUMBER, Field, read
from services.triage.web.typed import Typed, receipt_of
from services.triage.web.vawg.wording import FIGURES, SOURCES
from services.triage.web.work_form import WorkForm
from shared.kernel.kept_from import kept_from
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.pages import Pages

_ADDRESS = "/triage/figures"
_QUARTERS = {"1": "January to March", "2": "April to June", "3": "July to September", "4": "October to December"}
_FIELDS = (
    Field("source", "Who counted it?", CHOICE, choices=SOURCES),
    Field("year", "Which year?", NUMBER, most=2100),
    Field("quarter", "Which quarter?", CHOICE, choices=_QUARTERS),
    Field("measure", "What was counted?", CHOICE, choices=FIGURES),
    Field("count", "How many?", NUMBER, most=999_999),
    Field("published", "When was it published, or sent to us?", DAY),
)
_FORM = WorkForm(
    title="What another source counted",
    page_title="Two sources",
    lead=("It stands beside what we count ourselves, and is never mixed with it. A later figure revises it.",),
    button="Enter it",
    fields=_FIELDS,
    action=f"{_ADDRESS}/enter",
    back_to=_ADDRESS,
    back_text="Two sources",
)


def figures_pages(desk: Desk, pages: Pages, figures: Callable[[], Figures]) -> APIRouter:
    """The routes /triage/figures and /triage/figures/enter."""
    router = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])

    @router.get("", name="triage:figures")
    def show(request: Request, measure: str = MEASURES[0]) -> Response:
        chosen = measure if measure in FIGURES else MEASURES[0]
        late_view = not desk.shows_what_was_saved(request)
        with desk.views.reading() as connection:
            ours, began = vawg_counts.by_quarter(connection, kept_from()), vawg_counts.first_quarter(connection)
        rows = list(side_by_side(ours, began, figures(), chosen))
        shown: dict[str, Any] = {"rows": rows, "chosen": chosen, "measures": FIGURES, "quarters": _QUARTERS}
        return pages.render(request, "triage/vawg/figures.html", late_view=late_view, **shown)

    @router.get("/enter", name="triage:figure_form")
    def ask(request: Request) -> Response:
        return _FORM.page(pages, request)

    @router.post("/enter", name="triage:figure_entered")
    def enter(request: Request, form: Typed) -> Response:
        try:
            typed = read(_FIELDS, form)
            members = {name: typed[name] for name in ("source", "measure", "count", "year")}
            more = {"quarter": int(typed["quarter"]), "published_on": typed["published"]}
            base = {"at": desk.clock(), "by": principal_of(request).account_id}
            _in_range(typed["year"])
            done = desk.dispatch(
                RecordFigure.model_validate({**base, **members, **more}), context_of(request), receipt_of(request, form)
            )
        except (InvalidInput, Refusal) as why:
            return _FORM.refused(pages, request, form, why)
        return saved(request, f"{_ADDRESS}?measure={typed['measure']}", done.last_position)

    return router


def side_by_side(
    ours: Mapping[tuple[int, int, str], int], began: tuple[int, int] | None, figures: Figures, measure: str
) -> Iterator[dict[str, Any]]:
    """Each quarter of which anybody has a figure, the newest first. Not given is None, and never nought."""
    quarters = {key[:2] for key in ours if key[2] == measure} | {
        (year, quarter) for _, year, quarter, code in figures.given if code == measure
    }
    for year, quarter in sorted(quarters, reverse=True):
        police = figures.latest(POLICE, year, quarter, measure)
        provider = figures.latest(PROVIDER, year, quarter, measure)
        yield {
            "year": year,
            "quarter": quarter,
            "ours": ours.get((year, quarter, measure), 0) if began and began <= (year, quarter) else None,
            "provider": provider,
            "police": police,
            "apart": None if police is None or provider is None else abs(police.count - provider.count),
            "revised": {each: figures.revised(each, year, quarter, measure) for each in (POLICE, PROVIDER)},
        }


def _in_range(year: int) -> None:
    if year < 2000:
        raise InvalidInput([FieldError("/year", "wrong", "Which year?: give a year from 2000 on, such as 2026.")])
