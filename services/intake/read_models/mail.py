"""What came by e-mail and what became of it, sealed; which messages belong to which referral, by blind indexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)

from services.intake.domain.events import (
    MessageDismissed,
    MessageReleased,
    MessageTaken,
    PersonForgotten,
    as_text,
    from_text,
)
from shared.event_store.cursors import cursor_behind, place_in
from shared.event_store.views import View
from shared.kernel.clock import rfc3339
from shared.kernel.messages import Recorded
from shared.kernel.personal import Contact, Indexer, Opener, still_known

MOST_ROWS = 50
WAITING, REFERRAL, REPLY, IGNORED, RELEASED, DISMISSED = (
    "waiting", "referral", "reply", "ignored", "released", "dismissed",
)  # fmt: skip
_STANDS = {"quarantined": WAITING}

_metadata = MetaData()

messages = Table(
    "mail_messages",
    _metadata,
    Column("message_id", Text, primary_key=True),
    Column("position", Integer, nullable=False, unique=True),
    Column("received_at", Text, nullable=False),
    Column("stands", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reference", Text),
    Column("quoted", Text),
    Column("danger", Integer, nullable=False),
    Column("attached", Integer, nullable=False),
    Column("taken", Text, nullable=False),
    Column("why", Text),
    Index("mail_messages_clock", "received_at", "position"),
    Index("mail_messages_stands", "stands", "received_at", "position"),
    Index("mail_messages_reference", "reference"),
)

threads = Table(
    "mail_threads",
    _metadata,
    Column("word", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Index("mail_threads_person", "person_id"),
)

senders = Table(
    "mail_senders",
    _metadata,
    Column("word", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Index("mail_senders_person", "person_id"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, the newest first, and the cursor of the next page; None at the end."""

    rows: list[Row[Any]]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Came:
    """One message: what was kept of it, sealed, how it stands now, and why it was dismissed if it was."""

    taken: MessageTaken
    stands: str
    reference: str | None
    why: str | None


def view(opener: Opener, indexer: Indexer) -> View:
    """The view, which opens details for as long as it takes to make their blind index."""

    def on_message_taken(connection: Connection, recorded: Recorded) -> None:
        fact = recorded.fact
        assert isinstance(fact, MessageTaken)
        connection.execute(
            insert(messages),
            {
                "message_id": fact.message_id,
                "position": recorded.position,
                "received_at": rfc3339(fact.received_at),
                "stands": _STANDS.get(fact.result, fact.result),
                "reason": fact.reason,
                "reference": fact.reference,
                "quoted": fact.quoted,
                "danger": len(fact.dangers),
                "attached": len(fact.attached),
                "taken": as_text(fact),
            },
        )
        _index(connection, fact, opener, indexer)

    return View(
        "mail",
        1,
        (messages, threads, senders),
        {
            MessageTaken: on_message_taken,
            MessageReleased: on_message_released,
            MessageDismissed: on_message_dismissed,
            PersonForgotten: on_person_forgotten,
        },
        forgets=(PersonForgotten,),
    )


def _index(connection: Connection, fact: MessageTaken, opener: Opener, indexer: Indexer) -> None:
    of = {"message_id": fact.message_id, "person_id": fact.kept_under}
    if own := still_known(opener, fact.thread[0] if fact.thread else None, Contact):
        connection.execute(insert(threads), {"word": _blind(indexer, "thread", own), **of})
    if sender := still_known(opener, fact.sender, Contact):
        came = rfc3339(fact.received_at)
        connection.execute(insert(senders), {"word": _blind(indexer, "sender", sender), "received_at": came, **of})


def on_message_released(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, MessageReleased)
    changed = update(messages).where(messages.c.message_id == fact.message_id)
    connection.execute(changed.values(stands=RELEASED, reference=fact.reference))


def on_message_dismissed(connection: Connection, recorded: Recorded) -> None:
    fact = recorded.fact
    assert isinstance(fact, MessageDismissed)
    changed = update(messages).where(messages.c.message_id == fact.message_id)
    connection.execute(changed.values(stands=DISMISSED, why=fact.why))


def on_person_forgotten(connection: Connection, recorded: Recorded) -> None:
    assert isinstance(recorded.fact, PersonForgotten)
    for table in (threads, senders):
        connection.execute(delete(table).where(table.c.person_id == recorded.fact.person_id))


def page(connection: Connection, stands: str | None, cursor: str | None = None, limit: int = MOST_ROWS) -> Page:
    """One page by the time of receipt, the newest first; raises InvalidInput for a cursor that is not one of ours."""
    query = select(messages)
    if stands is not None:
        query = query.where(messages.c.stands == stands)
    if cursor is not None:
        query = query.where(tuple_(messages.c.received_at, messages.c.position) < place_in(cursor, str, int))
    query = query.order_by(messages.c.received_at.desc(), messages.c.position.desc())
    rows = list(connection.execute(query.limit(limit + 1)))
    return Page(rows[:limit], _cursor(rows[limit - 1]) if len(rows) > limit else None)


def waiting(connection: Connection) -> tuple[int, int]:
    """How many messages are in quarantine, and how many of them say something that may mean danger."""
    dangerous = func.count(case((messages.c.danger > 0, 1)))
    number, danger = connection.execute(select(func.count(), dangerous).where(messages.c.stands == WAITING)).one()
    return number, danger


def one(connection: Connection, message_id: str) -> Came | None:
    """One message; None if there is none."""
    row = connection.execute(select(messages).where(messages.c.message_id == message_id)).one_or_none()
    return None if row is None else Came(from_text(row.taken, MessageTaken), row.stands, row.reference, row.why)


def of_referral(connection: Connection, reference: str) -> list[Row[Any]]:
    """The messages that became a referral or belong to it, in order of receipt."""
    query = select(messages).where(messages.c.reference == reference)
    return list(connection.execute(query.order_by(messages.c.received_at, messages.c.position)))


def references_of(connection: Connection, indexer: Indexer, header_ids: Sequence[str]) -> list[str]:
    """The referrals that any of these messages became or belongs to."""
    words = [_blind(indexer, "thread", each) for each in header_ids if each]
    known = select(threads.c.message_id).where(threads.c.word.in_(words))
    query = select(messages.c.reference).where(messages.c.message_id.in_(known), messages.c.reference.is_not(None))
    return list(connection.execute(query.order_by(messages.c.position)).scalars())


def wrote_since(connection: Connection, indexer: Indexer, address: str, moment: datetime) -> bool:
    """Whether anything has come from an address since a moment."""
    word = _blind(indexer, "sender", address)
    query = select(senders.c.message_id).where(senders.c.word == word, senders.c.received_at >= rfc3339(moment))
    return connection.execute(query.limit(1)).first() is not None


def _blind(indexer: Indexer, what: str, word: str) -> str:
    return indexer.index(Contact, f"mail {what}|{word}")


def _cursor(row: Row[Any]) -> str:
    return cursor_behind(row.received_at, row.position)
