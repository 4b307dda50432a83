"""Who is in a cohort: the newest sheet of each entry, and those before it; sealed, and read behind the wall alone."""

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, Text, delete, insert, select

from services.panels.domain.events import CohortNoted
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Personal, Sensitive

_metadata = MetaData()

entries = Table(
    "panel_cohort",
    _metadata,
    Column("entry_id", String, primary_key=True),
    Column("sealed_p", String, nullable=False),
    Column("sealed_c", Text, nullable=False),
)

notes = Table(
    "panel_cohort_notes",
    _metadata,
    Column("position", Integer, primary_key=True),
    Column("entry_id", String, nullable=False),
    Column("sealed_p", String, nullable=False),
    Column("sealed_c", Text, nullable=False),
    Index("panel_cohort_notes_of_entry", "entry_id", "position"),
)

Kept = tuple[str, Personal[Sensitive]]


def on_noted(connection: Connection, recorded: Recorded) -> None:
    """One more sheet, which is the newest."""
    fact = recorded.fact
    assert isinstance(fact, CohortNoted)
    row = {"entry_id": fact.entry_id, "sealed_p": fact.told.p, "sealed_c": fact.told.c}
    connection.execute(insert(notes).values(row | {"position": recorded.position}))
    connection.execute(delete(entries).where(entries.c.entry_id == fact.entry_id))
    connection.execute(insert(entries).values(row))


def newest(connection: Connection) -> Sequence[Kept]:
    """The newest sheet of every entry, by entry."""
    rows = connection.execute(select(entries).order_by(entries.c.entry_id))
    return [(row.entry_id, Personal(row.sealed_p, row.sealed_c)) for row in rows]


def of_entry(connection: Connection, entry_id: str) -> Sequence[Personal[Sensitive]]:
    """Every sheet of one entry, the newest first; none where there is no such entry."""
    rows = connection.execute(select(notes).where(notes.c.entry_id == entry_id).order_by(notes.c.position.desc()))
    return [Personal(row.sealed_p, row.sealed_c) for row in rows]


VIEW = View("panels_cohort", 1, (entries, notes), {CohortNoted: on_noted})
