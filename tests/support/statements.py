"""Every statement that reaches SQLite in this process, whoever sends it, and how SQLite would go about it."""

import re
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_VALUE = re.compile(r"x'[0-9A-Fa-f]*'|'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_ROWS = re.compile(r"\(\?(?:,\s*\?)*\)(?:,\s*\(\?(?:,\s*\?)*\))*")
_SCAN = re.compile(r"^SCAN (\w+)")
_SORTED_APART = "USE TEMP B-TREE FOR ORDER BY"
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
            with closing(sqlite3.connect(file)) as connection:
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "LIMIT ?" in wording and _SORTED_APART not in plan:
                continue
            for step in plan:
                found = _SCAN.match(step)
                if found and (table := _table(found[1], wording, tables)) is not None:
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


_noting: list[Statements] = []
_opening = threading.local()


@contextmanager
def noted() -> Iterator[Statements]:
    """What is sent by connections that are opened from now on."""
    if not _hooked:
        sys.addaudithook(_hook)  # which cannot be taken back, so there is one for the whole run
        _hooked.append(True)
    statements = Statements()
    _noting.append(statements)
    try:
        yield statements
    finally:
        _noting.remove(statements)


_hooked: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _noting:
        return
    if event == "sqlite3.connect":
        _opening.file = str(arguments[0])
    elif event == "sqlite3.connect/handle":
        file = Path(_opening.file.removeprefix("file:").partition("?")[0])
        listening = tuple(_noting)
        arguments[0].set_trace_callback(lambda statement: [each.note(file, statement) for each in listening])
