"""The verifications asked for and what they came to, the newest first."""

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, insert, select, text, update

from services.audit.domain.events import VerificationCompleted, VerificationRequested
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_UNDER_WAY = text("completed_at IS NULL")

_metadata = MetaData()

verifications = Table(
    "verifications",
    _metadata,
    Column("verification_id", Text, primary_key=True),
    Column("requested_at", Text, nullable=False, index=True),
    Column("requested_by", Text, nullable=False),
    Column("completed_at", Text),
    Column("result", Text),
    Column("ledger_position", Integer),
    Column("tree_head", Text),
    Column("facts", Integer),
    Column("heads", Integer),
    Column("views", Integer),
    Column("found", Integer),
    Column("first", Text),
    Column("notices", Text),
    # Asked for several times a second: those few that are under way.
    Index("verifications_under_way", "requested_at", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
)


def on_verification_requested(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, VerificationRequested)
    _ensure(connection, fact.verification_id, recorded)


def on_verification_completed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, VerificationCompleted)
    _ensure(connection, fact.verification_id, recorded)
    connection.execute(
        update(verifications)
        .where(verifications.c.verification_id == fact.verification_id)
        .values(
            completed_at=recorded.recorded,
            result=fact.result,
            ledger_position=fact.ledger_position,
            tree_head=fact.tree_head,
            facts=fact.checked.facts,
            heads=fact.checked.heads,
            views=fact.checked.views,
            found=fact.found,
            first=fact.first.says if fact.first else None,
            notices="\n".join(fact.notices),
        )
    )


def newest(connection: Connection, limit: int = 20) -> list[Row[tuple[object, ...]]]:
    """The latest verifications, those under way among them."""
    found = select(verifications).order_by(verifications.c.requested_at.desc(), verifications.c.verification_id.desc())
    return list(connection.execute(found.limit(limit)))


def under_way(connection: Connection) -> list[str]:
    """The ids of those asked for and not completed, the oldest first."""
    found = select(verifications.c.verification_id).where(verifications.c.completed_at.is_(None))
    return list(connection.execute(found.order_by(verifications.c.requested_at)).scalars())


def _ensure(connection: Connection, verification_id: str, recorded: Recorded) -> None:
    known = select(verifications.c.verification_id).where(verifications.c.verification_id == verification_id)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(verifications),
            {
                "verification_id": verification_id,
                "requested_at": recorded.recorded,
                "requested_by": recorded.context.actor,
            },
        )


VIEW = View(
    "verifications",
    2,
    (verifications,),
    {VerificationRequested: on_verification_requested, VerificationCompleted: on_verification_completed},
)
