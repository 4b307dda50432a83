"""How calls ended, and which of those that were cut off still wait for somebody to do what is safe next."""

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    case,
    func,
    insert,
    select,
    update,
)

from services.intake.domain.events import CallBackTried, CallEnded, as_text, from_text
from shared.event_store.views import View
from shared.kernel.messages import Recorded

# After three tries that reached nobody a person decides otherwise; more calls are no safer.
MOST_TRIES = 3
_SETTLED = ("reached", "not_safe", "police_told")

_metadata = MetaData()

calls = Table(
    "calls",
    _metadata,
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, nullable=False),
    Column("ended_at", Text, nullable=False),
    Column("ended", Text, nullable=False),
    Column("next_step", Text),
    Column("tries", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("fact", Text, nullable=False),
    Index("calls_open", "settled", "ended_at"),
)


def on_call_ended(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, CallEnded)
    connection.execute(
        insert(calls),
        {
            "reference": fact.reference,
            "referral_id": fact.referral_id,
            "ended_at": recorded.occurred,
            "ended": fact.ended,
            "next_step": fact.next_step,
            "tries": 0,
            "settled": int(fact.ended != "dropped"),
            "fact": as_text(fact),
        },
    )


def on_call_back_tried(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, CallBackTried)
    this = update(calls).where(calls.c.reference == fact.reference)
    connection.execute(this.values(tries=calls.c.tries + 1))
    over = calls.c.tries >= MOST_TRIES
    connection.execute(this.values(settled=1) if fact.outcome in _SETTLED else this.where(over).values(settled=1))


VIEW = View("calls", 1, (calls,), {CallEnded: on_call_ended, CallBackTried: on_call_back_tried})


def of_referral(connection: Connection, reference: str) -> tuple[Row[tuple[object, ...]], CallEnded] | None:
    """How the call ended that a referral came by, its details sealed; None where it came otherwise."""
    row = connection.execute(select(calls).where(calls.c.reference == reference)).one_or_none()
    return (row, from_text(row.fact, CallEnded)) if row is not None else None


def cut_off(connection: Connection, limit: int = 100) -> list[Row[tuple[object, ...]]]:
    """Calls that were cut off and not settled, danger first, then the longest waiting, at most a page of them."""
    danger = case((calls.c.next_step == "tell_police", 0), else_=1)
    wanted = select(calls).where(calls.c.settled == 0).order_by(danger, calls.c.ended_at, calls.c.reference)
    return list(connection.execute(wanted.limit(limit)))


def how_many_cut_off(connection: Connection) -> int:
    """How many of them there are."""
    return connection.execute(select(func.count()).select_from(calls).where(calls.c.settled == 0)).scalar_one()
