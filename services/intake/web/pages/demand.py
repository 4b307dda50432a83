"""What came in over a year and what it took: by channel, by subject, by where it led, with the officers' minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.domain.places import local_day
from services.intake.read_models.demand import Span, counts
from services.intake.web.desk import Desk
from services.intake.web.words import PAGES, REFERRERS, ROUTES, STATUSES
from shared.contracts.vocabulary import VOCABULARY
from shared.web.guard import Role, allow

_YEAR = timedelta(days=365)
SIGNPOSTED = "signposted"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; `share` and `together` are whole per cents of all, the second with the lines above it."""

    name: str
    referrals: int
    minutes: int
    share: int
    together: int


def router(desk: Desk) -> APIRouter:
    """The route /intake/demand."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(Role.SERVICE_MANAGER, hide=True)])

    @made.get("/intake/demand", name="intake:demand")
    def show(request: Request) -> Response:
        today = local_day(desk.clock())
        span = Span(today - _YEAR, today)
        with desk.views.reading() as connection:
            by = {
                name: counts(connection, span, *names)
                for name, names in {
                    "channel": ("month", "channel"),
                    "category": ("kind", "category"),
                    "referrer": ("referrer",),
                    "status": ("status",),
                    "route": ("status", "route"),
                }.items()
            }
        doors = [row for row in by["route"] if row.status == SIGNPOSTED]
        return PAGES.render(
            request,
            "intake/demand.html",
            first=span.first,
            months=_online(by["channel"]),
            categories=lines(
                [row for row in by["category"] if row.kind == "asb"], "category", VOCABULARY.categories, "Not said"
            ),
            partners=lines([row for row in by["referrer"] if row.referrer], "referrer", REFERRERS),
            outcomes=lines(by["status"], "status", STATUSES),
            doors=lines(doors, "route", ROUTES),
            shown_the_door=_percent(sum(row.referrals for row in doors), sum(row.referrals for row in by["status"])),
            back="/intake/referrals",
        )

    return made


def lines(rows: Sequence[Any], column: str, words: Mapping[str, str], unsaid: str = "Not known") -> list[Line]:
    """The rows of one column in words, most first, each with its share."""
    everything, so_far, found = sum(row.referrals for row in rows), 0, []
    for row in rows:
        code = getattr(row, column)
        so_far += row.referrals
        name = words.get(code, code) if code else unsaid
        shares = _percent(row.referrals, everything), _percent(so_far, everything)
        found.append(Line(name, row.referrals, row.minutes, *shares))
    return found


def _online(rows: Iterable[Any]) -> list[tuple[date, int, int, int]]:
    """Month, all that came in, how many of them online, and that in per cent; the newest month first."""
    every, online = Counter[str](), Counter[str]()
    for row in rows:
        every[row.month] += row.referrals
        online[row.month] += row.referrals if row.channel == "online" else 0
    return [
        (date.fromisoformat(f"{month}-01"), every[month], online[month], _percent(online[month], every[month]))
        for month in sorted(every, reverse=True)
    ]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
