"""Calls of prepared functions with values in PostgreSQL's binary form, and never a wait without an end.

The driver's cursors cost an append a quarter of its time, so the writer speaks to libpq through the driver's own
wrapper: values are packed once, many rows travel as arrays.
"""

import select
import struct
import time
from collections.abc import Iterable, Sequence

import psycopg
from psycopg import errors, pq

INT4, TEXT, BYTEA = 23, 25, 17
_ARRAY = struct.Struct("!iiIii")
_EMPTY = struct.Struct("!iiI")
_LENGTH = struct.Struct("!i")
_NULL = _LENGTH.pack(-1)
_INT = struct.Struct("!i")
_SIZED_INT = struct.Struct("!ii")
_BINARY = pq.Format.BINARY
_DONE = (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK)

Value = bytes | None


class NoAnswer(psycopg.OperationalError):
    """The server kept silent for longer than anybody should wait; the connection is of no more use."""


def integer(value: int) -> bytes:
    """A four-byte integer."""
    return _INT.pack(value)


def integers(values: Iterable[int]) -> bytes:
    """An array of four-byte integers."""
    packed = [_SIZED_INT.pack(4, value) for value in values]
    return _header(INT4, len(packed), nulls=False) + b"".join(packed)


def texts(values: Iterable[str | None]) -> bytes:
    """An array of texts."""
    return _array(TEXT, [None if value is None else value.encode() for value in values])


def blobs(values: Iterable[Value]) -> bytes:
    """An array of bytes."""
    return _array(BYTEA, list(values))


def number(value: bytes | None) -> int:
    """The integer a column of an answer holds, 0 for NULL."""
    return int.from_bytes(value, "big", signed=True) if value else 0


def elements(value: bytes | None) -> list[bytes]:
    """What an array of an answer holds, without NULLs; nothing for NULL."""
    found: list[bytes] = []
    at = _ARRAY.size
    while value is not None and at < len(value):
        (length,) = _LENGTH.unpack_from(value, at)
        at += _LENGTH.size
        found.append(value[at : at + length])
        at += length
    return found


def _array(kind: int, values: Sequence[Value]) -> bytes:
    parts: list[bytes] = [_header(kind, len(values), nulls=None in values)]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts += (_LENGTH.pack(len(value)), value)
    return b"".join(parts)


def _header(kind: int, length: int, *, nulls: bool) -> bytes:
    return _ARRAY.pack(1, nulls, kind, length, 1) if length else _EMPTY.pack(0, 0, kind)


class Calls:
    """Prepared statements of one connection, called by one thread at a time."""

    def __init__(self, connection: psycopg.Connection, statements: Sequence[tuple[bytes, str]], seconds: float) -> None:
        self._pgconn = connection.pgconn
        self._seconds = seconds
        self._poll = select.poll()
        self._poll.register(self._pgconn.socket, select.POLLIN)
        for name, statement in statements:
            self._pgconn.send_prepare(name, statement.encode())
            self._answer()

    def call(self, name: bytes, values: Sequence[Value]) -> pq.abc.PGresult:
        """The answer, in binary. Raises the driver's errors, and NoAnswer where the time is up."""
        self._pgconn.send_query_prepared(name, values, (_BINARY,) * len(values), _BINARY)
        return self._answer()

    def _answer(self) -> pq.abc.PGresult:
        pgconn, until = self._pgconn, None
        if pgconn.flush():
            self._send_the_rest()
        while True:
            if not self._poll.poll(self._seconds * 1000):
                raise NoAnswer("the server does not answer")
            pgconn.consume_input()
            if not pgconn.is_busy():
                break
            until = until or time.monotonic() + self._seconds
            if time.monotonic() > until:
                raise NoAnswer("the server does not answer")
        result = pgconn.get_result()
        while pgconn.get_result() is not None:
            pass
        if result is None or result.status not in _DONE:
            raise errors.error_from_result(result) if result else NoAnswer("the server gave no answer")
        return result

    def _send_the_rest(self) -> None:
        """What did not fit into the socket at once; the server may have something to say meanwhile."""
        both, until = select.poll(), time.monotonic() + self._seconds
        both.register(self._pgconn.socket, select.POLLIN | select.POLLOUT)
        while self._pgconn.flush():
            if not both.poll(self._seconds * 1000) or time.monotonic() > until:
                raise NoAnswer("the server takes nothing more")
            self._pgconn.consume_input()
