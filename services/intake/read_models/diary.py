"""Diaries as they stand: for how many days each was given, what was written in it, and which code opens it.

A code leads to its diary by a blind index alone, which goes with the key of whoever keeps the diary.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)

from services.intake.domain.events import (
    DiaryClosed,
    DiaryEntryWritten,
    DiaryOpened,
    PersonForgotten,
    as_text,
    from_text,
)
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Indexer, Opener, still_known

MOST_ROWS = 100

_metadata = MetaData()

sheets = Table(
    "diary_sheets",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("opened", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("closed", Text),
)
codes = Table(
    "diary_codes",
    _metadata,
    Column("blind", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("person_id", Text, nullable=False),
)
entries = Table(
    "diary_entries",
    _metadata,
    # The id comes with the form, so it is one entry's within its own diary and says nothing beside that.
    Column("reference", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("began", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("occurred_at", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("written", Text, nullable=False),
    Index("diary_entries_by_day", "reference", "day", "began", "position"),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One diary; `closed` says why it ended."""

    opened: DiaryOpened
    opened_at: str
    closed: str | None

    def days(self) -> list[date]:
        """Every day it was given for."""
        return [self.opened.first_on + timedelta(days=number) for number in range(self.opened.days)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, with the times at which it happened, came to us and was written down kept apart."""

    written: DiaryEntryWritten
    occurred_at: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries by day and time, and the cursor of the next page; None at the end."""

    entries: list[Entry]
    cursor: str | None


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens a code for as long as it takes to make its blind index."""

    def on_opened(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, DiaryOpened)
        for table in (sheets, codes):
            connection.execute(delete(table).where(table.c.reference == fact.reference))
        about = {"reference": fact.reference, "person_id": fact.person_id}
        connection.execute(insert(sheets), {"opened": as_text(fact), "opened_at": recorded.recorded, **about})
        if (code := still_known(opener, fact.code, Contact)) is not None:
            connection.execute(insert(codes), {"blind": _blind(indexer, code), **about})

    return View(
        "diary",
        2,
        (sheets, codes, entries),
        {
            DiaryOpened: on_opened,
            DiaryEntryWritten: on_written,
            DiaryClosed: on_closed,
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


def on_written(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, DiaryEntryWritten)
    connection.execute(
        insert(entries),
        {
            "entry_id": fact.entry_id,
            "reference": fact.reference,
            "day": fact.on.isoformat(),
            "began": fact.began or "",
            "position": recorded.position,
            "occurred_at": recorded.occurred,
            "recorded_at": recorded.recorded,
            "written": as_text(fact),
        },
    )


def on_closed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, DiaryClosed)
    connection.execute(update(sheets).where(sheets.c.reference == fact.reference).values(closed=fact.because))


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PersonForgotten)
    connection.execute(delete(codes).where(codes.c.person_id == recorded.fact.person_id))


def sheet(connection: Connection, reference: str) -> Sheet | None:
    """The diary of a referral; None where none was given."""
    row = connection.execute(select(sheets).where(sheets.c.reference == reference)).one_or_none()
    return None if row is None else Sheet(from_text(row.opened, DiaryOpened), row.opened_at, row.closed)


def opened_by(connection: Connection, indexer: Indexer, code: str) -> Sheet | None:
    """The diary that a code opens."""
    wanted = select(codes.c.reference).where(codes.c.blind == _blind(indexer, code))
    reference = connection.execute(wanted).scalar_one_or_none()
    return None if reference is None else sheet(connection, reference)


def page(connection: Connection, reference: str, cursor: str | None = None, limit: int = MOST_ROWS) -> Page:
    """Entries by day and time; raises InvalidInput for a cursor that is not one of ours."""
    place = tuple_(entries.c.day, entries.c.began, entries.c.position)
    wanted = select(entries).where(entries.c.reference == reference)
    if cursor:
        wanted = wanted.where(place > place_in(cursor, str, str, int))
    rows = list(
        connection.execute(wanted.order_by(entries.c.day, entries.c.began, entries.c.position).limit(limit + 1))
    )
    last = rows[limit - 1] if len(rows) > limit else None
    found = [_entry(row) for row in rows[:limit]]
    return Page(found, cursor_behind(last.day, last.began, last.position) if last is not None else None)


def by_day(connection: Connection, reference: str) -> dict[str, list[tuple[str, bool]]]:
    """The day, time and quietness of every entry, and nothing of what it says: there are 150 at most."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for row in connection.execute(
        select(entries.c.day, entries.c.began, entries.c.written)
        .where(entries.c.reference == reference)
        .order_by(entries.c.day, entries.c.began, entries.c.position)
    ):
        found.setdefault(row.day, []).append((row.began, from_text(row.written, DiaryEntryWritten).quiet))
    return found


def count(connection: Connection, reference: str) -> int:
    """How many entries a referral's diary has."""
    this = entries.c.reference == reference
    return connection.execute(select(func.count()).select_from(entries).where(this)).scalar_one()


def _entry(row: Row[Any]) -> Entry:
    return Entry(from_text(row.written, DiaryEntryWritten), row.occurred_at, row.recorded_at)


def _blind(indexer: Indexer, code: str) -> str:
    return indexer.index(Contact, f"diary|{code}")
