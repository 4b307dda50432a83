"""One numbered form: what came of it, in what two copies of it differ, and making it void."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from services.intake.domain.commands import VoidForm
from services.intake.domain.form_numbers import kind_of
from services.intake.read_models import forms as view
from services.intake.web.access import STAFF
from services.intake.web.paper.room import ADDRESS, ROADS, STATES, VOID_AS, PaperRoom, number_in
from services.intake.web.paper.side_by_side import side_by_side
from services.intake.web.words import PAGES
from shared.contracts.vocabulary import VOCABULARY
from shared.web.guard import allow, context_of

CAME = {
    "new": "The form is in.",
    "same": "This form came before, just like this, so nothing was added.",
    "differs": "This form came before and says something else. No second referral was made, and nothing that was keyed "
    "is lost: both stand below.",
}


def router(room: PaperRoom) -> APIRouter:
    """The routes under /intake/forms/numbers/{number}."""
    made = APIRouter(prefix=f"{ADDRESS}/numbers", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("/{number}", name="intake:form")
    def show(request: Request, number: str, came: Annotated[str, Query(max_length=10)] = "") -> Response:
        return _page(room, request, number_in(number), came=came)

    @made.post("/{number}/void", name="intake:form_voided")
    def void(request: Request, number: str, why: Annotated[str, Form(max_length=20)] = "") -> Response:
        known = number_in(number)
        if why not in VOID_AS:
            return _page(room, request, known, wrong="Choose why nothing will come of it.")
        wanted = VoidForm.model_validate({"at": room.desk.clock(), "number": known, "why": why})
        done = room.desk.dispatch(wanted, context_of(request))
        return room.done(request, done.last_position, f"{ADDRESS}/numbers/{known}")

    return made


def _page(room: PaperRoom, request: Request, number: str, wrong: str = "", came: str = "") -> Response:
    with room.reading(request) as connection:
        row, copies = view.one(connection, number), view.copies_of(connection, number)
    compared: list[dict[str, Any]] = []
    if row is not None and row.reference and (found := room.desk.standing(row.reference)) is not None and copies:
        room.desk.look(context_of(request), found, "copies of a form")
        compared = [
            {"came": each, "lines": side_by_side(found.submitted, each.copy, each.differing, room.desk.opener)}
            for each in copies
        ]
    return PAGES.render(
        request,
        "intake/paper/one_form.html",
        status=422 if wrong else 200,
        number=number,
        kind=VOCABULARY.kinds[kind_of(number)],
        row=row,
        compared=compared,
        wrong=wrong,
        came=CAME.get(came, "") if row is not None and row.reference else "",
        states=STATES,
        roads=ROADS,
        void_as=VOID_AS,
        back=ADDRESS,
    )
