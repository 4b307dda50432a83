"""Compares a table of a live view with the same table built anew from the log, row by row, and names what differs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, String, Table, collate, select

_Place = tuple[tuple[bool, Any], ...]
_ROWS_AT_ONCE = 500


class ViewDiffers(Exception):
    """A view rebuilt from the log is not what the live view holds; names the view, the table and the first row."""


def first_difference(table: Table, live: Connection, fresh: Connection, byte_order: str) -> str | None:
    """The first row in which they are not the same, and how; None where they are. Ordered by `byte_order`."""
    columns = list(table.primary_key.columns) or list(table.columns)
    order = [_in_order(column, byte_order) for column in columns]
    statement = select(table).order_by(*order).execution_options(yield_per=_ROWS_AT_ONCE)
    with live.execute(statement) as ours, fresh.execute(statement) as theirs:
        while True:
            mine, rebuilt = ours.fetchone(), theirs.fetchone()
            if mine is None and rebuilt is None:
                return None
            if mine != rebuilt:
                return _difference(_place(mine, columns), _place(rebuilt, columns))


def _in_order(column: Column[Any], byte_order: str) -> ColumnElement[Any]:
    """By this column as Python would order it: text by code points, nothing before everything."""
    text = isinstance(column.type, String)
    return (collate(column, byte_order) if text else column).asc().nulls_first()


def _difference(ours: _Place | None, theirs: _Place | None) -> str:
    if theirs is None or (ours is not None and ours < theirs):
        return f"{_said(ours)} is not in the history"
    if ours is None or theirs < ours:
        return f"{_said(theirs)} is missing"
    return f"{_said(ours)} is not what the history gives"


def _place(row: Row[Any] | None, order: Sequence[Column[Any]]) -> _Place | None:
    """Where a row stands in the table's order, where nothing comes before everything."""
    if row is None:
        return None
    return tuple((value is not None, value) for value in (row._mapping[column] for column in order))


def _said(place: _Place | None) -> tuple[object, ...]:
    return tuple(value for _, value in place or ())
