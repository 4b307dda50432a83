"""What a schema of PostgreSQL does that no file can, and what it keeps of what was forgotten: nothing unsaid."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Column, MetaData, Table, Text, delete, insert, select

from shared.event_store.keyring import open_keyring
from shared.event_store.postgres import connecting
from shared.event_store.postgres.database import PostgresDatabase
from shared.kernel.clock import system_clock
from shared.kernel.refusals import StoreNotUsable, Unavailable
from tests.support.postgres import NewDatabase, administer, at, plain_connection

_metadata = MetaData()
words = Table("words", _metadata, Column("word", Text, primary_key=True))
others = Table("others", _metadata, Column("word", Text, primary_key=True))

SAMPLED = (
    "SELECT count(*) FROM pg_stats WHERE tablename = %s AND coalesce(histogram_bounds, most_common_vals) IS NOT NULL"
)


@pytest.fixture
def address(new_database: NewDatabase) -> str:
    return new_database()


@pytest.fixture
def database(address: str) -> Iterator[PostgresDatabase]:
    """Two tables of words, of which one shall be forgotten."""
    made = PostgresDatabase(address, "DATABASE_URL", "views")
    rows = [{"word": f"blind-{number:04}"} for number in range(500)]
    with made.making(_metadata) as connection:
        made.keep_no_samples(connection, (words,))
        connection.execute(insert(words), rows)
        connection.execute(insert(others), rows)
    yield made
    made.close()


def make(database: PostgresDatabase) -> None:
    with database.making(_metadata):
        pass


def test_a_program_that_starts_waits_longer_for_its_turn_than_whoever_is_at_work(
    database: PostgresDatabase, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connecting._SESSION, "lock_timeout", "100ms")
    other = PostgresDatabase(address, "DATABASE_URL", "views")
    with ThreadPoolExecutor() as pool:
        with database.changing():
            started = pool.submit(make, other)
            with pytest.raises(Unavailable, match="busy with another program"), other.changing():
                pass
            time.sleep(0.3)
            assert not started.done()
        started.result(30)
        with database.changing():
            monkeypatch.setattr(connecting, "_START", "100ms")
            with pytest.raises(Unavailable, match="cannot be opened just now"):
                make(other)
    other.close()


def sampled(address: str, table: str) -> int:
    with plain_connection(address) as connection:
        return int(connection.execute(SAMPLED, (table,)).fetchall()[0][0])


def test_no_value_of_a_table_that_forgets_is_sampled_into_the_catalogue(
    database: PostgresDatabase, address: str
) -> None:
    administer(address, "ANALYZE")
    assert (sampled(address, "words"), sampled(address, "others")) == (0, 1)


def test_no_key_and_no_identity_is_sampled_into_the_catalogue(address: str) -> None:
    keyring = open_keyring(address, lambda _: bytes(32), system_clock)
    for number in range(300):
        keyring.recognise([f"phone {number}"])
    keyring.flush()
    keyring.close()
    administer(address, "ANALYZE")
    assert [sampled(address, table) for table in ("data_keys", "identities", "meta")] == [0, 0, 0]


def test_old_copies_that_another_program_may_still_see_are_not_said_to_be_gone(
    database: PostgresDatabase, address: str
) -> None:
    with database.changing() as connection:
        connection.execute(delete(words))
    with plain_connection(address) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1 FROM views.others").fetchall()
        with database.changing() as connection:
            connection.execute(insert(words).values(word="blind-again"))
        with database.changing() as connection:
            connection.execute(delete(words))
        assert not database.remove_old_copies((words,))
    assert database.remove_old_copies((words,))


def test_what_was_made_anew_is_gone_with_its_connection(database: PostgresDatabase, address: str) -> None:
    with database.scratch("words") as connection:
        for table in (words, others):
            table.create(connection, checkfirst=False)
        connection.execute(insert(words).values(word="made anew"))
        assert connection.execute(select(words)).scalars().all() == ["made anew"]
        with database.reading() as live:
            assert len(live.execute(select(words)).all()) == 500
    with plain_connection(address) as looking:
        assert looking.execute("SELECT count(*) FROM pg_class WHERE relname = 'words'").fetchall() == [(1,)]


def test_an_address_that_leads_nowhere_is_said_without_its_password(address: str) -> None:
    for wrong, says in (
        (at(address, password="never-shown"), "does not take the user"),
        (at(address, database="no_such_database"), "has no database no_such_database"),
    ):
        database = PostgresDatabase(wrong, "DATABASE_URL", "views")
        with pytest.raises((StoreNotUsable, Unavailable), match=says) as told, database.making(_metadata):
            pass
        assert "never-shown" not in str(told.value)
        database.close()


def test_what_can_be_made_again_does_not_wait_for_the_disk_and_what_cannot_does(address: str) -> None:
    for lasting, expected in ((False, "off"), (True, "on")):
        database = PostgresDatabase(address, "DATABASE_URL", "views", lasting)
        with database.changing() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == expected
        database.close()


def test_whoever_writes_a_part_of_its_own_does_not_wait_for_who_writes_the_rest(new_database: NewDatabase) -> None:
    database, order = PostgresDatabase(new_database(), "DATABASE_URL", "public"), list[str]()
    entered = threading.Event()

    def again() -> None:
        entered.set()
        with database.changing():
            order.append("the rest, once more")

    with ThreadPoolExecutor(1) as beside:
        with database.changing():
            waiting = beside.submit(again)
            assert entered.wait(60)
            with database.changing("marks"):
                order.append("a part of its own")
            order.append("the rest")
        waiting.result(60)
    assert order == ["a part of its own", "the rest", "the rest, once more"]
    database.close()
