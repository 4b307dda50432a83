"""Every statement that reaches SQLite in this process, whoever sends it, and how SQLite would go about it."""

import re
import sqlite3
import sqlite3.dbapi2
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_VALUE = re.compile(r"x'[0-9A-Fa-f]*'|'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_ROWS = re.compile(r"\(\?(?:,\s*\?)*\)(?:,\s*\(\?(?:,\s*\?)*\))*")
_SCAN = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
# An index over the few rows of a table of which something is true: to read all of it is what it is for.
_PARTIAL = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
_SORTED_APART = "USE TEMP B-TREE FOR ORDER BY"
# Whoever listens does not hear itself.
_connect = sqlite3.connect
_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True, slots=True)
class Scan:
    """A statement that would read all of a table."""

    file: str
    table: str
    statement: str


@dataclass(slots=True)
class Statements:
    """What was sent, once for each file and wording: the values differ, the way does not."""

    sent: dict[tuple[Path, str], str] = field(default_factory=dict)

    def note(self, file: Path, statement: str) -> None:
        if statement.lstrip().upper().startswith(_EXPLAINED):
            self.sent.setdefault((file, worded(statement)), statement)

    def scans(self) -> Iterator[Scan]:
        """Those that read a whole table; one that ends after so many rows, in the order in which they lie, does not."""
        for (file, wording), statement in sorted(self.sent.items()):
            if not file.exists():
                continue  # a place where a view was made anew, gone by now
            with closing(_connect(file)) as connection:
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                tables = {name for (name,) in connection.execute(_TABLES)}
                partial = {name for (name,) in connection.execute(_PARTIAL)}
            if "LIMIT ?" in wording and _SORTED_APART not in plan:
                continue
            for step in plan:
                found = _SCAN.match(step)
                if found and found[2] not in partial and (table := _table(found[1], wording, tables)) is not None:
                    yield Scan(file.name, table, wording)


def worded(statement: str) -> str:
    """A statement without its values, on one line."""
    return " ".join(_ROWS.sub("(?)", _VALUE.sub("?", statement)).split())


def _table(name: str, wording: str, tables: set[str]) -> str | None:
    """The table a step of a plan speaks of, by itself or by another name; None for rows that stand in no table."""
    if name in tables:
        return name
    other = re.search(rf"(\w+) AS {name}\b", wording)
    return other[1] if other and other[1] in tables else None


@contextmanager
def noted() -> Iterator[Statements]:
    """What is sent by connections that are opened meanwhile, by the driver's own hand or through SQLAlchemy."""
    statements = Statements()

    def opened(database: Any, *arguments: Any, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _connect(database, *arguments, **how)
        file = Path(str(database).removeprefix("file:").partition("?")[0])
        connection.set_trace_callback(lambda statement: statements.note(file, statement))
        return connection

    for module in (sqlite3, sqlite3.dbapi2):
        module.connect = opened  # type: ignore[assignment]
    try:
        yield statements
    finally:
        for module in (sqlite3, sqlite3.dbapi2):
            module.connect = _connect
