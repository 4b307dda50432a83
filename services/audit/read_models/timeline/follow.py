"""Keeps the index of stories up to date with the ledger, and makes it anew where it is not what the ledger gives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, String, Table, TextClause, collate, delete, insert, select, text

from services.audit.domain.ledger import Entry
from services.audit.domain.timeline import StoryFact, UntellableEntry, story_fact
from services.audit.read_models.timeline.tables import (
    INDEXED,
    VERSION,
    called,
    catalogued,
    concerned,
    followed,
    forgotten,
    index,
    placed,
    sat,
)
from shared.event_store.databases import Database
from shared.kernel.clock import rfc3339

Pages = Callable[[int, int], Sequence[Entry]]
"""Entries of the ledger after a position, at most so many."""

_PAGE = 500
_NAMES = ("reference", "case_reference")
_CIRCULATED = ".agenda_circulated"
_FORGOTTEN = ".person_forgotten"
_CATALOGUE = ".catalogue_recorded"


class IndexDiffers(Exception):
    """The index is not what the ledger gives; names the table and the first row."""


class StoryIndex:
    """The index in a database of its own."""

    def __init__(self, database: Database, pages: Pages) -> None:
        self._database = database
        self._pages = pages
        self.reading = database.reading
        with database.making(index) as connection:
            _prepare(connection)

    def step(self) -> bool:
        """Take in the next page of the ledger, in one transaction; False when there was nothing new."""
        with self._database.changing() as connection:
            return _follow(connection, self._pages)

    def catch_up(self) -> None:
        """Follow to the end of the ledger."""
        while self.step():
            pass

    def position(self) -> int:
        """The ledger position it has come to."""
        with self._database.reading() as connection:
            return _position(connection)

    def compare(self) -> None:
        """Make it anew elsewhere and raise IndexDiffers if it comes out otherwise."""
        with self._database.reading() as live, self._anew(_position(live)) as fresh:
            for table in INDEXED:
                _compare(table, live, fresh, self._database.byte_order)

    def rebuild(self) -> int:
        """Make it anew from the ledger; returns the position it stands at."""
        with self._anew(None) as fresh, self._database.changing() as live:
            for table in (*INDEXED, followed):
                live.execute(delete(table))
                for rows in fresh.execute(select(table)).mappings().partitions(_PAGE):
                    live.execute(insert(table), [dict(row) for row in rows])
            return _position(live)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def _anew(self, until: int | None) -> Iterator[Connection]:
        def pages(after: int, limit: int) -> Sequence[Entry]:
            return self._pages(after, limit if until is None else min(limit, until - after)) if after != until else ()

        with self._database.scratch("stories") as connection:
            with connection.begin():
                _prepare(connection)
                while _follow(connection, pages):
                    pass
            yield connection


def _prepare(connection: Connection) -> None:
    """Make what is missing; an index of another version is made anew."""
    index.create_all(connection)
    if connection.execute(select(followed.c.version)).scalar() != VERSION:
        index.drop_all(connection)
        index.create_all(connection)
        connection.execute(insert(followed), {"version": VERSION, "ledger_position": 0})


def _follow(connection: Connection, pages: Pages) -> bool:
    page = pages(_position(connection), _PAGE)
    if not page:
        return False
    rows: dict[Table, list[Mapping[str, Any]]] = {table: [] for table in INDEXED}
    for entry in page:
        try:
            fact = story_fact(entry)
        except UntellableEntry:  # verification says what was done to it
            continue
        for table, row in _rows_of(fact):
            rows[table].append(row)
    for table, found in rows.items():
        if found:
            connection.execute(_kept_once(table), found)
    connection.execute(followed.update().values(ledger_position=page[-1].ledger_position))
    return True


def _kept_once(table: Table) -> TextClause:
    """Written out: each dialect has its own word for this, and both take these."""
    names = [column.name for column in table.columns]
    values = ", ".join(f":{name}" for name in names)
    return text(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values}) ON CONFLICT DO NOTHING")


def _rows_of(fact: StoryFact) -> Iterator[tuple[Table, dict[str, Any]]]:
    here = {"ledger_position": fact.ledger_position}
    yield placed, here | {"event_id": fact.event_id, "name": fact.name, "schema_version": fact.schema_version}
    for referral_id in dict.fromkeys(fact.about):
        yield concerned, here | {"referral_id": referral_id}
    if (speaks_of := _speaks_of(fact)) is not None:
        for name in _NAMES:
            if isinstance(reference := fact.fields.get(name), str):
                yield called, here | {"reference": reference, "referral_id": speaks_of}
    if (meeting := _meeting_of(fact)) is not None:
        yield sat, here | meeting
    if fact.name.endswith(_FORGOTTEN) and isinstance(person_id := fact.fields.get("person_id"), str):
        yield forgotten, here | {"person_id": person_id}
    if fact.name.endswith(_CATALOGUE):
        yield catalogued, here


def _speaks_of(fact: StoryFact) -> str | None:
    """The one referral whose references stand in the fact; none where it concerns several."""
    named = fact.fields.get("referral_id")
    if isinstance(named, str):
        return named
    return fact.about[0] if len(fact.about) == 1 else None


def _meeting_of(fact: StoryFact) -> dict[str, Any] | None:
    sitting = fact.fields.get("sitting")
    known = {**sitting, **fact.fields} if isinstance(sitting, Mapping) else fact.fields
    if not isinstance(meeting_id := known.get("meeting_id"), str):
        return None
    starts_at = sitting.get("starts_at") if isinstance(sitting, Mapping) else None
    circulated = rfc3339(fact.recorded_at) if fact.name.endswith(_CIRCULATED) else None
    return {
        "meeting_id": meeting_id,
        "panel": known.get("panel") if isinstance(known.get("panel"), str) else None,
        "starts_at": starts_at if isinstance(starts_at, str) else None,
        "circulated_at": circulated,
    }


def _position(connection: Connection) -> int:
    return int(connection.execute(select(followed.c.ledger_position)).scalar() or 0)


def _compare(table: Table, live: Connection, fresh: Connection, byte_order: str) -> None:
    keys = table.primary_key.columns
    order = [collate(key, byte_order) if isinstance(key.type, String) else key for key in keys]
    statement = select(table).order_by(*order)
    ours, anew = live.execute(statement), fresh.execute(statement)
    while True:
        mine, theirs = ours.fetchone(), anew.fetchone()
        if mine is None and theirs is None:
            return
        if mine != theirs:
            # A row that is missing on one side is the one that comes first on the other.
            key = min(_key(table, row) for row in (mine, theirs) if row is not None)
            raise IndexDiffers(f"view stories, table {table.name}: row {key} is not what the ledger gives")


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    return tuple(getattr(row, column.name) for column in table.primary_key.columns)
