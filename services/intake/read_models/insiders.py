"""Which member of staff is tied to whom, sealed, and which record is kept from whom since when."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, insert, select

from services.intake.domain.events import as_text, from_text
from services.intake.domain.events.insiders import (
    ConflictDeclared,
    StaffMatched,
    TieDeclared,
    TieWithdrawn,
    WallLifted,
)
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_metadata = MetaData()

ties = Table(
    "insider_ties",
    _metadata,
    Column("tie_id", Text, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("relation", Text, nullable=False),
    Column("declared_at", Text, nullable=False),
    Column("declared_by", Text, nullable=False),
    Column("sealed", Text, nullable=False),
)

walls = Table(
    "insider_walls",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("account_id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Index("insider_walls_since", "since"),
)

# Who was found not to be meant: by the account and the tie, "" where it was the account's own name.
cleared = Table(
    "insider_cleared",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("account_id", Text, primary_key=True),
    Column("tie_id", Text, primary_key=True),
)

MATCHED, DECLARED = "matched", "declared"


def on_tie_declared(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, TieDeclared)
    connection.execute(
        insert(ties),
        {
            "tie_id": fact.tie_id,
            "account_id": fact.account_id,
            "relation": fact.relation,
            "declared_at": recorded.recorded,
            "declared_by": recorded.context.actor,
            "sealed": as_text(fact),
        },
    )


def on_tie_withdrawn(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, TieWithdrawn)
    connection.execute(delete(ties).where(ties.c.tie_id == recorded.fact.tie_id))


def on_wall(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, ConflictDeclared | StaffMatched)
    declared = isinstance(fact, ConflictDeclared)
    connection.execute(
        insert(walls),
        {
            "referral_id": fact.referral_id,
            "account_id": fact.account_id,
            "reference": fact.reference,
            "why": DECLARED if declared else MATCHED,
            "said": fact.relation if isinstance(fact, ConflictDeclared) else f"{fact.tie_id or ''} {' '.join(fact.by)}",
            "since": recorded.recorded,
            "made_by": recorded.context.actor,
        },
    )


def on_wall_lifted(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, WallLifted)
    this = (walls.c.referral_id == fact.referral_id) & (walls.c.account_id == fact.account_id)
    wall = connection.execute(select(walls).where(this)).one()
    connection.execute(delete(walls).where(this))
    if wall.why == MATCHED:
        tie_id = wall.said.partition(" ")[0]
        row = {"referral_id": fact.referral_id, "account_id": fact.account_id, "tie_id": tie_id}
        if connection.execute(select(cleared.c.tie_id).filter_by(**row)).first() is None:
            connection.execute(insert(cleared), row)


VIEW = View(
    "insiders",
    1,
    (ties, walls, cleared),
    {
        TieDeclared: on_tie_declared,
        TieWithdrawn: on_tie_withdrawn,
        ConflictDeclared: on_wall,
        StaffMatched: on_wall,
        WallLifted: on_wall_lifted,
    },
)


def standing_ties(connection: Connection, account_id: str | None = None) -> list[tuple[Row[Any], TieDeclared]]:
    """Ties that stand, the newest first: everybody's, or one account's."""
    query = select(ties).order_by(ties.c.declared_at.desc(), ties.c.tie_id)
    if account_id is not None:
        query = query.where(ties.c.account_id == account_id)
    return [(row, from_text(row.sealed, TieDeclared)) for row in connection.execute(query)]


def standing_walls(connection: Connection) -> Sequence[Row[Any]]:
    """Every wall that stands, the newest first."""
    return list(connection.execute(select(walls).order_by(walls.c.since.desc(), walls.c.referral_id)))


def settled(connection: Connection) -> set[tuple[str, str, str | None]]:
    """(referral, account, tie) of which nothing need be noted: kept already (tie None), or found not to be meant."""
    kept = connection.execute(select(walls.c.referral_id, walls.c.account_id))
    not_meant = connection.execute(select(cleared))
    return {(row.referral_id, row.account_id, None) for row in kept} | {tuple(row) for row in not_meant}
