"""What came by e-mail: who waits in quarantine on top, and why each message is where it is."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.domain.mail.word_lists import WordLists
from services.intake.read_models import mail
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.mail_words import REASONS, STANDS
from services.intake.web.words import PAGES
from shared.web.cookies import last_position
from shared.web.guard import allow

ADDRESS = "/intake/mail"

Code = Annotated[str, Query(max_length=60)]


def router(desk: Desk, lists: WordLists) -> APIRouter:
    """The route /intake/mail."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get(ADDRESS, name="intake:mail")
    def listed(
        request: Request, stands: Code = "", cursor: Annotated[str | None, Query(max_length=200)] = None
    ) -> Response:
        shown = desk.views.wait_for(last_position(request, "intake") or 0)
        chosen = stands if stands in STANDS else ""
        with desk.views.reading() as connection:
            page = mail.page(connection, chosen or None, cursor or None)
            waiting, danger = mail.waiting(connection)
        return PAGES.render(
            request,
            "intake/mail.html",
            page=page,
            chosen=chosen,
            waiting=waiting,
            danger=danger,
            unreviewed=len(lists.unreviewed(desk.clock().date())),
            stands=STANDS,
            reasons=REASONS,
            further=_address({"stands": chosen, "cursor": page.cursor or ""}) if page.cursor else None,
            first=_address({"stands": chosen}) if cursor else None,
            not_shown_yet=not shown,
        )

    return made


def _address(asked: Mapping[str, str]) -> str:
    said = {name: value for name, value in asked.items() if value}
    return f"{ADDRESS}?{urlencode(said)}" if said else ADDRESS
