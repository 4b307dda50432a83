"""The end of a resident's journey: the answers read over, sent once, and a reference that stands in no address."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from services.intake.domain.commands import SubmitReferral
from services.intake.web.desk import Desk
from services.intake.web.drafts import (
    FORM,
    REFERENCE,
    RETURNS,
    URGENT,
    Draft,
    draft_of,
    is_own_form,
    saved,
    token_of,
)
from services.intake.web.forms import Typed, by_field, confirmed, written
from services.intake.web.journeys.questions import PHRASE
from services.intake.web.journeys.steps import Journey
from services.intake.web.pages.optional import after_sending
from services.intake.web.pages.showing import AGAIN, context, left_alone
from services.intake.web.words import PAGES
from shared.kernel.dispatching import Receipt
from shared.kernel.refusals import InvalidInput
from shared.web.guard import allow_anyone, context_of

_WHY = "residents refer themselves without an account"
_SCOPE = "http/public/form"
# An error that belongs to no field must not look like nothing having happened.
_SOMETHING = "One of your answers cannot be taken as it is. Read them over and change it, or call us."


def checking_router(desk: Desk, journey: Journey) -> APIRouter:
    """The routes /…/check, /…/sent, /…/note and /…/safety of one journey."""
    made = APIRouter(prefix=f"/{journey.name}", include_in_schema=False, dependencies=[allow_anyone(_WHY)])

    @made.get("/safety", name=f"intake:{journey.name}_safety")
    def safety(request: Request) -> Response:
        return PAGES.render(request, "intake/safety.html", sensitive=True, back=f"/{journey.name}")

    @made.get("/check", name=f"intake:{journey.name}_check")
    def check(request: Request) -> Response:
        draft = draft_of(request, desk.drafts)
        return _elsewhere(journey, draft) or _check(request, journey, draft.typed if draft else {}, {})

    @made.post("/check", name=f"intake:{journey.name}_send")
    def send(request: Request, draft_token: Annotated[str, Form(alias="draft", max_length=200)] = "") -> Response:
        draft = draft_of(request, desk.drafts)
        elsewhere = _elsewhere(journey, draft)
        if draft is None:
            return RedirectResponse(f"/{journey.name}{AGAIN}", 303)
        if elsewhere is not None:
            return elsewhere
        if not is_own_form(request, draft_token):
            return RedirectResponse(f"/{journey.name}/check", 303)
        try:
            document = confirmed(journey.document(draft.typed), desk.clock())
            command = _with_phrase(desk, desk.reception.command(written(document), believes_agency=False), draft.typed)
        except InvalidInput as invalid:
            wrong = by_field(invalid.errors, journey.fields(draft.typed), draft.typed)
            return _check(request, journey, draft.typed, wrong or {"": _SOMETHING})
        reference = _submitted(desk, request, command, draft.typed[FORM][0])
        return saved(request, desk.drafts, draft, _kept(draft.typed, reference), after_sending(journey, draft.typed))

    @made.get("/sent", name=f"intake:{journey.name}_sent")
    def sent(request: Request) -> Response:
        return _sent(desk, journey, request)

    @made.get("/note", name=f"intake:{journey.name}_note")
    def note(request: Request) -> Response:
        return _note(desk, request)

    return made


def _with_phrase(desk: Desk, command: SubmitReferral, typed: Typed) -> SubmitReferral:
    phrase = " ".join(typed.get(PHRASE, ()))
    return command.model_copy(update={"phrase": desk.residents.phrases.hash(phrase)}) if phrase else command


def _kept(typed: Typed, reference: str) -> Typed:
    """All that the draft still holds once its answers are sent."""
    marks = {URGENT: "yes" in typed.get("facts.immediate_danger", ()), RETURNS: bool(typed.get(PHRASE))}
    return {REFERENCE: [reference], **{name: ["yes"] for name, holds in marks.items() if holds}}


def _sent(desk: Desk, journey: Journey, request: Request) -> Response:
    draft = draft_of(request, desk.drafts)
    if draft is None or not draft.typed.get(REFERENCE):
        return RedirectResponse("/", 303)
    return PAGES.render(
        request,
        "intake/received.html",
        journey=journey,
        reference=draft.typed[REFERENCE][0],
        danger=URGENT in draft.typed,
        returns=RETURNS in draft.typed,
        sensitive=True,
    )


def _note(desk: Desk, request: Request) -> Response:
    """A receipt that looks like nothing: a reference and a number, under a name that says no more."""
    draft = draft_of(request, desk.drafts)
    if draft is None or not draft.typed.get(REFERENCE):
        return RedirectResponse("/", 303)
    text = f"{draft.typed[REFERENCE][0]}\n{request.app.state.settings.contact_phone}\n"
    return PlainTextResponse(text, headers={"Content-Disposition": 'attachment; filename="note.txt"'})


def _elsewhere(journey: Journey, draft: Draft | None) -> Response | None:
    """Where somebody must be sent who cannot check or send: to the start, to what was sent, to an open question."""
    if draft is None:
        return RedirectResponse(f"/{journey.name}", 303)
    if draft.typed.get(REFERENCE):
        return RedirectResponse(f"/{journey.name}/sent", 303)
    unseen = journey.unseen(draft.typed)
    return RedirectResponse(f"/{journey.name}/{unseen.slug}", 303) if unseen is not None else None


def _check(request: Request, journey: Journey, typed: Typed, wrong: dict[str, str]) -> Response:
    last = journey.applying(typed)[-1]
    shown = context(journey, typed) | {"wrong": wrong, "token": token_of(request)}
    back = f"/{journey.name}/{last.slug}"
    status, headers = 422 if wrong else 200, left_alone(journey)
    return PAGES.render(request, "intake/check.html", status=status, headers=headers, back=back, **shown)


def _submitted(desk: Desk, request: Request, command: SubmitReferral, form: str) -> str:
    """The reference it was taken in under; pressed twice, it is taken in once."""

    def receipt(going: SubmitReferral) -> Receipt:
        return Receipt(_SCOPE, form, answer=going.reference.encode())

    taken, done = desk.submit(command, context_of(request), receipt)
    return done.repeated.answer.decode() if done.repeated else taken.reference
