"""How SQLite's files are opened, and what its errors become: words that say what to do, and nothing that was sent."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select

from shared.event_store import sqlite, tables
from shared.event_store.databases import open_database
from shared.event_store.engine import open_store
from shared.event_store.views import ViewStore
from shared.kernel.refusals import InvalidInput, StoreNotUsable, Unavailable
from tests.support.backends import no_seal, nothing_first
from tests.support.builders.keys import a_keyring
from tests.support.notebook import DECIDER, FACTS, MORNING, notes, written


def test_a_commit_of_the_log_reaches_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "notes.sqlite")
    asked = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert asked == ["wal", 2]  # 2 is FULL
    connection.close()


def test_an_error_of_the_driver_is_explained_also_where_the_library_wrapped_it(tmp_path: Path) -> None:
    sqlite.connect(tmp_path / "notes.sqlite").close()
    read_only = sqlite3.connect(f"{(tmp_path / 'notes.sqlite').as_uri()}?mode=ro", uri=True)
    engine = create_engine("sqlite://", creator=lambda: read_only)
    with pytest.raises(Unavailable, match="may only be read"), sqlite.explaining():
        read_only.execute("CREATE TABLE t (c)")
    with pytest.raises(Unavailable, match="may only be read"), sqlite.explaining(), engine.begin() as connection:
        tables.beside_views.create_all(connection)
    engine.dispose()


def test_an_error_nobody_can_do_anything_about_stays_what_it_is(tmp_path: Path) -> None:
    engine = sqlite.engine(tmp_path / "notes.sqlite")
    with pytest.raises(Exception, match="no such table") as raised, sqlite.explaining(), engine.begin() as connection:
        connection.execute(insert(tables.checkpoints).values(name="Jo Okafor", version=1, position=1))
    assert not isinstance(raised.value, Unavailable)
    assert "Okafor" not in str(raised.value)
    engine.dispose()


def test_a_number_that_no_column_can_hold_is_the_askers_to_mend(tmp_path: Path) -> None:
    engine = sqlite.engine(tmp_path / "notes.sqlite")
    asked = select(tables.checkpoints).where(tables.checkpoints.c.position == 10**30)
    with engine.begin() as connection:
        tables.beside_views.create_all(connection)
    with pytest.raises(InvalidInput, match="cannot_be_kept"), sqlite.explaining(), engine.begin() as connection:
        connection.execute(asked)
    with pytest.raises(OverflowError, match="elsewhere"), sqlite.explaining():
        raise OverflowError("elsewhere")
    engine.dispose()


def damage(path: Path) -> None:
    """Overwrite all but the first page, as a disk that fails in the middle of a file does."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def test_a_log_damaged_while_it_lay_still_is_said_and_not_written_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/notes.sqlite"
    store = open_store(url, FACTS, {}, no_seal, lambda: MORNING, nothing_first)
    written(store, "n-1", *notes(200))
    store.close()
    damage(tmp_path / "notes.sqlite")
    before = (tmp_path / "notes.sqlite").read_bytes()
    with pytest.raises((StoreNotUsable, Unavailable), match=r"damaged|cannot be opened"):
        open_store(url, FACTS, {}, no_seal, lambda: MORNING, nothing_first).fold("n-1", DECIDER)
    assert (tmp_path / "notes.sqlite").read_bytes() == before


def test_a_store_that_another_program_keeps_busy_is_not_called_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", 50)
    database = open_database(f"sqlite:///{tmp_path}/notes.sqlite", "DATABASE_URL", "views")
    with database.making(tables.beside_views):
        pass
    other = sqlite3.connect(tmp_path / "notes.views.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as refused, database.making(tables.beside_views):
        pass
    assert refused.value.says == (
        f"The store at {tmp_path}/notes.views.sqlite is busy with another program's work and cannot be opened just "
        "now. Try again."
    )
    other.execute("ROLLBACK")
    with database.making(tables.beside_views):
        pass
    database.close()
    other.close()


@pytest.mark.parametrize("what", ["the keyring", "the views"])
def test_another_programs_database_is_left_as_it_was(tmp_path: Path, what: str) -> None:
    file = tmp_path / "keyring.sqlite"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE invoices (amount INTEGER)")
    other.close()
    store = open_store(f"sqlite:///{tmp_path}/notes.sqlite", FACTS, {}, no_seal, lambda: MORNING, nothing_first)
    views = partial(ViewStore, open_database(f"sqlite:///{file}", "DATABASE_URL"), store, ())
    with pytest.raises(StoreNotUsable, match=r"some other program's database. Point (KEYRING|DATABASE)_URL elsewhere"):
        a_keyring(tmp_path) if what == "the keyring" else views()
    other = sqlite3.connect(file)
    assert [name for (name,) in other.execute("SELECT name FROM sqlite_master")] == ["invoices"]
    other.close()
    store.close()


def test_the_keyring_is_for_its_owner_alone(tmp_path: Path) -> None:
    keyring = a_keyring(tmp_path)
    keyring.recognise(["jo"])
    keyring.flush()
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("keyring.sqlite*")}
    assert set(modes.values()) == {0}
    assert len(modes) > 1
