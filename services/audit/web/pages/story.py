"""/audit/{reference}: one story on one line, as it is or as it stood, with what led to what and who looked."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, Response

from services.audit.application.proofs import Standing
from services.audit.domain.proof import SUFFIX
from services.audit.domain.timeline import AtPosition, Moment
from services.audit.domain.wording import NOTHING, tell
from services.audit.read_models import causation
from services.audit.read_models.access_log import who_looked
from services.audit.read_models.timeline.story import KINDS, Kind, Story
from services.audit.web.desk import AUDITORS, Desk, names_of
from services.audit.web.moments import asked_moment, meeting_words
from shared.kernel.dispatching import RecordView
from shared.kernel.refusals import NotFound
from shared.web.caller import context_of
from shared.web.formats import LONDON
from shared.web.guard import allow
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")
# A story may run for years; a page of it stays one that can be read.
LINES = 100
Text = Annotated[str, Query(max_length=100)]


def router(desk: Desk, record_view: RecordView) -> APIRouter:
    """The routes /audit/{reference} and /audit/proof/{event_id}; to be added after all others under /audit."""
    made = APIRouter(prefix="/audit", include_in_schema=False)
    _add_proof(made, desk, record_view)

    @made.get("/{reference}", name="audit:story", dependencies=[allow(*AUDITORS)])
    def show(
        request: Request,
        reference: str,
        at: Text = "",
        position: Text = "",
        meeting: Text = "",
        step: Text = "",
        order: Text = "newest",
        kind: Annotated[list[str] | None, Query()] = None,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> Response:
        story, missing = desk.story_and_missing(request, reference, "the whole story", record_view)
        asked = asked_moment(at, position, meeting, desk.stories.meeting, story, step)
        kinds = [name for name in KINDS if not kind or name in kind]
        standing = desk.standing(story.entries)
        fields = [("at", at), ("position", position), ("meeting", meeting), ("step", step)]
        return PAGES.render(
            request,
            "audit/story.html",
            past_at=asked.words,
            story=story,
            moment_fields=[(name, value) for name, value in fields if value],
            standing=standing,
            tick=tick_words(standing, len(story.entries)),
            missing=missing,
            names=names_of(request, [fact.context.actor for fact in story.facts]),
            **_shown(story, asked.moment, kinds, order != "oldest", page),
            **_controls(story, asked.moment, kinds, order),
        )

    return made


def _add_proof(made: APIRouter, desk: Desk, record_view: RecordView) -> None:
    @made.get("/proof/{event_id}", name="audit:proof", dependencies=[allow(*AUDITORS)])
    def proof(request: Request, event_id: str) -> Response:
        entry = desk.stories.event(event_id)
        if entry is None:
            raise NotFound
        record_view(context_of(request), entry.stream or "ledger", (), "a proof of one fact")
        headers = {"Content-Disposition": f'attachment; filename="{entry.ledger_position}{SUFFIX}"'}
        return PlainTextResponse(desk.prove(entry).text, headers=headers)


def _shown(story: Story, moment: Moment | None, kinds: Sequence[Kind], newest_first: bool, page: int) -> dict[str, Any]:
    """What the page says of the story at a moment."""
    facts = story.until(moment)

    def says(fact: Any) -> str:
        return tell(fact, story.catalogue, story.erased)

    lines = story.lines(moment, kinds, newest_first)
    changes = story.changes(moment) if moment is not None else []
    return {
        "lines": lines[(page - 1) * LINES : page * LINES],
        "pages": range(1, ceil(len(lines) / LINES) + 1),
        "page": page,
        "newest_first": newest_first,
        "states": story.standing(moment),
        "changes": [change for change in changes if change.before != NOTHING],
        "learned": story.learned(changes),
        "tree": causation.tree(facts, says),
        "outline": causation.text(facts, says),
        "looks": who_looked(facts),
    }


def _controls(story: Story, moment: Moment | None, kinds: Sequence[Kind], order: str) -> dict[str, Any]:
    """Where stepping, sliding and choosing lead."""
    kept = [("order", "oldest")] if order == "oldest" else []
    if len(kinds) < len(KINDS):
        kept += [("kind", kind) for kind in kinds]
    return {
        "steps": story.steps(moment),
        "kinds": KINDS,
        "chosen": kinds,
        "kept": kept,
        "tail": f"&{urlencode(kept)}" if kept else "",
        "position": moment.ledger_position if isinstance(moment, AtPosition) else "",
        "at": f"{moment.at.astimezone(LONDON):%Y-%m-%dT%H:%M}" if moment is not None and hasattr(moment, "at") else "",
        "meetings": [(one.meeting_id, meeting_words(one)) for one in story.meetings if one.known_at is not None],
    }


def tick_words(standing: Standing, entries: int) -> str:
    """What the tick proves of so many entries, and what it does not."""
    waiting = entries - len(standing.under) - len(standing.broken)
    if standing.head is None:
        return "No tree head has been signed yet, so nothing is proved."
    signed_at = standing.head.signed_at.astimezone(LONDON)
    head = (
        f"the tree signed at {signed_at:%H:%M} on {signed_at.day} {signed_at:%B %Y} over {standing.head.size:,} entries"
    )
    if not standing.under and not standing.broken:
        return f"Nothing of this story is in {head}; it came later, and waits for the next."
    if standing.broken:
        entries_named = ", ".join(str(position) for position in sorted(standing.broken)[:10])
        return f"Not as it was signed: ledger entries {entries_named} are not in {head}. Run verification."
    later = f" {waiting:,} more wait for the next head." if waiting else ""
    return (
        f"{len(standing.under):,} entries of this story are in {head}: they stand in the ledger as they did then."
        f"{later} It does not prove that what they say is true."
    )
