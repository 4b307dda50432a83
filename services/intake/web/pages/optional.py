"""After sending: questions about equality that may be skipped, counted at once and joined to nothing."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.web.desk import Desk
from services.intake.web.drafts import REFERENCE, Draft, draft_of, is_own_form, saved, token_of
from services.intake.web.forms import Typed
from services.intake.web.journeys.equality import EQUALITY
from services.intake.web.journeys.questions import about_child, about_other
from services.intake.web.journeys.steps import Journey
from services.intake.web.words import PAGES
from shared.kernel.refusals import NotFound
from shared.web.guard import allow_anyone

# Which questions this browser has answered, never how: pressed twice, an answer counts once.
_COUNTED = "_counted"
_LONDON = ZoneInfo("Europe/London")


def after_sending(journey: Journey, typed: Typed) -> str:
    """Where somebody goes on to: grown-ups who tell of themselves are asked whether they will answer some more."""
    asked = not (about_other(typed) or about_child(typed))
    return f"/{journey.name}/{'optional' if asked else 'sent'}"


def optional_router(desk: Desk, journey: Journey) -> APIRouter:
    """The routes /…/optional and /…/optional/{number} of one journey."""
    why = "residents may say who they are; it is only counted"
    made = APIRouter(prefix=f"/{journey.name}/optional", include_in_schema=False, dependencies=[allow_anyone(why)])

    @made.get("", name=f"intake:{journey.name}_optional")
    def begin(request: Request) -> Response:
        draft = _sent(desk, request)
        if draft is None:
            return RedirectResponse("/", 303)
        (reference,) = draft.typed[REFERENCE]
        return PAGES.render(request, "intake/optional.html", journey=journey, reference=reference, sensitive=True)

    _add_questions(made, desk, journey)
    return made


def _add_questions(made: APIRouter, desk: Desk, journey: Journey) -> None:
    here = f"/{journey.name}/optional"

    @made.get("/{number}", name=f"intake:{journey.name}_optional_question")
    def show(request: Request, number: int) -> Response:
        if not 1 <= number <= len(EQUALITY):
            raise NotFound
        if _sent(desk, request) is None:
            return RedirectResponse("/", 303)
        back = f"{here}/{number - 1}" if number > 1 else here
        field = EQUALITY[number - 1]
        shown: dict[str, Any] = {
            "field": field,
            "number": number,
            "of": len(EQUALITY),
            "token": token_of(request),
            "sensitive": True,
        }
        return PAGES.render(request, "intake/optional_question.html", journey=journey, back=back, **shown)

    @made.post("/{number}", name=f"intake:{journey.name}_optional_answered")
    def answer(
        request: Request,
        number: int,
        said: Annotated[str, Form()] = "",
        token: Annotated[str, Form(alias="draft", max_length=200)] = "",
    ) -> Response:
        if not 1 <= number <= len(EQUALITY):
            raise NotFound
        draft = _sent(desk, request)
        if draft is None:
            return RedirectResponse("/", 303)
        following = f"{here}/{number + 1}" if number < len(EQUALITY) else f"/{journey.name}/sent"
        field, counted = EQUALITY[number - 1], draft.typed.get(_COUNTED, ())
        if said not in field.options or field.name in counted or not is_own_form(request, token):
            return RedirectResponse(following, 303)
        desk.residents.equality.add(_today(desk), field.name, said)
        return saved(request, desk.drafts, draft, {**draft.typed, _COUNTED: [*counted, field.name]}, following)


def _sent(desk: Desk, request: Request) -> Draft | None:
    """The draft of somebody whose answers are sent."""
    draft = draft_of(request, desk.drafts)
    return draft if draft is not None and draft.typed.get(REFERENCE) else None


def _today(desk: Desk) -> date:
    return desk.clock().astimezone(_LONDON).date()
