"""Audit's JSON API: one story across services, as of any moment; returns; the newest signed checkpoint."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from services.audit.domain.timeline import AtPosition, Moment
from services.audit.read_models.returns.answer import as_csv
from services.audit.read_models.timeline.story import Story, told
from services.audit.web.desk import AUDITORS, READERS_OF_RETURNS, Desk
from services.audit.web.moments import Asked, asked_moment
from shared.kernel.dispatching import RecordView
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, allow_anyone

Text = Annotated[str, Query(max_length=100)]


def router(desk: Desk, record_view: RecordView) -> APIRouter:
    """The routes under /audit/api."""
    made = APIRouter(prefix="/audit/api", tags=["audit"])
    _add_stories(made, desk, record_view)
    _add_returns(made, desk)

    @made.get(
        "/checkpoint",
        name="audit:api_checkpoint",
        response_class=PlainTextResponse,
        dependencies=[allow_anyone(_WHY_OPEN)],
    )
    def checkpoint() -> Response:
        """The newest signed checkpoint, as C2SP text."""
        head = desk.newest_head()
        if head is None:
            raise NotFound
        return PlainTextResponse(head.note)

    return made


def _add_stories(made: APIRouter, desk: Desk, record_view: RecordView) -> None:
    @made.get("/timeline/{reference}", name="audit:api_timeline", dependencies=[allow(*AUDITORS)])
    def timeline(request: Request, reference: str) -> dict[str, Any]:
        """One story in the order of the ledger: facts, decisions, notices and who looked, details masked."""
        story, missing = desk.story_and_missing(request, reference, "the story, by API", record_view)
        return _head_of(story) | {
            "entries": [told(story, fact) for fact in story.facts],
            "meetings": [meeting.meeting_id for meeting in story.meetings],
            "not_yet_in_ledger": missing,
            "computed_from": desk.computed_from(),
        }

    @made.get("/as-of/{reference}", name="audit:api_as_of", dependencies=[allow(*AUDITORS)])
    def as_of(
        request: Request, reference: str, at: Text = "", position: Text = "", meeting: Text = ""
    ) -> dict[str, Any]:
        """What was known at a moment (now, if none is given): each stream's fields, newest wins, details masked."""
        asked = asked_moment(at, position, meeting, desk.stories.meeting)
        story = desk.story(request, reference, "the story as of a moment, by API", record_view)
        return _head_of(story) | {
            "as_of": _moment(asked),
            "facts": len(story.until(asked.moment)),
            "streams": _streams(story, asked.moment),
            "computed_from": desk.computed_from(),
        }


def _add_returns(made: APIRouter, desk: Desk) -> None:
    @made.get(
        "/returns/{name}",
        name="audit:api_return",
        responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
        dependencies=[allow(*READERS_OF_RETURNS)],
    )
    def published(
        name: str,
        first: Annotated[date, Query(alias="from")],
        last: Annotated[date, Query(alias="to")],
        as_of: Annotated[int | None, Query(ge=0)] = None,
        form: Annotated[str, Query(pattern="^(full|public)$")] = "full",
        format: Annotated[str, Query(pattern="^(json|csv)$")] = "json",
    ) -> Any:
        """A published return, computed from the ledger as it is or as it was at a position."""
        desk.current()
        document = desk.compute_return(name, first, last, as_of, form == "public")
        return PlainTextResponse(as_csv(document), media_type="text/csv") if format == "csv" else document


_WHY_OPEN = "it says nothing about anybody, and is worth more the more people keep a copy"


def _head_of(story: Story) -> dict[str, Any]:
    return {
        "reference": story.reference,
        "references": story.names,
        "referral_ids": story.referral_ids,
        "one_person_with": story.one_person_with,
    }


def _moment(asked: Asked) -> dict[str, str | None]:
    at = getattr(asked.moment, "at", None)
    position = asked.moment.ledger_position if isinstance(asked.moment, AtPosition) else None
    return {
        "at": at.isoformat() if at else None,
        "position": None if position is None else str(position),
        "says": asked.words or "now",
    }


def _streams(story: Story, moment: Moment | None) -> list[dict[str, Any]]:
    return [
        {
            "source": known.known.source,
            "stream": known.known.stream,
            "version": known.known.version,
            "fields": story.masked_standing(known.known),
            "told_by": {name: value.told_by.event_id for name, value in known.known.fields.items()},
            "history": known.history,
        }
        for known in story.standing(moment)
    ]
