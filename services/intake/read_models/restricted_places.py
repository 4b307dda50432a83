"""Places that nobody may find: their codes, and blind indexes of everything their address is known by."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Row, Table, Text, delete, insert, select

from services.intake.domain.events import as_text, from_text
from services.intake.domain.events.places import PlaceReleased, PlaceRestricted
from services.intake.domain.restricted import signs_of
from shared.event_store.views import View
from shared.kernel.messages import Recorded
from shared.kernel.personal import Indexer, Opener, Place

_metadata = MetaData()

places = Table(
    "restricted_places",
    _metadata,
    Column("code", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("sealed", Text, nullable=False),
)

signs = Table(
    "restricted_signs",
    _metadata,
    Column("sign", Text, primary_key=True),
    Column("code", Text, primary_key=True),
)


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens addresses for as long as it takes to make their blind index."""

    def on_place_restricted(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, PlaceRestricted)
        connection.execute(insert(places), {"code": fact.code, "since": recorded.recorded, "sealed": as_text(fact)})
        written = [text for each in fact.addresses if (text := opener.open(each.text, Place))]
        known_by = sorted(signs_of(written, opener.open(fact.uprn, Place)))
        rows = [{"sign": indexer.index(Place, sign), "code": fact.code} for sign in known_by]
        if rows:
            connection.execute(insert(signs), rows)

    return View(
        "restricted_places",
        1,
        (places, signs),
        {PlaceRestricted: on_place_restricted, PlaceReleased: on_place_released},
    )


def on_place_released(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PlaceReleased)
    for table in (places, signs):
        connection.execute(delete(table).where(table.c.code == recorded.fact.code))


def known(connection: Connection) -> dict[str, str]:
    """Every blind sign of a restricted place, with its code."""
    return {row.sign: row.code for row in connection.execute(select(signs).order_by(signs.c.code))}


def listed(connection: Connection) -> Sequence[Row[Any]]:
    """The codes there are, and since when; nothing of where they are."""
    return list(connection.execute(select(places.c.code, places.c.since).order_by(places.c.code)))


def standing(connection: Connection, code: str) -> PlaceRestricted | None:
    """What is kept of one place, sealed; None where none of that code is restricted."""
    row = connection.execute(select(places.c.sealed).where(places.c.code == code)).one_or_none()
    return from_text(row.sealed, PlaceRestricted) if row is not None else None


def blind(indexer: Indexer, clear: Iterable[str]) -> list[str]:
    """The blind indexes of what an address would be known by."""
    return [indexer.index(Place, sign) for sign in clear]
