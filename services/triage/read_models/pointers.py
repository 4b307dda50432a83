"""Which other processes know somebody, sealed: only a page for whoever may know opens them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Table, Text, delete, insert, select

from services.triage.domain.events import as_text, from_text
from services.triage.domain.family.events import PointerEnded, PointerKept
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Personal, Sensitive

_metadata = MetaData()

pointers = Table(
    "triage_pointers",
    _metadata,
    Column("pointer_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
    Column("kept_by", Text, nullable=False),
    Index("triage_pointers_of", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One pointer; what it says is sealed under the person it is about."""

    pointer_id: str
    person_id: str
    told: Personal[Sensitive]
    kept_at: str
    kept_by: str


def on_pointer_kept(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, PointerKept)
    connection.execute(
        insert(pointers),
        {
            "pointer_id": fact.pointer_id,
            "position": recorded.position,
            "person_id": fact.told.p,
            "told": as_text(fact.told),
            "kept_at": recorded.occurred,
            "kept_by": recorded.context.actor,
        },
    )


def on_pointer_ended(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PointerEnded)
    connection.execute(delete(pointers).filter_by(pointer_id=recorded.fact.pointer_id))


VIEW = View("pointers", 1, (pointers,), {PointerKept: on_pointer_kept, PointerEnded: on_pointer_ended})


def of(connection: Connection, person_ids: Collection[str]) -> list[Kept]:
    """Those about any of these people, the oldest first."""
    wanted = select(pointers).where(pointers.c.person_id.in_(person_ids)).order_by(pointers.c.position)
    return [
        Kept(row.pointer_id, row.person_id, from_text(row.told, Personal[Sensitive]), row.kept_at, row.kept_by)
        for row in connection.execute(wanted)
    ]
