"""Tables written to a file as rows and read back, whatever kind of database they stood in or shall stand in."""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, MetaData, Table, delete, insert, select

_PAGE = 500
# A table of large rows says in its `info` under this name how many are taken at once.
ROWS_AT_ONCE = "rows_at_once"
_LENGTH = struct.Struct("!I")
_LONGEST_PAGE = 256 * 1024 * 1024


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A file of rows: what it holds, and by what it is known that it is whole."""

    file: str
    sha256: str
    rows: Mapping[str, int]


class CopyDamaged(LookupError):
    """A file of a copy is not what was written; nothing was read into any database."""


class _Page(msgspec.Struct, frozen=True, array_like=True):
    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def write_copy(connection: Connection, tables: Sequence[Table], file: Path) -> Copy:
    """Every row of these tables as the connection sees them; the file is for its owner alone."""
    digest, rows = hashlib.sha256(), dict[str, int]()
    file.touch(mode=0o600, exist_ok=False)
    with file.open("wb") as out:
        for table in tables:
            rows[table.name] = 0
            for page in _pages(connection, table):
                packed = msgspec.msgpack.encode(page)
                for part in (_LENGTH.pack(len(packed)), packed):
                    out.write(part)
                    digest.update(part)
                rows[table.name] += len(page.rows)
    return Copy(file=file.name, sha256=digest.hexdigest(), rows=rows)


def check_copy(folder: Path, copy: Copy) -> None:
    """Raise CopyDamaged unless the file is, byte for byte, what was written."""
    digest = hashlib.sha256()
    try:
        with (folder / copy.file).open("rb") as taken:
            while part := taken.read(1 << 20):
                digest.update(part)
    except OSError as error:
        raise CopyDamaged(f"{folder / copy.file} cannot be read: {error.strerror}. Nothing was restored.") from None
    if digest.hexdigest() != copy.sha256:
        raise CopyDamaged(f"{folder / copy.file} is not what was written. Take another backup. Nothing was restored.")


def read_copy(connection: Connection, metadata: MetaData, folder: Path, copy: Copy, anew: Sequence[Table] = ()) -> None:
    """Put the rows of a checked file into empty tables; those of `anew` take the place of what is there."""
    for table in anew:
        connection.execute(delete(table))
    for page in _read(folder / copy.file):
        rows = [dict(zip(page.columns, row, strict=True)) for row in page.rows]
        connection.execute(insert(metadata.tables[page.table]), rows)


def _pages(connection: Connection, table: Table) -> Iterator[_Page]:
    columns = [str(column.name) for column in table.columns]
    wanted = select(table).order_by(*table.primary_key.columns)
    at_once = table.info.get(ROWS_AT_ONCE, _PAGE)
    for page in connection.execute(wanted, execution_options={"yield_per": at_once}).partitions():
        yield _Page(str(table.name), columns, [tuple(row) for row in page])


def _read(file: Path) -> Iterator[_Page]:
    with file.open("rb") as taken:
        while header := taken.read(_LENGTH.size):
            [length] = _LENGTH.unpack(header)
            if length > _LONGEST_PAGE:
                raise CopyDamaged(f"{file} holds no rows of ours.")
            yield msgspec.msgpack.decode(taken.read(length), type=_Page)
