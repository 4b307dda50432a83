"""In which referrals something is hidden for the sake of which place."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, delete, insert, select

from services.intake.domain.events.hidden import AddressesHidden, AddressesShown
from shared.event_store.views import View
from shared.kernel.messages import Recorded

_metadata = MetaData()

hidden = Table(
    "hidden_addresses",
    _metadata,
    Column("code", Text, primary_key=True),
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("origin", Text, nullable=False),
)


def on_addresses_hidden(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, AddressesHidden)
    _forget(connection, fact)
    row = {"code": fact.code, "reference": fact.reference, "referral_id": fact.referral_id}
    connection.execute(insert(hidden), {"origin": recorded.context.origin, **row})


def on_addresses_shown(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, AddressesShown)
    _forget(connection, recorded.fact)


def _forget(connection: Connection, fact: AddressesHidden | AddressesShown) -> None:
    connection.execute(delete(hidden).where(hidden.c.code == fact.code, hidden.c.reference == fact.reference))


VIEW = View(
    "hidden_addresses",
    1,
    (hidden,),
    {AddressesHidden: on_addresses_hidden, AddressesShown: on_addresses_shown},
)


def hidden_for(connection: Connection, code: str) -> Sequence[Row[Any]]:
    """The referrals in which something is hidden for the sake of one place."""
    return list(connection.execute(select(hidden).where(hidden.c.code == code).order_by(hidden.c.reference)))
