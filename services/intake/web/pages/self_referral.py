"""Residents refer themselves or another: a word about safety first, then the questions, then what happens next."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.web.desk import Desk
from services.intake.web.pages.typed_forms import resident_document
from services.intake.web.pages.words import CHANNELS_SAFE, PAGES, QUESTIONS
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import allow_anyone, context_of

_WHY = "residents refer themselves without an account"
_ASKED = ("immediate_danger", "child_at_risk", "domestic_abuse", "violence_or_threats", "hate_motive", "persistent")
_ASKED_OF_ABUSE = ("immediate_danger", "child_at_risk", "strangulation", "threats_to_kill")

Door = Literal["report", "help"]


def router(desk: Desk) -> APIRouter:
    """The routes /report, /help, and the pages behind them."""
    made = APIRouter(include_in_schema=False, dependencies=[allow_anyone(_WHY)])

    @made.get("/report", name="intake:report")
    def report(request: Request) -> Response:
        return _questions(request, "report", {"form_key": new_id()}, [])

    @made.get("/help", name="intake:help")
    def before(request: Request) -> Response:
        return PAGES.render(request, "intake/before.html", sensitive=True, back="/")

    @made.get("/help/questions", name="intake:help_questions")
    def questions(request: Request) -> Response:
        return _questions(request, "help", {"form_key": new_id()}, [])

    @made.post("/report", name="intake:report_sent")
    async def report_sent(request: Request) -> Response:
        return await _take(desk, request, "report")

    @made.post("/help/questions", name="intake:help_sent")
    async def help_sent(request: Request) -> Response:
        return await _take(desk, request, "help")

    @made.get("/received", name="intake:received")
    def received(request: Request) -> Response:
        """Shown without a reference in the address, which would stay in the browser's history."""
        return RedirectResponse("/", 303)

    return made


async def _take(desk: Desk, request: Request, door: Door) -> Response:
    form = await request.form()
    typed = {name: str(value) for name, value in form.items()}
    kind = "domestic_abuse" if door == "help" else "asb"
    try:
        command = desk.reception.command(resident_document(typed, kind))
    except InvalidInput as invalid:
        return _questions(request, door, typed, invalid.errors)
    receipt = Receipt(f"form/{door}", typed.get("form_key") or new_id(), answer=command.reference.encode())
    taken, done = await desk.submit_later(command, context_of(request), lambda _: receipt)
    reference = done.repeated.answer.decode() if done.repeated else taken.reference
    return PAGES.render(
        request,
        "intake/received.html",
        reference=reference,
        sensitive=True,
        danger=typed.get("immediate_danger") == "yes",
    )


def _questions(request: Request, door: Door, typed: dict[str, str], errors: list[FieldError]) -> Response:
    asked = _ASKED_OF_ABUSE if door == "help" else _ASKED
    return PAGES.render(
        request,
        "intake/self_referral.html",
        status=422 if errors else 200,
        door=door,
        typed=typed,
        errors=errors,
        asked=[QUESTIONS[name] for name in asked],
        channels_safe=CHANNELS_SAFE,
        vocabulary=VOCABULARY,
        sensitive=True,
        back="/help" if door == "help" else "/",
    )
