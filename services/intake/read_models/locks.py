"""Which records are locked, since when and by whom, and who is named for each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Row, Table, Text, delete, insert, select, update

from services.intake.domain.events.locks import LockChanged, LockEnded, RecordLocked
from shared.event_store.views import View
from shared.kernel.messages import Recorded

locks = Table(
    "locked_records",
    MetaData(),
    Column("lock_id", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("named", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("locked_by", Text, nullable=False),
    Index("locked_records_since", "since"),
)


def on_locked(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, RecordLocked)
    connection.execute(
        insert(locks),
        {
            "lock_id": fact.lock_id,
            "referral_id": fact.referral_id,
            "reference": fact.reference,
            "named": " ".join(fact.named),
            "since": recorded.recorded,
            "locked_by": recorded.context.actor,
        },
    )


def on_changed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, LockChanged)
    connection.execute(update(locks).where(locks.c.lock_id == fact.lock_id).values(named=" ".join(fact.named)))


def on_ended(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, LockEnded)
    connection.execute(delete(locks).where(locks.c.lock_id == recorded.fact.lock_id))


VIEW = View("locks", 1, (locks,), {RecordLocked: on_locked, LockChanged: on_changed, LockEnded: on_ended})


def standing(connection: Connection) -> Sequence[Row[Any]]:
    """Every lock that stands, the newest first; `named` are accounts with a space between them."""
    return list(connection.execute(select(locks).order_by(locks.c.since.desc(), locks.c.lock_id)))
