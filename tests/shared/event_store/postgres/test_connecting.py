"""A connection is made at once or refused in words that say what to do, and the password is never among them."""

import os
import signal
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from deploy.local.postgres import LocalPostgres
from shared.event_store.postgres import connecting
from shared.event_store.postgres.connecting import connect, engine, writing
from shared.event_store.postgres.errors import explaining
from shared.kernel.refusals import InvalidInput, StoreNotUsable, Unavailable
from tests.support.postgres import NewDatabase, administer, at


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """A port where somebody listens and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def refused(address: str) -> Exception:
    began = time.monotonic()
    with pytest.raises((StoreNotUsable, Unavailable)) as raised:
        connect(address)
    assert time.monotonic() - began < 10
    secret = make_url(address).password
    assert secret
    assert secret not in "".join(traceback.format_exception(raised.value))
    return raised.value


def test_a_wrong_password_is_said_with_the_user_and_the_setting(postgres: str) -> None:
    said = refused(at(postgres, password="not-the-one"))
    assert isinstance(said, StoreNotUsable)
    assert f"does not take the user {make_url(postgres).username} with the password given. Check DATABASE_URL." in str(
        said
    )


def test_a_database_that_is_not_there_is_said_by_name(postgres: str) -> None:
    said = refused(at(postgres, database="nowhere"))
    assert isinstance(said, StoreNotUsable)
    assert "has no database nowhere" in str(said)


def test_a_port_where_nobody_listens_is_said_at_once(postgres: str) -> None:
    said = refused(make_url(postgres).set(host="127.0.0.1", port=1).render_as_string(hide_password=False))
    assert isinstance(said, Unavailable)
    assert "at 127.0.0.1:1 does not answer" in str(said)


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(postgres: str, deaf_port: int) -> None:
    said = refused(make_url(postgres).set(host="127.0.0.1", port=deaf_port).render_as_string(hide_password=False))
    assert isinstance(said, Unavailable)
    assert "does not answer" in str(said)


def test_a_statement_on_a_server_that_went_away_is_unavailable(own_postgres: LocalPostgres) -> None:
    connection = connect(own_postgres.address)
    own_postgres.stop()
    with pytest.raises(Unavailable, match="cannot be reached just now"), explaining():
        connection.execute("SELECT 1")
    own_postgres.start()
    with connect(own_postgres.address) as again:
        assert again.execute("SELECT 1").fetchone() == (1,)


def test_what_the_server_refuses_for_another_reason_stays_what_it_is(new_database: NewDatabase) -> None:
    connection = connect(new_database())
    with pytest.raises(psycopg.errors.UndefinedTable), explaining():
        connection.execute("SELECT 1 FROM nowhere")
    connection.close()


def test_what_no_column_can_hold_is_the_askers_to_mend(new_database: NewDatabase) -> None:
    connection = connect(new_database())
    for statement, asked in (("SELECT $1::text", "\0"), ("SELECT $1::int8", 10**30)):
        with pytest.raises(InvalidInput, match="cannot_be_kept"), explaining():
            connection.execute(statement, (asked,))
    with pytest.raises(psycopg.errors.DivisionByZero), explaining():
        connection.execute("SELECT 1 / 0")
    connection.close()


def test_a_lock_somebody_keeps_is_waited_for_only_so_long(new_database: NewDatabase) -> None:
    address = new_database()
    with connect(address) as keeper, connect(address, lock_timeout="50ms") as other:
        keeper.execute("SELECT pg_advisory_lock(1)")
        with pytest.raises(Unavailable, match="busy with another program"), explaining():
            other.execute("SELECT pg_advisory_lock(1)")


def test_a_transaction_of_an_engine_reads_one_snapshot(new_database: NewDatabase) -> None:
    address = new_database()
    administer(address, "CREATE SCHEMA views", "CREATE TABLE views.seen (number int)")
    made = engine(address, "views")
    with made.connect() as reading:
        assert reading.execute(text("SELECT count(*) FROM seen")).scalar() == 0
        with writing(made).begin() as other:
            other.execute(text("INSERT INTO seen VALUES (1)"))
        assert reading.execute(text("SELECT count(*) FROM seen")).scalar() == 0
    with made.connect() as reading:
        assert reading.execute(text("SELECT count(*) FROM seen")).scalar() == 1
    made.dispose()


def test_an_engine_says_nothing_of_what_a_statement_held_and_lives_through_a_restart(
    own_postgres: LocalPostgres,
) -> None:
    made = engine(own_postgres.address)
    with made.connect() as connection:
        with pytest.raises(Exception, match="does not exist") as raised:
            connection.execute(text("SELECT :name FROM nowhere"), {"name": "Jo Okafor"})
        assert "Okafor" not in str(raised.value)
    own_postgres.stop()
    with pytest.raises(Unavailable, match="does not answer"), explaining(), made.connect():
        pass
    own_postgres.start()
    with made.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    made.dispose()


def signal_all(server: LocalPostgres, what: signal.Signals) -> None:
    """To the server and to each process that serves a connection: they stand still, and their connections stay."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    for pid in (server.pid, *map(int, children)):
        assert pid is not None
        os.kill(pid, what)


@pytest.mark.slow
def test_a_read_on_a_server_that_stands_still_ends_and_is_unavailable_until_it_goes_on(
    own_postgres: LocalPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time limit of the server's ends it, nor does the network's: the machine still answers for the connection."""
    monkeypatch.setattr(connecting, "_SILENCE_SECONDS", 0.5)
    made = engine(own_postgres.address)
    with made.connect() as connection:
        signal_all(own_postgres, signal.SIGSTOP)
        began = time.monotonic()
        try:
            with pytest.raises(Unavailable), explaining():
                connection.execute(text("SELECT 1"))
            assert time.monotonic() - began < 20
        finally:
            signal_all(own_postgres, signal.SIGCONT)
    with explaining(), made.connect() as again:
        assert again.execute(text("SELECT 1")).scalar() == 1
    made.dispose()


def test_a_long_statement_is_waited_for_while_the_server_answers_others(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "_SILENCE_SECONDS", 0.2)
    asked = threading.Event()
    asking = connecting.Listening._ask_anew
    monkeypatch.setattr(connecting.Listening, "_ask_anew", lambda this: (asking(this), asked.set()))
    with connect(postgres) as connection:
        assert connection.execute("SELECT 1 FROM pg_sleep(0.7)").fetchone() == (1,)
    assert asked.is_set()
