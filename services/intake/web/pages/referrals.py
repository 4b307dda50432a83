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
        return _listed(desk, request, {"kind": kind, "channel": channel, "status": status}, cursor)

    @made.get("/{reference}", name="intake:referral")
    def one(request: Request, reference: str) -> Response:
        known = parse_reference(reference)
        if known is None:
            raise NotFound
        found = check_may_know(principal_of(request), desk.standing(known))
        desk.look(context_of(request), found, "referral")
        return _one(desk, request, known, found)

    return made


def _listed(desk: Desk, request: Request, chosen: dict[str, str], cursor: str | None) -> Response:
    shown = desk.views.wait_for(last_position(request, "intake") or 0)
    wanted = worklist.Wanted(**{name: value or None for name, value in chosen.items()})
    with desk.views.reading() as connection:
        page = worklist.page(connection, wanted, cursor, limit=_ROWS)
    return PAGES.render(
        request, "intake/referrals.html", page=page, chosen=chosen, vocabulary=VOCABULARY, late_view=not shown
    )


def _one(desk: Desk, request: Request, reference: str, found: referral_timeline.Standing) -> Response:
    with desk.views.reading() as connection:
        story = referral_timeline.story(connection, reference)
    return PAGES.render(
        request,
        "intake/referral.html",
        referral=referral_document(found, desk.opener),
        story=[(entry, desk.sentence(entry.name, entry.fact)) for entry in story],
        questions=QUESTIONS,
        vocabulary=VOCABULARY,
        back="/intake/referrals",
    )
