"""Statements for many rows at once: between two statements another thread may hold the interpreter, a row each time."""

import sqlite3
from collections.abc import Sequence
from functools import cache

# A statement is prepared once for each number of rows and kept by the connection; more rows take several statements.
_AT_ONCE = 64
STATEMENTS_KEPT = 512


@cache
def marks(rows: int, columns: int) -> str:
    """Placeholders for so many rows: "(?, ?), (?, ?)"."""
    return ", ".join([f"({', '.join('?' * columns)})"] * rows)


def run_all(connection: sqlite3.Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """A statement that has {rows} where its rows go, for all of them, in their order."""
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        text = statement.replace("{rows}", marks(len(part), len(part[0])))
        connection.execute(text, [value for row in part for value in row])
