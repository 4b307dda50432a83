"""The record of one person in one programme as its worker reads it, and what of it the other side is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.triage.domain.programme import events
from services.triage.read_models import programme_signals
from services.triage.web.programme.wording import SIGNALS
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Narrative, Opener


def entries(story: Sequence[Recorded], opener: Opener, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Sessions, notes and decisions, the newest first, each with who wrote it and its words opened."""
    return [
        {
            "fact": recorded.fact,
            "name": recorded.name.removeprefix("triage."),
            "at": recorded.occurred,
            "by": names.get(recorded.context.actor),
            "says": opener.open(text, Narrative) if (text := getattr(recorded.fact, "text", None)) else None,
        }
        for recorded in reversed(story)
        if isinstance(recorded.fact, events.ProgrammeWorked)
    ]


def signals_shown(rows: Sequence[Any], hours: int) -> list[dict[str, Any]]:
    """What came over the wall about one case, the newest first: a sentence, when, and what was done on it."""
    waiting = {row.signal_id for row in programme_signals.open_of(list(rows))}
    return [
        {
            "signal_id": row.signal_id,
            "says": SIGNALS[row.because],
            "at": row.at,
            "answered": None if row.because == programme_signals.REFERRED else row.answered,
            "open": row.signal_id in waiting,
            "due": rfc3339(datetime.fromisoformat(row.at) + timedelta(hours=hours)),
        }
        for row in reversed(rows)
    ]


def signals_due(shown: Sequence[Mapping[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """What is due for them on the case's page."""
    return [
        {
            "at": each["due"],
            "what": f"{each['says']}: look at the safety plan again",
            "late": each["due"] < rfc3339(now),
            "paused": False,
        }
        for each in shown
        if each["open"]
    ]
