"""What came in, by clock: filtered by a form, a page at a time, and what an empty list means."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.read_models import worklist
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.words import PAGES, STATUSES, agency_then
from shared.contracts.vocabulary import VOCABULARY
from shared.web.cookies import last_position
from shared.web.guard import allow

_ROWS = 50
_ADDRESS = "/intake/referrals"
_OLDEST = "oldest"

Code = Annotated[str, Query(max_length=60)]


def router(desk: Desk) -> APIRouter:
    """The route /intake/referrals."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get(_ADDRESS, name="intake:referrals")
    def listed(
        request: Request,
        status: Code = "",
        kind: Code = "",
        channel: Code = "",
        category: Code = "",
        order: Code = "",
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        shown = desk.views.wait_for(last_position(request, "intake") or 0)
        chosen = {"status": status, "kind": kind, "channel": channel, "category": category}
        wanted = worklist.Wanted(**{name: code or None for name, code in chosen.items()})
        with desk.views.reading() as connection:
            page = worklist.page(connection, wanted, cursor or None, order != _OLDEST, _ROWS)
        chosen["order"] = order
        return PAGES.render(
            request,
            "intake/referrals.html",
            page=page,
            chosen=chosen,
            filtered=any(chosen[name] for name in ("status", "kind", "channel", "category")),
            further=_address(chosen, page.cursor) if page.cursor else None,
            first=_address(chosen, None) if cursor else None,
            vocabulary=VOCABULARY,
            agency_then=agency_then,
            statuses=STATUSES,
            not_shown_yet=not shown,
            waiting=desk.unfinished.count(),
        )

    return made


def _address(chosen: Mapping[str, str], cursor: str | None) -> str:
    asked = {name: value for name, value in {**chosen, "cursor": cursor or ""}.items() if value}
    return f"{_ADDRESS}?{urlencode(asked)}" if asked else _ADDRESS
