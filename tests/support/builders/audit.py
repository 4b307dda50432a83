"""Stories for audit's tests: facts as the ledger tells them, with sensible defaults."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.audit.domain.ledger import Entry, Row, entries_from
from services.audit.domain.timeline import StoryFact, story_fact

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def an_entry(
    ledger_position: int,
    name: str = "triage.priority_assigned",
    fields: Mapping[str, Any] | None = None,
    *,
    source: str = "triage",
    stream: str = "assessment-1",
    cause: int | None = None,
    hours: float | None = None,
    late: timedelta = timedelta(),
) -> Entry:
    """A ledger entry; its event id is `event-<position>`, and it was recorded `hours` after the story's start."""
    recorded_at = START + timedelta(hours=ledger_position if hours is None else hours)
    context = {"actor": "account-1", "role": "triage_officer", "correlation_id": "story-1"}
    if cause:
        context["causation_id"] = f"event-{cause}"
    columns = {
        "position": ledger_position,
        "stream": stream,
        "version": ledger_position,
        "event_id": f"event-{ledger_position}",
        "name": name,
        "schema_version": 1,
        "occurred_at": (recorded_at - late).isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "metadata": json.dumps({"context": context, "about": ["referral-1"]}).encode(),
        "data": json.dumps(dict(fields or {})).encode(),
    }
    [entry] = entries_from([Row(source, ledger_position, columns)], next_position=ledger_position)
    return entry


def a_story_fact(ledger_position: int, *details: Any, **more: Any) -> StoryFact:
    """The fact in such an entry."""
    return story_fact(an_entry(ledger_position, *details, **more))
