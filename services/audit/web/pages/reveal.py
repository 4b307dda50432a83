"""Opening one masked detail: the purpose and the reason first, recorded, and only then the detail, to who asked."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.audit.domain.commands import RevealDetail
from services.audit.domain.records import hidden_as
from services.audit.domain.timeline import StoryFact
from services.audit.domain.values import PURPOSES
from services.audit.domain.wording import Detail
from services.audit.read_models.timeline.story import Story
from services.audit.web.desk import AUDITORS, Desk, Reveal
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.identifiers import new_id
from shared.kernel.personal import DATA_CLASSES
from shared.kernel.refusals import FieldError, InvalidInput, NotFound
from shared.web.caller import context_of, principal_of
from shared.web.guard import allow
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")
# Long enough to read it and to write it down where it is needed, too short to leave it open on a screen.
SHOWN_FOR = timedelta(minutes=10)
_ID = re.compile(r"[0-9a-f-]{36}")
_LONGEST = 2000
_WHAT = "the form to reveal a detail"
_BROKEN = "[cannot be opened: it is not what was sealed]"

Typed = Annotated[str, Form(max_length=_LONGEST)]


def router(desk: Desk, dispatch: Dispatch, record_view: RecordView) -> APIRouter:
    """The routes /audit/{reference}/reveal and /audit/revealed/{reveal_id}."""
    made = APIRouter(prefix="/audit", include_in_schema=False)
    _add_revealed(made, desk)

    @made.get("/{reference}/reveal", name="audit:reveal", dependencies=[allow(*AUDITORS)])
    def ask(request: Request, reference: str, event: str = "", field: str = "") -> Response:
        story = desk.story(request, reference, _WHAT, record_view)
        return _form(request, story, *_sealed(story, event, field), [])

    @made.post("/{reference}/reveal", name="audit:reveal_detail", dependencies=[allow(*AUDITORS)])
    def reveal(
        request: Request,
        reference: str,
        event: Typed = "",
        field: Typed = "",
        reveal_id: Typed = "",
        purpose: Typed = "",
        reason: Typed = "",
    ) -> Response:
        story = desk.story(request, reference, _WHAT, record_view)
        fact, detail = _sealed(story, event, field)
        if hidden_as(story.facts, detail):
            return _form(request, story, fact, detail, [])
        asked = {"reveal_id": reveal_id if _ID.fullmatch(reveal_id) else new_id(), "purpose": purpose, "reason": reason}
        try:
            dispatch(_command(desk, story, fact, detail, asked), context_of(request))
        except InvalidInput as invalid:
            return _form(request, story, fact, detail, invalid.errors)
        return RedirectResponse(f"/audit/revealed/{asked['reveal_id']}", 303)

    return made


def _add_revealed(made: APIRouter, desk: Desk) -> None:
    @made.get("/revealed/{reveal_id}", name="audit:revealed", dependencies=[allow(*AUDITORS)])
    def revealed(request: Request, reveal_id: str) -> Response:
        reveal = desk.revealed(reveal_id) if _ID.fullmatch(reveal_id) else None
        mine = reveal is not None and reveal.actor == principal_of(request).account_id
        if reveal is None or not mine or desk.clock() - reveal.at > SHOWN_FOR:
            raise NotFound
        text, line = _opened(desk, reveal)
        return PAGES.render(
            request,
            "audit/revealed.html",
            reveal=reveal.fact,
            text=text,
            line=line,
            purposes=PURPOSES,
            until=reveal.at + SHOWN_FOR,
            back=f"/audit/{reveal.fact.reference}#entry-{reveal.fact.ledger_position}",
        )


def _form(request: Request, story: Story, fact: StoryFact, detail: Detail, errors: list[FieldError]) -> Response:
    return PAGES.render(
        request,
        "audit/reveal.html",
        status=422 if errors else 200,
        hidden=hidden_as(story.facts, detail),
        story=story,
        line=story.line(fact),
        detail=detail,
        purposes=PURPOSES,
        reveal_id=new_id(),
        errors=errors,
        back=f"/audit/{story.reference}#entry-{fact.ledger_position}",
    )


def _command(desk: Desk, story: Story, fact: StoryFact, detail: Detail, asked: Mapping[str, str]) -> RevealDetail:
    return RevealDetail(
        at=desk.clock(),
        reference=story.reference,
        referral_id=next(iter(story.concerned_by(fact))),
        event_id=fact.event_id,
        ledger_position=fact.ledger_position,
        field=detail.label,
        person_id=detail.sealed.p if detail.sealed else "",
        **asked,
    )


def _sealed(story: Story, event_id: str, field: str) -> tuple[StoryFact, Detail]:
    """The fact of a story and the sealed detail in it. Raises NotFound."""
    for fact in story.facts:
        if fact.event_id == event_id:
            for detail in story.line(fact).details:
                if detail.label == field and detail.sealed is not None:
                    return fact, detail
    raise NotFound


def _opened(desk: Desk, reveal: Reveal) -> tuple[str, object]:
    """The detail in clear, "[erased]" where its person was forgotten, and the line of the fact it stands in."""
    story = desk.stories.find(reveal.fact.reference)
    if story is None:
        raise NotFound
    fact, detail = _sealed(story, reveal.fact.event_id, reveal.fact.field)
    if code := hidden_as(story.facts, detail):  # restricted since it was revealed
        return f"Restricted place {code}", story.line(fact)
    data_class = DATA_CLASSES.get(detail.data_class)
    if data_class is None:
        return _BROKEN, story.line(fact)
    try:
        return desk.open(detail.sealed, data_class) or "", story.line(fact)
    except ValueError:
        return _BROKEN, story.line(fact)
