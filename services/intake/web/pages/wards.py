"""Where anti-social behaviour is reported most: by ward, twelve months back, small numbers hidden."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.domain.places import local_day
from services.intake.read_models.demand import Span, counts
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.words import PAGES
from shared.web.guard import allow

# Fewer than this could be one household.
FEWEST = 5
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ward:
    """How many reports a ward had; None where they are too few to be told."""

    name: str
    reports: int | None


def router(desk: Desk) -> APIRouter:
    """The route /intake/wards. Domestic abuse is not counted here: a victim may be the only one in her ward."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("/intake/wards", name="intake:wards")
    def show(request: Request) -> Response:
        today = local_day(desk.clock())
        first = today - _YEAR
        with desk.views.reading() as connection:
            rows = [row for row in counts(connection, Span(first, today), "ward", "kind") if row.kind == "asb"]
        wards = [Ward(row.ward, row.referrals if row.referrals >= FEWEST else None) for row in rows if row.ward]
        return PAGES.render(
            request,
            "intake/wards.html",
            wards=wards,
            fewest=FEWEST,
            first=first,
            nowhere=sum(row.referrals for row in rows if not row.ward),
            attribution=desk.places.attribution,
            back="/intake/referrals",
        )

    return made
