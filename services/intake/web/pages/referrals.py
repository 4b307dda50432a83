"""What came in, by clock, and one referral with what happened to it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.intake.read_models import referral_timeline, worklist
from services.intake.web.access import STAFF, check_may_know
from services.intake.web.desk import Desk
from services.intake.web.pages.words import PAGES, QUESTIONS
from services.intake.web.shown import referral_document
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position
from shared.web.guard import allow, context_of, principal_of

_ROWS = 50


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals and /intake/referrals/{reference}."""
    made = APIRouter(prefix="/intake/referrals", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("", name="intake:referrals")
    def listed(
        request: Request,
        kind: str = "",
        channel: str = "",
        status: str = "",
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        shown = desk.views.wait_for(last_position(request, "intake") or 0)
        wanted = worklist.Wanted(kind=kind or None, channel=channel or None, status=status or None)
        with desk.views.reading() as connection:
            page = worklist.page(connection, wanted, cursor, limit=_ROWS)
        chosen = {"kind": kind, "channel": channel, "status": status}
        return PAGES.render(
            request, "intake/referrals.html", page=page, chosen=chosen, vocabulary=VOCABULARY, late_view=not shown
        )

    @made.get("/{reference}", name="intake:referral")
    def one(request: Request, reference: str) -> Response:
        known = parse_reference(reference)
        found = check_may_know(principal_of(request), desk.standing(known) if known else None)
        if known is None:
            raise NotFound
        desk.look(context_of(request), found, "referral")
        with desk.views.reading() as connection:
            story = referral_timeline.story(connection, known)
        told = [(entry, desk.sentence(entry.name, entry.fact)) for entry in story]
        document = referral_document(found, desk.opener)
        return PAGES.render(
            request,
            "intake/referral.html",
            referral=document,
            story=told,
            questions=QUESTIONS,
            vocabulary=VOCABULARY,
            back="/intake/referrals",
        )

    return made
