"""The register of agencies as officers read it: who was there on a day, what they do, and what they were called."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.triage.web.desk import Desk
from services.triage.web.directory.days import day_in, typed_day
from services.triage.web.directory.keeping import KEEPING, READERS
from shared.contracts.agencies import AGENCIES, KINDS, Agency
from shared.kernel.refusals import FieldError
from shared.web.guard import allow
from shared.web.pages import Pages

Part = Annotated[str, Query(max_length=10)]


def agency_pages(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/directory/agencies."""
    router = APIRouter(prefix=f"{KEEPING}/agencies", include_in_schema=False)
    readers = [allow(*READERS, hide=True)]
    names = {"day": "on-day", "month": "on-month", "year": "on-year"}

    @router.get("", name="triage:agencies", dependencies=readers)
    def on_a_day(
        request: Request,
        day: Annotated[Part, Query(alias=names["day"])] = "",
        month: Annotated[Part, Query(alias=names["month"])] = "",
        year: Annotated[Part, Query(alias=names["year"])] = "",
    ) -> Response:
        errors: list[FieldError] = []
        typed = {names["day"]: day, names["month"]: month, names["year"]: year}
        asked = day_in(typed, "on", errors, needed=False)
        on = asked or desk.directory.today()
        shown: dict[str, Any] = {"on": on, "kinds": told_by_kind(on), "errors": errors}
        typed = typed if any(typed.values()) else typed_day("on", on)
        return pages.render(
            request, "triage/agencies.html", status=422 if errors else 200, typed=typed, back=KEEPING, **shown
        )

    return router


def told_by_kind(on: date) -> list[tuple[str, list[tuple[str, Agency]]]]:
    """Those of the day by kind, each with the name it had then."""
    there = sorted(((AGENCIES.name(each.code, on), each) for each in AGENCIES.on(on)), key=lambda named: named[0])
    by_kind = {kind: [named for named in there if named[1].kind == kind] for kind in KINDS}
    return [(KINDS[kind], found) for kind, found in by_kind.items() if found]
