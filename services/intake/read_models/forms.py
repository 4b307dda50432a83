"""Numbered forms: which were issued, what came of each, and what does not add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, MetaData, Row, Table, Text, func, insert, select, update

from services.intake.domain.events import (
    FormKeyed,
    FormKeyedAgain,
    FormsIssued,
    FormVoided,
    ReferralSubmitted,
    as_text,
    from_text,
)
from shared.event_store.views import View
from shared.kernel.messages import Recorded

MOST_ROWS = 100
# What a number is, the first that fits; together they are all there are.
DIFFERING, TWICE, KEYED, VOID, MISSING = "differing", "twice", "keyed", "void", "missing"

_metadata = MetaData()

numbers = Table(
    "form_numbers",
    _metadata,
    Column("number", Text, primary_key=True),
    Column("batch", Integer),
    Column("held_as", Text),
    Column("issued_at", Text),
    Column("state", Text, nullable=False),
    Column("reference", Text),
    Column("road", Text),
    Column("keyed_at", Text),
    Column("again", Integer, nullable=False),
    Column("void_why", Text),
    Index("form_numbers_batch", "batch", "number"),
    Index("form_numbers_state", "state", "number"),
)

copies = Table(
    "form_copies",
    _metadata,
    Column("number", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("road", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("differing", Text, nullable=False),
    Column("copy", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class FormCopy:
    """Another copy of a form that was already taken in, sealed, and in which members it differs."""

    recorded_at: str
    road: str
    differing: Sequence[str]
    copy: ReferralSubmitted


def on_forms_issued(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, FormsIssued)
    for number in fact.numbers:
        _set(connection, number, MISSING, batch=fact.batch, held_as=fact.held_as, issued_at=recorded.recorded)


def on_form_keyed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, FormKeyed)
    values = {"reference": fact.reference, "road": fact.road, "keyed_at": recorded.recorded}
    _set(connection, fact.number, KEYED, **values)


def on_form_keyed_again(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, FormKeyedAgain)
    known = one(connection, fact.number)
    state = DIFFERING if fact.copy is not None or (known is not None and known.state == DIFFERING) else TWICE
    _set(connection, fact.number, state, again=(known.again if known is not None else 0) + 1)
    if fact.copy is not None:
        connection.execute(
            insert(copies),
            {
                "number": fact.number,
                "position": recorded.position,
                "road": fact.road,
                "recorded_at": recorded.recorded,
                "differing": " ".join(fact.differing),
                "copy": as_text(fact.copy),
            },
        )


def on_form_voided(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, FormVoided)
    _set(connection, fact.number, VOID, void_why=fact.why)


VIEW = View(
    "forms",
    1,
    (numbers, copies),
    {
        FormsIssued: on_forms_issued,
        FormKeyed: on_form_keyed,
        FormKeyedAgain: on_form_keyed_again,
        FormVoided: on_form_voided,
    },
)


def one(connection: Connection, number: str) -> Row[Any] | None:
    """What is known of a number; None where nothing is."""
    return connection.execute(select(numbers).where(numbers.c.number == number)).one_or_none()


def batches(connection: Connection, before: int | None = None, most: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Batches, the newest first, with how many of their numbers are in each state."""
    counted = select(
        numbers.c.batch, func.max(numbers.c.held_as).label("held_as"), func.max(numbers.c.issued_at).label("issued_at")
    ).where(numbers.c.batch.is_not(None))
    if before is not None:
        counted = counted.where(numbers.c.batch < before)
    rows = connection.execute(counted.group_by(numbers.c.batch).order_by(numbers.c.batch.desc()).limit(most)).all()
    return [
        {
            "batch": row.batch,
            "held_as": row.held_as,
            "issued_at": row.issued_at,
            "counts": reconciled(connection, row.batch),
        }
        for row in rows
    ]


def reconciled(connection: Connection, batch: int | None = None) -> dict[str, int]:
    """How many numbers are in each state, of one batch or of all; `issued`, and `not_ours` that never were issued."""
    wanted = select(numbers.c.state, numbers.c.batch.is_(None).label("stray"), func.count().label("many"))
    if batch is not None:
        wanted = wanted.where(numbers.c.batch == batch)
    found = dict.fromkeys(("issued", KEYED, VOID, MISSING, TWICE, DIFFERING, "not_ours"), 0)
    for row in connection.execute(wanted.group_by(numbers.c.state, numbers.c.batch.is_(None))):
        found[row.state] += row.many
        found["not_ours" if row.stray else "issued"] += row.many
    return found


def listed(
    connection: Connection, batch: int | None, state: str | None, after: str = "", most: int = MOST_ROWS
) -> list[Row[Any]]:
    """Numbers in their order from behind one, of one batch or of all, in one state or in any."""
    wanted = select(numbers).where(numbers.c.number > after).order_by(numbers.c.number).limit(most)
    if batch is not None:
        wanted = wanted.where(numbers.c.batch == batch)
    if state is not None:
        wanted = wanted.where(numbers.c.state == state)
    return list(connection.execute(wanted))


def strays(connection: Connection) -> list[Row[Any]]:
    """Numbers of which something came though they were never issued here, the first few."""
    wanted = select(numbers).where(numbers.c.batch.is_(None)).order_by(numbers.c.number)
    return list(connection.execute(wanted.limit(MOST_ROWS)))


def copies_of(connection: Connection, number: str) -> list[FormCopy]:
    """The other copies of a form that differ from what was taken in, in the order in which they came."""
    rows = connection.execute(select(copies).where(copies.c.number == number).order_by(copies.c.position))
    return [
        FormCopy(row.recorded_at, row.road, row.differing.split(), from_text(row.copy, ReferralSubmitted))
        for row in rows
    ]


def _set(connection: Connection, number: str, state: str, **values: Any) -> None:
    """A number that was never issued gets its row when something comes of it, and is told as such."""
    known = one(connection, number)
    if known is None:
        connection.execute(insert(numbers), {"number": number, "state": state, "again": 0, **values})
        return
    # Numbers are issued before they are used; after a restore it may be the other way round.
    state = known.state if state == MISSING else state
    connection.execute(update(numbers).where(numbers.c.number == number).values(state=state, **values))
