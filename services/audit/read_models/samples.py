"""The samples that were drawn, the newest first."""

import msgspec
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, insert, select

from services.audit.domain.events import SampleDrawn
from shared.event_store.views import View
from shared.kernel.kept_from import kept_from
from shared.kernel.messages import Recorded

_metadata = MetaData()

samples = Table(
    "samples",
    _metadata,
    Column("sample_id", Text, primary_key=True),
    Column("drawn_at", Text, nullable=False, index=True),
    Column("drawn_by", Text, nullable=False),
    Column("ledger_position", Integer, nullable=False),
    Column("tree_head", Text, nullable=False),
    Column("drawn", Text, nullable=False),
)


class Sample(msgspec.Struct, frozen=True):
    """References drawn over the first `ledger_position` entries, by their tree head."""

    sample_id: str
    drawn_at: str
    drawn_by: str
    ledger_position: int
    tree_head: str
    references: tuple[str, ...]


def on_sample_drawn(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, SampleDrawn)
    connection.execute(
        insert(samples),
        {
            "sample_id": fact.sample_id,
            "drawn_at": recorded.recorded,
            "drawn_by": recorded.context.actor,
            "ledger_position": fact.ledger_position,
            "tree_head": fact.tree_head,
            "drawn": msgspec.json.encode(fact.references).decode(),
        },
    )


def newest(connection: Connection, limit: int = 5) -> list[Sample]:
    """The latest samples, without what is kept from whoever looks."""
    found = select(samples).order_by(samples.c.drawn_at.desc(), samples.c.sample_id.desc()).limit(limit)
    return [
        Sample(
            row.sample_id,
            row.drawn_at,
            row.drawn_by,
            row.ledger_position,
            row.tree_head,
            tuple(each for each in msgspec.json.decode(row.drawn, type=tuple[str, ...]) if each not in kept_from()),
        )
        for row in connection.execute(found)
    ]


VIEW = View("samples", 1, (samples,), {SampleDrawn: on_sample_drawn})
