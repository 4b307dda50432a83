"""The ledger's tables: entries, the tree's stored hashes, and the heads that were signed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from msgspec import structs
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from services.audit.application.ports import LedgerUnreadable, SignedHead
from services.audit.domain.ledger import Entry
from services.audit.domain.merkle import Subtree
from shared.event_store.databases import Database
from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.kernel.refusals import Damaged

ledger_tables = MetaData()
_Position = BigInteger().with_variant(Integer, "sqlite")

Table(
    "ledger",
    ledger_tables,
    Column("ledger_position", _Position, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("source_position", _Position, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("row", LargeBinary, nullable=False),
    UniqueConstraint("source", "source_position"),
)
Table(
    "subtrees",
    ledger_tables,
    Column("level", Integer, primary_key=True),
    Column("place", _Position, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
Table(
    "heads",
    ledger_tables,
    Column("size", _Position, primary_key=True, autoincrement=False),
    Column("signed_at", Text, nullable=False),
    Column("note", Text, nullable=False),
)

# Written out, so that values come as they are stored: somebody may have put text in the place of bytes.
_ENTRIES = 'SELECT ledger_position, source, source_position, leaf_hash, "row" FROM ledger'
_APPEND = text("INSERT INTO ledger VALUES (:ledger_position, :source, :source_position, :leaf_hash, :row)")
_COMPLETE = text(
    "INSERT INTO subtrees VALUES (:level, :index, :hash) ON CONFLICT (level, place) DO UPDATE SET hash = excluded.hash"
)
_KEEP_HEAD = text("INSERT INTO heads VALUES (:size, :signed_at, :note) ON CONFLICT (size) DO NOTHING")
_LEAVES = (
    "SELECT leaf_hash FROM ledger WHERE ledger_position > :start AND ledger_position <= :end ORDER BY ledger_position"
)
_HASHES = "SELECT hash FROM subtrees WHERE level = :level AND place >= :start AND place < :end ORDER BY place"
_AT_ONCE = 500
_PAGE = 2000


class LedgerTables:
    """Written by whoever holds the ledger's lease, read by any number of threads.

    Every call raises LedgerUnreadable where the tables are damaged or are no ledger, Unavailable where they cannot be
    had just now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        with _ledger_readable(), database.making(ledger_tables):
            pass

    def size(self) -> int:
        """The last ledger position."""
        return self._number("SELECT max(ledger_position) FROM ledger")

    def reached(self, source: str) -> int:
        """The last position of a log that the ledger holds."""
        return self._number("SELECT max(source_position) FROM ledger WHERE source = :source", source=source)

    def sources(self) -> list[str]:
        """Every log that any entry is of."""
        return [str(source) for (source,) in self._all("SELECT DISTINCT source FROM ledger ORDER BY source")]

    def append(self, entries: Sequence[Entry], completed: Sequence[Subtree]) -> None:
        """Entries and the subtrees they complete, in one transaction."""
        with _ledger_readable(), self._database.changing() as connection:
            connection.execute(_APPEND, [structs.asdict(entry) for entry in entries])
            if completed:
                connection.execute(_COMPLETE, [structs.asdict(tree) for tree in completed])

    def entries_of(self, source: str, until: int) -> Iterator[Entry]:
        """A log's entries by position, up to one, all from the moment of the first."""
        statement = f"{_ENTRIES} WHERE source = :source AND source_position <= :until ORDER BY source_position"
        return map(_entry, self._each(statement, source=source, until=until))

    def page(self, after: int, limit: int) -> list[Entry]:
        """Entries in the order of the ledger."""
        statement = f"{_ENTRIES} WHERE ledger_position > :after ORDER BY ledger_position LIMIT :limit"
        return [_entry(row) for row in self._all(statement, after=after, limit=limit)]

    def at(self, positions: Iterable[int]) -> list[Entry]:
        """The entries at these ledger positions, in that order; those that are gone are left out."""
        wanted = list(positions)
        statement = text(f"{_ENTRIES} WHERE ledger_position IN :wanted").bindparams(bindparam("wanted", expanding=True))
        found: dict[int, Entry] = {}
        with _ledger_readable(), self._database.reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                for row in connection.execute(statement, {"wanted": wanted[start : start + _AT_ONCE]}):
                    found[row[0]] = _entry(row)
        return [found[position] for position in wanted if position in found]

    def leaves(self, until: int) -> Iterator[tuple[int, bytes]]:
        """Ledger position and leaf hash, in order."""
        statement = (
            "SELECT ledger_position, leaf_hash FROM ledger WHERE ledger_position <= :until ORDER BY ledger_position"
        )
        return ((position, leaf) for position, leaf in self._each(statement, until=until))

    def hashes(self, level: int, start: int, count: int) -> list[bytes]:
        """`count` hashes of the tree side by side: those of the leaves, or those kept of every eighth level."""
        bounds = {"start": start, "end": start + count}
        found = self._all(_LEAVES, **bounds) if level == 0 else self._all(_HASHES, level=level, **bounds)
        return [piece for (piece,) in found]

    def subtrees(self) -> Iterator[Subtree]:
        """Every hash kept of the tree."""
        return (Subtree(*row) for row in self._each("SELECT level, place, hash FROM subtrees ORDER BY level, place"))

    def keep_head(self, head: SignedHead) -> None:
        """Remember that a head was signed."""
        row = {"size": head.size, "signed_at": rfc3339(head.signed_at), "note": head.note}
        with _ledger_readable(), self._database.changing() as connection:
            connection.execute(_KEEP_HEAD, row)

    def heads(self) -> list[SignedHead]:
        """The heads signed so far, the oldest first."""
        return [
            SignedHead(f"kept over {size} entries in the ledger", size, _moment(signed_at), note)
            for size, signed_at, note in self._all("SELECT size, signed_at, note FROM heads ORDER BY size")
        ]

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _number(self, statement: str, **parameters: object) -> int:
        return int(self._all(statement, **parameters)[0][0] or 0)

    def _all(self, statement: str, **parameters: object) -> Sequence[Any]:
        with _ledger_readable(), self._database.reading() as connection:
            return connection.execute(text(statement), parameters).all()

    def _each(self, statement: str, **parameters: object) -> Iterator[Any]:
        """Rows of a question, read as they are asked for, all from one snapshot."""
        with _ledger_readable(), self._database.reading() as connection:
            yield from connection.execute(text(statement), parameters, execution_options={"yield_per": _PAGE})


@contextmanager
def _ledger_readable() -> Iterator[None]:
    try:
        yield
    except (Damaged, SQLAlchemyError) as error:
        raise LedgerUnreadable from error


def _entry(row: Any) -> Entry:
    position, source, source_position, leaf_hash, content = row
    return Entry(
        ledger_position=position,
        source=source,
        source_position=source_position,
        leaf_hash=_bytes(leaf_hash),
        row=_bytes(content),
    )


def _bytes(value: object) -> bytes:
    """The bytes; where somebody has put text in their place, that text's, and verification says that they differ."""
    return value if isinstance(value, bytes) else str(value).encode()


def _moment(text: str) -> datetime:
    """When a head was signed, by what is said of it; the head itself does not say."""
    try:
        return parse_rfc3339(text)
    except (ValueError, TypeError):
        return datetime.min.replace(tzinfo=UTC)
