"""One story as the ledger tells it: its facts in order, what was known at a moment, and where nothing happened."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec

from services.audit.domain.ledger import Entry
from shared.kernel.messages import Context, Metadata

# Below this, a quiet stretch is part of ordinary work; a case before a panel rests for weeks.
IDLE = timedelta(days=7)


_Zoned = Annotated[datetime, msgspec.Meta(tz=True)]


class UntellableEntry(ValueError):
    """An entry whose row is not that of a fact; verification says what was done to it."""


class _FactRow(msgspec.Struct, frozen=True):
    """The columns of a log in their canonical form; bytes are base64 there."""

    position: int
    stream: str
    version: int
    event_id: str
    name: str
    schema_version: int
    occurred_at: _Zoned
    recorded_at: _Zoned
    metadata: str
    data: str


class StoryFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact of any service, known without that service's code: its envelope, and its fields as they were stored.

    `occurred_at` is when it happened in the world, `recorded_at` when it was written down; personal details among
    the fields are still sealed.
    """

    ledger_position: int
    source: str
    position: int
    stream: str
    version: int
    event_id: str
    name: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    context: Context
    about: tuple[str, ...]
    fields: Mapping[str, Any]

    @property
    def late_by(self) -> timedelta:
        """How long after it happened it was written down; never negative."""
        return max(self.recorded_at - self.occurred_at, timedelta())


class AtTime(msgspec.Struct, frozen=True):
    """What had been recorded by then, whenever it happened."""

    at: datetime


class AtPosition(msgspec.Struct, frozen=True):
    """What the ledger held up to and including this entry."""

    ledger_position: int


Moment = AtTime | AtPosition


class FieldValue(msgspec.Struct, frozen=True):
    """A field's value at a moment, and the fact that last told it."""

    value: Any
    told_by: StoryFact


class Known(msgspec.Struct, frozen=True):
    """What one stream amounted to at a moment: the newest value of each field. `version` is that of its last fact."""

    source: str
    stream: str
    version: int
    fields: Mapping[str, FieldValue]


StreamName = tuple[str, str]
"""Source and stream: two services may use one name."""


class Idle(msgspec.Struct, frozen=True):
    """A stretch in which nothing was recorded."""

    since: datetime
    until: datetime

    @property
    def says(self) -> str:
        """How long, in words."""
        return f"{in_words(self.until - self.since)} with nothing recorded"


def story_fact(entry: Entry) -> StoryFact:
    """The fact in a ledger entry. Raises UntellableEntry, which never shows the row."""
    try:
        row = msgspec.json.decode(entry.row, type=_FactRow)
        metadata = msgspec.json.decode(base64.b64decode(row.metadata, validate=True), type=Metadata)
        fields = msgspec.json.decode(base64.b64decode(row.data, validate=True), type=dict[str, Any])
    except ValueError:
        raise UntellableEntry(f"ledger entry {entry.ledger_position} does not hold a fact") from None
    return StoryFact(
        ledger_position=entry.ledger_position,
        source=entry.source,
        position=row.position,
        stream=row.stream,
        version=row.version,
        event_id=row.event_id,
        name=row.name,
        schema_version=row.schema_version,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        context=metadata.context,
        about=metadata.about,
        fields=fields,
    )


def known_by(fact: StoryFact, moment: Moment) -> bool:
    """Whether a fact was there to be seen at a moment."""
    if isinstance(moment, AtTime):
        return fact.recorded_at <= moment.at
    return fact.ledger_position <= moment.ledger_position


def as_of(facts: Iterable[StoryFact], moment: Moment) -> dict[StreamName, Known]:
    """What each stream of a story amounted to at a moment: of each field the newest value, also if that is nothing.

    This merges fields and knows no service's rules; the owning service folds the same facts with its own.
    """
    known: dict[StreamName, Known] = {}
    for fact in in_ledger_order(facts):
        if known_by(fact, moment):
            before = known.get((fact.source, fact.stream))
            told = {name: FieldValue(value, fact) for name, value in fact.fields.items()}
            fields = {**before.fields, **told} if before else told
            known[fact.source, fact.stream] = Known(fact.source, fact.stream, fact.version, fields)
    return known


def in_ledger_order(facts: Iterable[StoryFact]) -> list[StoryFact]:
    """As they reached the ledger: within one service that is the order in which they were recorded."""
    return sorted(facts, key=lambda fact: fact.ledger_position)


def squeezed(facts: Iterable[StoryFact], idle: timedelta = IDLE) -> Sequence[StoryFact | Idle]:
    """The facts by time of recording, with one mark for each stretch of at least `idle` in which none was recorded."""
    line: list[StoryFact | Idle] = []
    before: datetime | None = None
    for fact in sorted(facts, key=lambda fact: (fact.recorded_at, fact.ledger_position)):
        if before and fact.recorded_at - before >= idle:
            line.append(Idle(before, fact.recorded_at))
        line.append(fact)
        before = fact.recorded_at
    return line


def in_words(length: timedelta) -> str:
    """A stretch of time in its two largest units: "3 weeks and 2 days"; below a minute, "less than a minute"."""
    minutes = int(length.total_seconds()) // 60
    parts: list[str] = []
    for unit, size in (("week", 7 * 24 * 60), ("day", 24 * 60), ("hour", 60), ("minute", 1)):
        count, minutes = divmod(minutes, size)
        if count and len(parts) < 2:
            parts.append(f"{count} {unit}" if count == 1 else f"{count} {unit}s")
        elif parts:
            break
    return " and ".join(parts) or "less than a minute"
