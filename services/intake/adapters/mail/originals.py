"""Keeps e-mails as they came, each sealed under the key of whoever it belongs to, beside the log."""

import base64
import contextlib
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, delete, insert, select, update

from services.intake.adapters.mail.mime import TooBroken, files_in, read_mail
from shared.event_store.databases import Database
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.personal import ERASED, Narrative, Opener, Personal, Unsealed

# A piece of a message, sealed by itself: a whole one may be larger than a database takes in one value.
_PIECE = 512 * 1024
_AT_ONCE = 50

metadata = MetaData()

originals = Table(
    "originals",
    metadata,
    Column("message_id", Text, primary_key=True),
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("person_id", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("kept_until", Text),
    Index("originals_kept_until", "kept_until"),
)


class Seals(Opener, Protocol):
    """Seals and opens under people's keys."""

    def flush(self) -> None: ...

    def seal(self, value: Unsealed) -> Personal[Any]: ...


class SealedOriginals:
    """All originals of an installation."""

    def __init__(self, database: Database, keys: Seals, clock: Clock) -> None:
        with database.making(metadata):
            pass
        self._database, self._keys, self._clock = database, keys, clock

    def keep(self, message_id: str, person_id: str, raw: bytes, until: datetime | None) -> None:
        """Keep these bytes; whoever comes with the same message again changes nothing."""
        rows = self._rows(message_id, person_id, raw, until)
        known = select(originals.c.piece).where(originals.c.message_id == message_id).limit(1)
        with self._database.changing() as connection:
            if connection.execute(known).first() is None:
                connection.execute(insert(originals), rows)

    def read(self, message_id: str) -> bytes | None:
        """The message as it came; None where it is not kept any more or its person was forgotten."""
        wanted = select(originals.c.person_id, originals.c.sealed).where(originals.c.message_id == message_id)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(originals.c.piece)).all()
        texts = [self._keys.open(Personal(row.person_id, row.sealed), Narrative) for row in rows]
        if not texts or None in texts or ERASED in texts:
            return None
        return zlib.decompress(base64.b64decode("".join(text for text in texts if text)))

    def text_of(self, message_id: str) -> str | None:
        """All the words of a message; None where it is not kept any more or nothing in it can be read."""
        raw = self.read(message_id)
        with contextlib.suppress(TooBroken):
            return read_mail(raw).text or None if raw is not None else None
        return None

    def files_of(self, message_id: str) -> Sequence[bytes]:
        """What is attached to a message, in its order; nothing where it is not kept any more."""
        raw = self.read(message_id)
        with contextlib.suppress(TooBroken):
            return [content for _, content in files_in(raw)] if raw is not None else ()
        return ()

    def hand_over(self, message_id: str, person_id: str) -> None:
        """Keep it for ever, under another person's key if it is hers."""
        raw = self.read(message_id)
        if raw is not None:
            with self._database.changing() as connection:
                connection.execute(delete(originals).where(originals.c.message_id == message_id))
                connection.execute(insert(originals), self._rows(message_id, person_id, raw, None))

    def keep_until(self, message_id: str, until: datetime | None) -> None:
        """Keep it so long from now on, or for ever."""
        this = update(originals).where(originals.c.message_id == message_id)
        with self._database.changing() as connection:
            connection.execute(this.values(kept_until=None if until is None else rfc3339(until)))

    def _rows(self, message_id: str, person_id: str, raw: bytes, until: datetime | None) -> list[dict[str, Any]]:
        kept_until = None if until is None else rfc3339(until)
        rows = [
            {"message_id": message_id, "piece": number, "person_id": person_id, "kept_until": kept_until}
            | {"sealed": self._keys.seal(Unsealed(person_id, Narrative, text)).c}
            for number, text in enumerate(_pieces(raw))
        ]
        self._keys.flush()
        return rows

    def discard_expired(self) -> bool:
        """Throw away some of those whose time is over; False when there were none."""
        now = rfc3339(self._clock())
        over = select(originals.c.message_id).where(originals.c.kept_until <= now).distinct().limit(_AT_ONCE)
        with self._database.reading() as connection:
            expired = list(connection.execute(over).scalars())
        if expired:
            with self._database.changing() as connection:
                connection.execute(delete(originals).where(originals.c.message_id.in_(expired)))
        return bool(expired)


def _pieces(raw: bytes) -> Iterator[str]:
    packed = base64.b64encode(zlib.compress(raw, 1)).decode("ascii")
    for start in range(0, len(packed), _PIECE):
        yield packed[start : start + _PIECE]
