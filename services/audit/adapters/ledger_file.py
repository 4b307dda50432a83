"""The ledger in a SQLite file of its own: entries, the tree's stored hashes, and the heads that were signed."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services.audit.application.ports import LedgerUnreadable, SignedHead
from services.audit.domain.ledger import Entry
from services.audit.domain.merkle import Subtree
from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.kernel.refusals import Unavailable
from shared.kernel.write_ahead import keep_a_write_ahead_log

_TABLES = """
CREATE TABLE IF NOT EXISTS ledger (
    ledger_position INTEGER PRIMARY KEY, source TEXT NOT NULL, source_position INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL, row BLOB NOT NULL, UNIQUE (source, source_position)
);
CREATE TABLE IF NOT EXISTS subtrees (
    level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS heads (size INTEGER PRIMARY KEY, signed_at TEXT NOT NULL, note TEXT NOT NULL);
"""
_COLUMNS = "ledger_position, source, source_position, leaf_hash, row"
_ENTRIES = f"SELECT {_COLUMNS} FROM ledger"
_APPEND = "INSERT INTO ledger VALUES (?, ?, ?, ?, ?)"
_COMPLETE = "INSERT OR REPLACE INTO subtrees VALUES (?, ?, ?)"
_LEAVES = "SELECT leaf_hash FROM ledger WHERE ledger_position > ? AND ledger_position <= ? ORDER BY ledger_position"
_HASHES = "SELECT hash FROM subtrees WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
_AT_ONCE = 500


class LedgerFile:
    """One file, written by whoever holds the ledger's lease, read by any number of threads.

    Every call raises LedgerUnreadable where the file is damaged or is no ledger.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._writing = threading.Lock()
        try:
            self._writer = self._connect()
            self._writer.executescript(_TABLES)
        except sqlite3.Error as error:
            raise LedgerUnreadable from error

    def size(self) -> int:
        """The last ledger position."""
        return self._number("SELECT max(ledger_position) FROM ledger")

    def reached(self, source: str) -> int:
        """The last position of a log that the ledger holds."""
        return self._number("SELECT max(source_position) FROM ledger WHERE source = ?", source)

    def sources(self) -> list[str]:
        """Every log that any entry is of."""
        return [str(source) for (source,) in self._all("SELECT DISTINCT source FROM ledger ORDER BY source")]

    def append(self, entries: Sequence[Entry], completed: Sequence[Subtree]) -> None:
        """Entries and the subtrees they complete, in one transaction. Raises Unavailable where the disk refuses."""
        rows = [(e.ledger_position, e.source, e.source_position, e.leaf_hash, e.row) for e in entries]
        with self._transaction() as write:
            write.executemany(_APPEND, rows)
            write.executemany(_COMPLETE, [(tree.level, tree.index, tree.hash) for tree in completed])

    def entries_of(self, source: str, until: int) -> Iterator[Entry]:
        """A log's entries by position, up to one, all from the moment of the first."""
        statement = f"{_ENTRIES} WHERE source = ? AND source_position <= ? ORDER BY source_position"
        return map(_entry, self._each(statement, source, until))

    def page(self, after: int, limit: int) -> list[Entry]:
        """Entries in the order of the ledger."""
        statement = f"{_ENTRIES} WHERE ledger_position > ? ORDER BY ledger_position LIMIT ?"
        return [_entry(row) for row in self._all(statement, after, limit)]

    def at(self, positions: Iterable[int]) -> list[Entry]:
        """The entries at these ledger positions, in that order; those that are gone are left out."""
        wanted = list(positions)
        found: dict[int, Entry] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            for row in self._all(f"{_ENTRIES} WHERE ledger_position IN ({marks})", *part):
                found[row[0]] = _entry(row)
        return [found[position] for position in wanted if position in found]

    def leaves(self, until: int) -> Iterator[tuple[int, bytes]]:
        """Ledger position and leaf hash, in order."""
        statement = "SELECT ledger_position, leaf_hash FROM ledger WHERE ledger_position <= ? ORDER BY ledger_position"
        return self._each(statement, until)

    def hashes(self, level: int, start: int, count: int) -> list[bytes]:
        """`count` hashes of the tree side by side: those of the leaves, or those kept of every eighth level."""
        bounds = (start, start + count)
        found = self._all(_LEAVES, *bounds) if level == 0 else self._all(_HASHES, level, *bounds)
        return [piece for (piece,) in found]

    def subtrees(self) -> Iterator[Subtree]:
        """Every hash kept of the tree."""
        return (Subtree(*row) for row in self._each("SELECT level, place, hash FROM subtrees ORDER BY level, place"))

    def keep_head(self, head: SignedHead) -> None:
        """Remember that a head was signed."""
        with self._transaction() as write:
            write.execute(
                "INSERT OR IGNORE INTO heads VALUES (?, ?, ?)", (head.size, rfc3339(head.signed_at), head.note)
            )

    def heads(self) -> list[SignedHead]:
        """The heads signed so far, the oldest first."""
        return [
            SignedHead(f"kept over {size} entries in the ledger", size, _moment(signed_at), note)
            for size, signed_at, note in self._all("SELECT size, signed_at, note FROM heads ORDER BY size")
        ]

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        keep_a_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._writing:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise Unavailable("The ledger cannot be written. Check the disk and who owns the file.") from error
            finally:
                if self._writer.in_transaction:
                    with suppress(sqlite3.Error):
                        self._writer.execute("ROLLBACK")

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _number(self, statement: str, *parameters: object) -> int:
        return int(self._all(statement, *parameters)[0][0] or 0)

    def _all(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        return list(self._each(statement, *parameters))

    def _each(self, statement: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        """Rows of a question, read as they are asked for, all from one snapshot."""
        try:
            connection = self._reader()
            try:
                yield from connection.execute(statement, parameters)
            finally:
                self._idle.append(connection)
        except sqlite3.Error as error:
            raise LedgerUnreadable from error


def _entry(row: tuple[Any, ...]) -> Entry:
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
