"""Who looked at a record, when, at what and for what purpose."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from services.audit.domain.timeline import StoryFact

_LOOKED = (".record_viewed", ".detail_revealed")


class Look(msgspec.Struct, frozen=True):
    """One reading of a record; `what` is the page, or the detail that was opened."""

    at: datetime
    actor: str
    role: str
    source: str
    what: str
    purpose: str | None
    ledger_position: int


def who_looked(facts: Iterable[StoryFact]) -> list[Look]:
    """Every reading in a story, the newest first."""
    looks = [_look(fact) for fact in facts if fact.name.endswith(_LOOKED)]
    return sorted(looks, key=lambda look: look.ledger_position, reverse=True)


def _look(fact: StoryFact) -> Look:
    told = fact.fields.get("what") or fact.fields.get("field")
    purpose = fact.fields.get("purpose")
    return Look(
        fact.recorded_at,
        fact.context.actor,
        fact.context.role,
        fact.source,
        told if isinstance(told, str) else "the record",
        purpose if isinstance(purpose, str) else None,
        fact.ledger_position,
    )
