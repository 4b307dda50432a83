"""A case of abuse as its pages show it: how each strand is handled, what is open, and what is due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.triage.application.vawg_room import VawgRoom
from services.triage.domain.vawg import events
from services.triage.domain.vawg.court import days_waited
from services.triage.domain.vawg.file import AbuseFile, Hearing
from services.triage.domain.vawg.transfer import running
from services.triage.read_models import programme_signals
from services.triage.web.desk import Lookup
from services.triage.web.programme.shown import signals_shown
from services.triage.web.vawg import wording
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Opener
from shared.web.formats import LONDON


def abuse_on(room: VawgRoom, story: Sequence[Recorded], opener: Opener, now: datetime) -> dict[str, Any] | None:
    """Everything the section needs, words opened for a page whose reading is recorded; None where no abuse was seen."""
    file = room.file(story)
    if not file.abuse_seen:
        return None
    return {
        "file": file,
        "handled": room.handled(story, now),
        "words": _words(story, opener),
        "incidents": _incidents(file, opener),
        "moving": running(file),
        "areas": room.ground.transfers.on(now.date()).areas,
        "waited": {each.hearing_id: _waited(each) for each in file.hearings},
        "now": now,
        "wording": wording,
    }


def due_lines(room: VawgRoom, story: Sequence[Recorded], now: datetime) -> list[dict[str, Any]]:
    """What is due, as the case's page shows it."""
    return [{"at": rfc3339(at), "what": what, "late": at < now, "paused": False} for at, what in room.due(story, now)]


def _incidents(file: AbuseFile, opener: Opener) -> list[dict[str, Any]]:
    """The newest first, with what each is a repeat of."""
    found = [
        {
            "fact": each,
            "says": opener.open(each.text, Narrative),
            "repeats": [repeat for repeat in file.repeats if repeat.incident_id == each.incident_id],
        }
        for each in file.incidents
    ]
    return sorted(found, key=lambda each: each["fact"].occurred_on, reverse=True)


def _waited(hearing: Hearing) -> int | None:
    if hearing.incident_on is None:
        return None
    return days_waited(hearing.incident_on, hearing.hearing_at.astimezone(LONDON).date())


def _words(story: Sequence[Recorded], opener: Opener) -> dict[tuple[str, str], str]:
    """What was written about each step last."""
    found = {}
    for recorded in story:
        if isinstance(fact := recorded.fact, events.HandlingStepSettled):
            found[fact.handling, fact.step] = opener.open(fact.text, Narrative) or ""
    return found


def signals_of(views: Lookup, room: VawgRoom, referral_id: str, now: datetime) -> list[dict[str, Any]]:
    """What came over the wall about one case."""
    with views.reading() as connection:
        rows = programme_signals.of(connection, referral_id)
    return signals_shown(rows, room.ground.programmes.on(now.date()).answer_within_hours)
