"""Rows written to a file come back as they were, whichever database they go to, and a changed file is told."""

from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Column, Integer, LargeBinary, MetaData, Table, Text, insert, select

from shared.event_store.copies import ROWS_AT_ONCE, CopyDamaged, check_copy, read_copy, write_copy
from shared.event_store.databases import Database, open_database
from tests.support.databases import Place

_tables = MetaData()
things = Table(
    "things",
    _tables,
    Column("number", Integer, primary_key=True),
    Column("said", Text),
    Column("raw", LargeBinary),
    Column("true", Boolean),
)
about = Table("about", _tables, Column("name", Text, primary_key=True), Column("value", Text))

ROWS = [(n, f"née Łącka {n}" if n % 2 else None, bytes([n % 256, 0]), True) for n in range(1200)]


def fill(database: Database) -> None:
    with database.making(_tables) as connection:
        connection.execute(insert(things), [dict(zip(things.columns.keys(), row, strict=True)) for row in ROWS])
        connection.execute(insert(about).values(name="name", value="one"))


def carry(source: Database, target: Database, folder: Path, file: str) -> None:
    """From one database to another that holds something of its own making."""
    with source.snapshot() as connection:
        copy = write_copy(connection, [things, about], folder / file)
    assert copy.rows == {"things": 1200, "about": 1}
    check_copy(folder, copy)
    with target.making(_tables) as connection:
        connection.execute(insert(about).values(name="made", value="anew"))
    with target.changing() as connection:
        read_copy(connection, _tables, folder, copy, anew=[about])


def test_rows_come_back_as_they_were_in_whatever_database(place: Place, tmp_path: Path) -> None:
    addresses = place.address("one"), f"sqlite:///{tmp_path}/apart.sqlite", place.address("other")
    with ExitStack() as opened:
        databases = [opened.enter_context(closing(open_database(each, "DATABASE_URL"))) for each in addresses]
        fill(databases[0])
        carry(databases[0], databases[1], tmp_path, "out.rows")
        carry(databases[1], databases[2], tmp_path, "in.rows")
        with databases[2].reading() as connection:
            assert [tuple(row) for row in connection.execute(select(things).order_by(things.c.number))] == ROWS
            assert [tuple(row) for row in connection.execute(select(about))] == [("name", "one")]


def test_a_copy_holds_what_stood_there_at_its_first_question(place: Place, tmp_path: Path) -> None:
    with closing(open_database(place.address("one"), "DATABASE_URL")) as database:
        with database.making(_tables):
            pass
        with database.snapshot() as connection:
            connection.execute(select(things)).all()
            with database.changing() as other:
                other.execute(insert(about).values(name="later", value="unseen"))
            assert write_copy(connection, [about], tmp_path / "copy.rows").rows == {"about": 0}


def test_a_file_that_was_changed_cut_off_or_taken_away_is_told(tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/one.sqlite", "DATABASE_URL")) as database:
        with database.making(_tables) as connection:
            connection.execute(insert(about).values(name="name", value="one"))
        with database.snapshot() as connection:
            copy = write_copy(connection, [about], tmp_path / "copy.rows")
    file = tmp_path / "copy.rows"
    whole = file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    for content in (whole[:-1], whole.replace(b"one", b"two"), b""):
        file.write_bytes(content)
        with pytest.raises(CopyDamaged, match="is not what was written"):
            check_copy(tmp_path, copy)
    file.unlink()
    with pytest.raises(CopyDamaged, match="cannot be read"):
        check_copy(tmp_path, copy)


def test_a_table_of_large_rows_is_written_a_few_at_a_time(tmp_path: Path) -> None:
    large = Table("large", MetaData(), Column("number", Integer, primary_key=True), info={ROWS_AT_ONCE: 2})
    with closing(open_database(f"sqlite:///{tmp_path}/large.sqlite", "DATABASE_URL")) as database:
        with database.making(large.metadata) as connection:
            connection.execute(insert(large), [{"number": number} for number in range(5)])
        with database.snapshot() as connection:
            copy = write_copy(connection, [large], tmp_path / "large.rows")
    assert copy.rows == {"large": 5}
    assert (tmp_path / "large.rows").read_bytes().count(b"number") == 3
