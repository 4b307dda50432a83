"""What is kept from somebody is in no list, no count, no search and no join; who is kept from nothing sees all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, create_engine, func, insert, select

from shared.event_store.withholding import withhold

METADATA = MetaData()
CASES = Table(
    "cases", METADATA, Column("referral_id", Text, primary_key=True), Column("reference", Text), Column("rank", Integer)
)
NOTES = Table("notes", METADATA, Column("note_id", Text, primary_key=True), Column("reference", Text))
DAYS = Table("days", METADATA, Column("day", Text, primary_key=True))
KEPT = frozenset({"referral-2", "WM-2"})


@pytest.fixture
def connection() -> Iterator[Connection]:
    """Three cases with a note each, and a note that speaks of none."""
    with create_engine("sqlite://").connect() as made:
        METADATA.create_all(made)
        made.execute(
            insert(CASES), [{"referral_id": f"referral-{n}", "reference": f"WM-{n}", "rank": n} for n in (1, 2, 3)]
        )
        made.execute(insert(NOTES), [{"note_id": f"note-{n}", "reference": f"WM-{n}"} for n in (1, 2, 3)])
        made.execute(insert(NOTES).values(note_id="note-0", reference=None))
        made.execute(insert(DAYS).values(day="Monday"))
        yield made


def answers(connection: Connection) -> dict[str, object]:
    """What each shape of query says that our views use."""
    inner = select(CASES.c.rank).where(CASES.c.rank > 0).subquery()
    other, has_note = CASES.alias(), select(NOTES.c.note_id).where(NOTES.c.reference == CASES.c.reference).exists()
    joined = select(NOTES.c.note_id).join(CASES, NOTES.c.reference == CASES.c.reference).order_by(NOTES.c.note_id)
    outer = select(NOTES.c.note_id).outerjoin(CASES, NOTES.c.reference == CASES.c.reference)
    ask = connection.execute
    return {
        "list": list(ask(select(CASES.c.rank).order_by(CASES.c.rank)).scalars()),
        "count": ask(select(func.count()).select_from(CASES)).scalar_one(),
        "count within": ask(select(func.count()).select_from(inner)).scalar_one(),
        "sum": ask(select(func.sum(CASES.c.rank))).scalar_one(),
        "one": ask(select(CASES).where(CASES.c.referral_id == "referral-2")).one_or_none() is not None,
        "alias": list(ask(select(other.c.rank).order_by(other.c.rank)).scalars()),
        "join": list(ask(joined).scalars()),
        "outer join": sorted(ask(outer).scalars()),
        "in": list(ask(select(NOTES.c.note_id).where(NOTES.c.reference.in_(select(CASES.c.reference)))).scalars()),
        "exists": list(ask(select(CASES.c.rank).where(has_note).order_by(CASES.c.rank)).scalars()),
        "of no record": list(ask(select(DAYS.c.day)).scalars()),
    }


def test_every_shape_of_query_leaves_out_what_is_kept_and_nothing_else(connection: Connection) -> None:
    everything = answers(connection)
    assert everything["count"] == 3, "without a wall all is there, or this test could not fail"
    withhold(connection, KEPT)
    assert answers(connection) == {
        "list": [1, 3],
        "count": 2,
        "count within": 2,
        "sum": 4,
        "one": False,
        "alias": [1, 3],
        "join": ["note-1", "note-3"],
        "outer join": ["note-0", "note-1", "note-3"],
        "in": ["note-1", "note-3"],
        "exists": [1, 3],
        "of no record": ["Monday"],
    }


def test_a_query_that_is_asked_twice_is_not_narrowed_for_the_next_reader(connection: Connection) -> None:
    query = select(func.count()).select_from(CASES)
    withhold(connection, KEPT)
    assert connection.execute(query).scalar_one() == 2
    with connection.engine.connect() as another:
        assert another.execute(query).scalar_one() == 3


def test_what_is_written_is_written_whoever_is_kept_from_it(connection: Connection) -> None:
    withhold(connection, KEPT)
    connection.execute(NOTES.update().where(NOTES.c.reference == "WM-2").values(note_id="note-9"))
    with connection.engine.connect() as another:
        assert "note-9" in another.execute(select(NOTES.c.note_id)).scalars().all()
