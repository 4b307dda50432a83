"""When and where domestic abuse is reported, by year, for whoever answers for the service."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.abuse_profile import profile_of
from services.triage.read_models import abuse_reports
from services.triage.web.desk import Desk
from shared.kernel.small_numbers import SHOWN_FROM
from shared.web.guard import Role, allow
from shared.web.pages import Pages

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_TABLES = {"ward": "By ward", "weekday": "By weekday", "hour": "By hour", "month": "By month"}


def abuse_profile_page(desk: Desk, pages: Pages) -> APIRouter:
    """The route /triage/profile/domestic-abuse?year="""
    router = APIRouter(include_in_schema=False)
    address = "/triage/profile/domestic-abuse"

    @router.get(address, name="triage:abuse_profile", dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])
    def show(request: Request, year: str = "") -> Response:
        with desk.views.reading() as connection:
            years = abuse_reports.years(connection)
            chosen = next((each for each in years if str(each) == year), years[0] if years else None)
            profile = profile_of(abuse_reports.counts(connection, chosen)) if chosen is not None else None
        return pages.render(
            request,
            "triage/abuse_profile.html",
            years=years,
            year=chosen,
            profile=profile,
            tables=_TABLES,
            few=SHOWN_FROM - 1,
            called=_called,
        )

    return router


def _called(table: str, value: str) -> str:
    """A value of a table in words."""
    if table == "weekday":
        return _WEEKDAYS[int(value)]
    if table == "month":
        return _MONTHS[int(value) - 1]
    if table == "hour":
        return f"{int(value):02}:00 to {int(value):02}:59"
    return value or "Not known, or not told"
