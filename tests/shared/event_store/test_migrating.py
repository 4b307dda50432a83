"""Fixed tables are brought up to date all or not at all; one sentence says why they cannot be used as they stand."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, inspect, text

from shared.event_store import sqlite
from shared.event_store.engine import migrate_store, open_store
from shared.event_store.migrating import CHECKPOINTS, KEYRING, LOG, Chain, climb, migrate, must_be_up_to_date
from shared.event_store.postgres import connecting
from shared.event_store.store import EventStore
from shared.kernel.refusals import StoreNotUsable
from tests.support.backends import NewAddress, Stores, no_seal, nothing_first
from tests.support.notebook import FACTS, MORNING, written
from tests.support.tree import ROOT

SHELVES = MetaData()
Table("shelves", SHELVES, Column("name", Text, primary_key=True), Column("floor", Integer, nullable=False))
Table("boxes", SHELVES, Column("name", Text, primary_key=True))
STEPS = Chain("shelves", SHELVES, "0002", Path(__file__).parent / "steps")
OLD = MetaData()
Table("shelves", OLD, Column("name", Text, primary_key=True))
OLD_STEPS = Chain("shelves", OLD, "0001", STEPS.folder)


@contextlib.contextmanager
def changing(address: str) -> Iterator[Connection]:
    """A transaction of whoever may change tables."""
    if address.startswith("sqlite:"):
        with sqlite.making_tables(Path(address.removeprefix("sqlite:///"))) as connection:
            yield connection
        return
    engine = connecting.engine(address)
    with connecting.writing(engine).begin() as connection:
        yield connection
    engine.dispose()


def run(address: str, *statements: str) -> list[Any]:
    with changing(address) as connection:
        done = [connection.execute(text(statement)) for statement in statements][-1]
        return list(done) if done.returns_rows else []


def columns(address: str) -> set[str]:
    with changing(address) as connection:
        return {column["name"] for column in inspect(connection).get_columns("shelves")}


@pytest.fixture
def address(new_address: NewAddress) -> str:
    return new_address("shelves")


@pytest.fixture
def old(address: str) -> str:
    """Shelves as the program before this one left them."""
    with changing(address) as connection:
        assert migrate(connection, OLD_STEPS, address) is None
    run(address, "INSERT INTO shelves VALUES ('atlas')")
    return address


def migrated(address: str) -> str | None:
    with changing(address) as connection:
        return migrate(connection, STEPS, "here")


@pytest.mark.parametrize("chain", [LOG, KEYRING, CHECKPOINTS, STEPS], ids=lambda chain: chain.name)
def test_the_steps_lead_to_the_tables_the_program_knows(address: str, chain: Chain) -> None:
    with changing(address) as connection:
        climb(connection, chain, None, "here")
        differences = compare_metadata(MigrationContext.configure(connection), chain.metadata)
    # SQLite makes an index of its own for each UNIQUE, and the table that counts the steps is Alembic's.
    assert [each for each in differences if chain.step.name not in str(each)] == []


@pytest.mark.parametrize("chain", [LOG, KEYRING, CHECKPOINTS], ids=lambda chain: chain.name)
def test_the_last_step_is_the_one_the_program_names(chain: Chain) -> None:
    steps = sorted(path.name[1:5] for path in (ROOT / "shared/event_store/migrations" / chain.name).glob("v*.py"))
    assert steps == [f"{number:04}" for number in range(1, len(steps) + 1)]
    assert steps[-1] == chain.head


def test_older_tables_are_brought_up_to_date_and_keep_what_they_hold(old: str) -> None:
    assert migrated(old) == "0001"
    assert run(old, "SELECT name, floor FROM shelves") == [("atlas", 0)]
    assert run(old, "SELECT version_num FROM shelves_version") == [("0002",)]
    assert migrated(old) == "0002"


def test_tables_made_before_steps_were_counted_are_the_first_step(old: str) -> None:
    run(old, "DROP TABLE shelves_version")
    assert migrated(old) == "0001"
    assert run(old, "SELECT name, floor FROM shelves") == [("atlas", 0)]
    assert run(old, "SELECT version_num FROM shelves_version") == [("0002",)]


def test_a_step_that_fails_in_the_middle_leaves_everything_as_it_was(old: str) -> None:
    run(old, "INSERT INTO shelves VALUES ('in the way')")
    with pytest.raises(ValueError, match="in the way"):
        migrated(old)
    assert columns(old) == {"name"}
    assert run(old, "SELECT version_num FROM shelves_version") == [("0001",)]
    run(old, "DELETE FROM shelves WHERE name = 'in the way'")
    assert migrated(old) == "0001"


def test_a_newer_programs_tables_are_refused_and_not_touched(old: str) -> None:
    migrated(old)
    run(old, "UPDATE shelves_version SET version_num = '0003'")
    with pytest.raises(StoreNotUsable, match=r"newer Waymark \(step 0003; this program knows 0002\)"):
        migrated(old)
    assert run(old, "SELECT version_num FROM shelves_version") == [("0003",)]


@pytest.mark.parametrize(
    "half",
    [
        "UPDATE shelves_version SET version_num = '0002'",
        "INSERT INTO shelves_version VALUES ('0002')",
        "DELETE FROM shelves_version",
        "ALTER TABLE shelves ADD COLUMN floor INTEGER NOT NULL DEFAULT 0",
    ],
    ids=["counted and not done", "counted twice", "not counted", "done and not counted"],
)
def test_a_migration_half_applied_is_said_in_one_sentence_and_nothing_is_touched(old: str, half: str) -> None:
    run(old, half)
    before = run(old, "SELECT version_num FROM shelves_version ORDER BY 1"), columns(old)
    with pytest.raises(StoreNotUsable, match="The tables of the shelves at here were changed only in part"):
        migrated(old)
    assert (run(old, "SELECT version_num FROM shelves_version ORDER BY 1"), columns(old)) == before


def test_another_programs_tables_are_left_alone(address: str) -> None:
    run(address, "CREATE TABLE invoices (amount INTEGER)")
    with pytest.raises(StoreNotUsable, match=r"some other program's database. Point DATABASE_URL elsewhere"):
        migrated(address)
    with changing(address) as connection:
        assert inspect(connection).get_table_names() == ["invoices"]


def test_whoever_may_not_migrate_is_told_which_command_does(old: str) -> None:
    with (
        changing(old) as connection,
        pytest.raises(StoreNotUsable, match=r"a migration is due. Run `python -m services.x migrate` as the database"),
    ):
        must_be_up_to_date(connection, STEPS, "here", "python -m services.x migrate")
    migrated(old)
    with changing(old) as connection:
        must_be_up_to_date(connection, STEPS, "here", "python -m services.x migrate")


def opened(address: str) -> EventStore:
    return open_store(address, FACTS, {}, no_seal, lambda: MORNING, nothing_first, owner="intake")


def test_a_store_made_before_steps_were_counted_opens_and_is_counted(stores: Stores) -> None:
    written(stores.open(), "n-1")
    stores.tamper("DROP TABLE log_version")
    migrate_store(stores.address)
    assert stores.open().head() == 1
    assert run(stores.address, "SELECT version_num FROM log_version") == [("0001",)]


def test_a_store_changed_only_in_part_is_not_opened(stores: Stores) -> None:
    written(stores.open(), "n-1")
    stores.tamper("DROP TABLE timers")
    with pytest.raises(StoreNotUsable, match=r"tables of the log at .* were changed only in part"):
        stores.open()


def test_a_store_of_a_later_step_is_not_opened(stores: Stores) -> None:
    written(stores.open(), "n-1")
    stores.tamper("UPDATE log_version SET version_num = ?", ("0099",))
    with pytest.raises(StoreNotUsable, match=r"newer Waymark \(step 0099"):
        stores.open()


def test_a_file_without_a_store_is_made_at_the_first_start(tmp_path: Path) -> None:
    store = opened(f"sqlite:///{tmp_path}/deeper/notes.sqlite")
    assert store.head() == 0
    store.close()
