"""Statements for many rows at once: between two statements another thread may hold the interpreter, a row each time."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

# A statement is prepared once for each number of rows and kept by the connection; more rows take several statements.
AT_ONCE = 64
STATEMENTS_KEPT = 512


@lru_cache(maxsize=STATEMENTS_KEPT)
def for_rows(statement: str, rows: int, columns: int) -> str:
    """A statement that has {rows} where its rows go, with placeholders for so many: "(?, ?), (?, ?)"."""
    return statement.replace("{rows}", ", ".join([f"({', '.join('?' * columns)})"] * rows))


def run_all(connection: sqlite3.Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """The statement for all these rows, in their order."""
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        connection.execute(for_rows(statement, len(part), len(part[0])), [value for row in part for value in row])
