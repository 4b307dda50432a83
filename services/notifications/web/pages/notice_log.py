"""The list of notices: what may have gone out, and what was refused, first, with the gate's reason."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.notifications.read_models import notice_log
from services.notifications.web.access import READERS, Reading, note_reading
from services.notifications.web.pages.words import GROUPS, PAGES, WORDS
from shared.kernel.dispatching import RecordView
from shared.kernel.identifiers import parse_reference
from shared.web.guard import allow

_TEMPLATE = "notifications/notices.html"
_PAGE_SIZE = 50


def router(record_view: RecordView, reading: Reading) -> APIRouter:
    """The route /notifications; a reference in the form shows one referral's notices, and that is recorded."""
    made = APIRouter(prefix="/notifications", include_in_schema=False)

    @made.get("", name="notifications:notices", dependencies=[allow(*READERS, hide=True)])
    def notices(request: Request, show: str = "", reference: str = "", page: int = 1) -> Response:
        if reference.strip():
            return of_reference(request, parse_reference(reference))
        group, number = show if show in GROUPS else "", max(page, 1)
        with reading() as connection:
            found, more = notice_log.page(connection, GROUPS[group][1], number, _PAGE_SIZE)
            stuck = notice_log.stuck(connection)
        context: dict[str, Any] = {
            "stuck": stuck,
            "newer": _address(group, number - 1) if number > 1 else None,
            "older": _address(group, number + 1) if more else None,
            "reference": None,
        }
        return PAGES.render(request, _TEMPLATE, notices=found, groups=GROUPS, group=group, **context, **WORDS)

    def of_reference(request: Request, known: str | None) -> Response:
        with reading() as connection:
            found = notice_log.of_reference(connection, known) if known else []
        note_reading(request, record_view, found)
        context: dict[str, Any] = {"groups": GROUPS, "group": "", "reference": known or ""}
        return PAGES.render(request, _TEMPLATE, notices=found, **context, **WORDS)

    return made


def _address(group: str, number: int) -> str:
    return f"/notifications?show={group}&page={number}"
