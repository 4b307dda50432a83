"""Residents refer themselves or another: one question a page, nothing lost on the way back, nothing kept on leaving."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.web.desk import Desk
from services.intake.web.drafts import FORM, REFERENCE, Draft, discard, draft_of, is_own_form, saved
from services.intake.web.forms import Typed, by_field, contradictions, document_of, telephones_wrong, typed_in, written
from services.intake.web.journeys.asking_for_help import HELP
from services.intake.web.journeys.questions import ABOUT, OWN, PHRASE, brought, weak_phrase
from services.intake.web.journeys.reaching import too_long_to_book
from services.intake.web.journeys.reporting import REPORT
from services.intake.web.journeys.steps import SEEN, Journey, Step
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.optional import optional_router
from services.intake.web.pages.sending import checking_router
from services.intake.web.pages.showing import AGAIN, going_back, question, start
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.guard import allow_anyone

_WHY = "residents refer themselves without an account"


def routers(desk: Desk) -> list[APIRouter]:
    """The routes under /report and /help."""
    return [made for journey in (REPORT, HELP) for made in _rooms(desk, journey)]


def _rooms(desk: Desk, journey: Journey) -> tuple[APIRouter, ...]:
    """Those with addresses of their own come before the one that takes any address for a question's."""
    return checking_router(desk, journey), optional_router(desk, journey), _router(desk, journey)


def _router(desk: Desk, journey: Journey) -> APIRouter:
    made = APIRouter(prefix=f"/{journey.name}", include_in_schema=False, dependencies=[allow_anyone(_WHY)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name=f"intake:{journey.name}")
    def begin(request: Request) -> Response:
        return start(request, journey)

    @made.get("/{slug}", name=f"intake:{journey.name}_step")
    def show(request: Request, slug: str) -> Response:
        draft = draft_of(request, desk.drafts)
        typed: Typed = draft.typed if draft is not None else {}
        step = journey.step(slug, typed)
        if step is None or (draft is None and step is not journey.steps[0]):
            return _start_again(journey, slug)
        return question(request, journey, step, {**brought(request.query_params), **typed}, {})

    @made.post("/{slug}", name=f"intake:{journey.name}_answered")
    def answer(request: Request, slug: str, form: form_sent) -> Response:
        draft = draft_of(request, desk.drafts)
        step = journey.step(slug, draft.typed if draft is not None else {})
        if step is None or not step.fields or (draft is None and step is not journey.steps[0]):
            return _start_again(journey, slug, gone=draft is None)
        if draft is not None and not is_own_form(request, str(form.get("draft", ""))):
            return RedirectResponse(f"/{journey.name}/{slug}", 303)
        typed = _typed(step, form, draft)
        if OWN in typed.get(ABOUT, ()):
            return _own_way(desk, request)
        wrong = errors_at(desk, journey, step, typed)
        if wrong:
            return question(request, journey, step, typed, wrong)
        typed[SEEN] = [*dict.fromkeys([*typed.get(SEEN, ()), journey.mark(step)])]
        return saved(request, desk.drafts, draft, typed, _next(journey, step, typed, going_back(request)))

    return made


def errors_at(desk: Desk, journey: Journey, step: Step, typed: Typed) -> dict[str, str]:
    """What is wrong with the answers of one page, by field."""
    if (open_one := step.unanswered(typed)) is not None:
        return {open_one: step.must}
    if any(each.name == PHRASE for each in step.fields) and (weak := weak_phrase(typed)):
        return {PHRASE: weak}
    if long := too_long_to_book(step.fields, typed):
        return long
    if clash := contradictions(step.fields, typed) | telephones_wrong(step.fields, typed):
        return clash
    try:
        desk.reception.check(written({"kind": "unsure", "channel": "online"} | document_of(step.fields, typed)))
    except InvalidInput as invalid:
        return by_field(invalid.errors, step.fields, typed)
    return {}


def _typed(step: Step, form: FormData, draft: Draft | None) -> dict[str, list[str]]:
    """Everything typed so far, this page's answers last. What was sent off before is another matter."""
    before = {name: list(values) for name, values in draft.typed.items()} if draft is not None else {}
    if REFERENCE in before:
        before = {}
    before.setdefault(FORM, [new_id()])
    return brought(form) | before | typed_in(step.fields, form.multi_items())


def _own_way(desk: Desk, request: Request) -> Response:
    """Whoever worries about how they behave is shown help of their own; nothing of them is kept, so none is joined."""
    discard(request, desk.drafts)
    return RedirectResponse("/help/own", 303)


def _next(journey: Journey, step: Step, typed: Typed, changing: bool) -> str:
    """The page that follows; after a change, whatever question the change opened, else the answers again."""
    following = journey.unseen(typed) if changing else journey.after(step, typed)
    if following is None:
        return f"/{journey.name}/check"
    return f"/{journey.name}/{following.slug}{'?change=1' if changing else ''}"


def _start_again(journey: Journey, slug: str, gone: bool = False) -> Response:
    """Nothing is kept for this page: it never was, or an hour has passed, or it does not apply.

    That something is `gone` is said to whoever sent a form alone, not to whoever goes back through the history.
    """
    if all(step.slug != slug for step in journey.steps):
        raise NotFound
    return RedirectResponse(f"/{journey.name}{AGAIN if gone else ''}", 303)
