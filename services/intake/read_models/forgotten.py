"""Who was forgotten, by opaque id, in the order of the log."""

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text, delete, insert, select

from services.intake.domain.events import PersonForgotten
from shared.event_store.views import View
from shared.kernel.messages import Recorded

AT_ONCE = 1000

forgotten = Table(
    "people_forgotten",
    MetaData(),
    Column("person_id", Text, primary_key=True),
    Column("position", BigInteger().with_variant(Integer, "sqlite"), nullable=False, unique=True),
)


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PersonForgotten)
    person_id = recorded.fact.person_id
    connection.execute(delete(forgotten).where(forgotten.c.person_id == person_id))
    connection.execute(insert(forgotten), {"person_id": person_id, "position": recorded.position})


VIEW = View("forgotten", 1, (forgotten,), {PersonForgotten: on_person_forgotten})


def after(connection: Connection, position: int) -> list[tuple[int, str]]:
    """The next who were forgotten behind a position of the log, with where it says so."""
    wanted = select(forgotten.c.position, forgotten.c.person_id).where(forgotten.c.position > position)
    return [tuple(row) for row in connection.execute(wanted.order_by(forgotten.c.position).limit(AT_ONCE))]
