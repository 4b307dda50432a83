"""Logs of any length, loaded in bulk: the rows the program would write, sealed and encoded by it, and their receipts.

Every stream has twenty facts, spread from one end of the log to the other.
"""

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from bench.calls import AT, CONTEXT, Waymark, call
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id

LENGTH = 20
# A borough's logs hold 17 receipts of messages for 24 facts, as a year that was played shows.
_RECEIPTS_A_FACT = 0.72
_YEARS = timedelta(days=365 * 10)
_POOL = 1_000
_MANY = 50_000

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class LongLog:
    """A log of so many facts, opened; `streams` are its streams, `receipts` some keys that stand in it."""

    facts: int
    waymark: Waymark
    streams: Sequence[str]
    receipts: Sequence[str]

    def moment(self, position: int) -> str:
        """When the fact at a position was recorded."""
        return _moment(position, self.facts)


def loaded(waymark: Waymark, address: str, facts: int) -> LongLog:
    """Fill an empty log with so many facts."""
    streams = [f"referral-{new_id()}" for _ in range(max(facts // LENGTH, 1))]
    keys = [new_id() for _ in range(int(facts * _RECEIPTS_A_FACT))]
    load = _into_postgres if address.startswith("postgresql") else _into_sqlite
    load(address, _rows(waymark, streams), _receipts(keys, facts))
    return LongLog(len(streams) * LENGTH, waymark, streams, keys[:: max(len(keys) // 1_000, 1)])


def _rows(waymark: Waymark, streams: Sequence[str]) -> Iterator[Row]:
    """Each call says whose it is; what was said in it is one of a thousand sealed accounts."""
    pool = itertools.cycle(_encoded(waymark))
    facts, position = len(streams) * LENGTH, 0
    for version in range(1, LENGTH + 1):
        for stream in streams:
            position += 1
            if position % 100 == 1:
                moment = _moment(position, facts)
            name, schema, metadata, before, after = next(pool)
            data = before + stream.encode() + after
            yield (position, stream, version, new_id(), name, schema, moment, moment, metadata, data)


def _encoded(waymark: Waymark) -> Iterator[tuple[str, int, bytes, bytes, bytes]]:
    mark = "referral-of-whoever-rings"
    for number in range(_POOL):
        fact = call(mark, waymark.caller, number % LENGTH + 1)
        (row,) = waymark.store.job(mark, 0, [fact], CONTEXT, AT).rows
        _, _, _, name, schema, _, metadata, data = row
        before, _, after = data.partition(mark.encode())
        yield name, schema, metadata, before, after


def _receipts(keys: Sequence[str], facts: int) -> Iterator[Row]:
    for number, key in enumerate(keys, start=1):
        position = max(int(number / _RECEIPTS_A_FACT), 1)
        yield (
            "inbox/note_contacts_when_referral_submitted",
            key,
            "",
            b"",
            position,
            position,
            _moment(position, facts),
        )


def _moment(position: int, facts: int) -> str:
    return rfc3339(AT - _YEARS * (1 - position / facts))


def _into_sqlite(address: str, rows: Iterator[Row], receipts: Iterator[Row]) -> None:
    path = Path(address.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000000")
        for table, source, width in (("events", rows, 10), ("receipts", receipts, 7)):
            marks = ", ".join("?" * width)
            while part := list(itertools.islice(source, _MANY)):
                connection.execute("BEGIN")
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", part)
                connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _into_postgres(address: str, rows: Iterator[Row], receipts: Iterator[Row]) -> None:
    with psycopg.connect(address.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        for table, source in (("events", rows), ("receipts", receipts)):
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
                for row in source:
                    copy.write_row(row)
        # What the server does by itself in time: statistics to plan by, and pages on the disk.
        connection.execute("ANALYZE")
        connection.execute("CHECKPOINT")
