"""Numbered forms at a glance: issue more, and see of each batch what came of its numbers and what does not add up."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import Response

from services.intake.domain.commands import MOST_FORMS, IssueForms
from services.intake.domain.events import FormsIssued
from services.intake.read_models import forms as view
from services.intake.web.access import STAFF
from services.intake.web.paper.room import ADDRESS, STATES, PaperRoom
from services.intake.web.words import PAGES
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, context_of

_BATCHES = 20
_HELD_AS = {"paper": "on paper", "laptop": "on a laptop"}
_HOW_MANY = f"Give whole numbers from 0 to {MOST_FORMS} in figures, and one form at least."

_MOST_BATCHES = 1_000_000
Batch = Annotated[int, Path(ge=1, le=_MOST_BATCHES)]
Typed = Annotated[str, Form(max_length=10)]


def router(room: PaperRoom) -> APIRouter:
    """The routes /intake/forms and /intake/forms/batches/{batch}."""
    made = APIRouter(prefix=ADDRESS, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])

    @made.get("", name="intake:forms")
    def overview(request: Request, before: Annotated[int | None, Query(ge=1, le=_MOST_BATCHES)] = None) -> Response:
        return _overview(room, request, before)

    @made.post("", name="intake:forms_issued")
    def issue(request: Request, held_as: Typed = "", asb: Typed = "", domestic_abuse: Typed = "") -> Response:
        counts = [_count(asb), _count(domestic_abuse)]
        typed = {"held_as": held_as, "asb": asb, "domestic_abuse": domestic_abuse}
        if None in counts or not any(counts) or held_as not in _HELD_AS:
            return _overview(room, request, None, typed, status=422)
        wanted = IssueForms.model_validate(
            {"at": room.desk.clock(), "held_as": held_as, "asb": counts[0], "domestic_abuse": counts[1]}
        )
        done = room.desk.dispatch(wanted, context_of(request))
        (issued,) = (fact for fact in done.facts if isinstance(fact, FormsIssued))
        return room.done(request, done.last_position, f"{ADDRESS}/batches/{issued.batch}")

    _add_batch(made, room)
    return made


def _add_batch(made: APIRouter, room: PaperRoom) -> None:
    @made.get("/batches/{batch}", name="intake:forms_batch")
    def batch(
        request: Request,
        batch: Batch,
        state: Annotated[str, Query(max_length=20)] = "",
        after: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        with room.reading(request) as connection:
            counts = view.reconciled(connection, batch)
            # One more than is shown says whether anything follows.
            found = view.listed(connection, batch, state if state in STATES else None, after, view.MOST_ROWS + 1)
        if not counts["issued"]:
            raise NotFound
        rows = found[: view.MOST_ROWS]
        further = rows[-1].number if len(found) > len(rows) else None
        return PAGES.render(
            request,
            "intake/paper/batch.html",
            batch=batch,
            counts=counts,
            rows=rows,
            state=state,
            further=further,
            states=STATES,
            back=ADDRESS,
        )


def _overview(
    room: PaperRoom, request: Request, before: int | None, typed: dict[str, str] | None = None, status: int = 200
) -> Response:
    with room.reading(request) as connection:
        found = view.batches(connection, before, _BATCHES + 1)
        counts = view.reconciled(connection)
        strays = view.strays(connection)
    batches = found[:_BATCHES]
    further = batches[-1]["batch"] if len(found) > len(batches) else None
    return PAGES.render(
        request,
        "intake/paper/overview.html",
        status=status,
        batches=batches,
        counts=counts,
        strays=strays,
        further=further,
        states=STATES,
        held_as=_HELD_AS,
        typed=typed or {"held_as": "paper", "asb": "10", "domestic_abuse": "10"},
        wrong=_HOW_MANY if typed else "",
        most=MOST_FORMS,
        back="/intake/referrals",
    )


def _count(text: str) -> int | None:
    text = text.strip() or "0"
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST_FORMS else None
