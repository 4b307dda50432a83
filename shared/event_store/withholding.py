"""Leaves out of every query the rows of records that whoever asks may not know of: lists, counts and searches alike."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Join, Select, event, or_
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import Alias, TableClause

# What a view calls the record that a row speaks of. A row that names none is everybody's.
RECORD_COLUMNS = ("referral_id", "reference", "case_reference", "other_reference", "into_reference")


def withhold(connection: Connection, records: frozenset[str]) -> None:
    """From here on this connection answers as if these records were not there."""
    event.listen(connection, "before_execute", partial(_narrowed, records), retval=True)


def _narrowed(
    records: frozenset[str],
    _connection: Connection,
    statement: Any,
    several: Any,
    parameters: Any,
    _options: Mapping[str, Any],
) -> tuple[Any, Any, Any]:
    if getattr(statement, "is_select", False):
        statement = visitors.cloned_traverse(statement, {}, {"select": partial(_narrow, records)})
    return statement, several, parameters


def _narrow(records: frozenset[str], query: Select[Any]) -> None:
    """Every select within a statement is visited, those inside others too; a copy of the statement is changed."""
    for table in _tables(query):
        for name in RECORD_COLUMNS:
            if name in table.c:
                query._where_criteria += (_does_not_speak_of(table.c[name], records),)


def _does_not_speak_of(column: ColumnElement[Any], records: frozenset[str]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(sorted(records)))


def _tables(query: Select[Any]) -> Iterator[FromClause]:
    """The tables a select reads itself; what it reads through another select is left to that one."""
    for source in query.get_final_froms():
        yield from _within(source)


def _within(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, TableClause) or (isinstance(source, Alias) and isinstance(source.element, TableClause)):
        yield source
    elif isinstance(source, Join):
        yield from _within(source.left)
        yield from _within(source.right)
