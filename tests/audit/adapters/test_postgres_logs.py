"""On PostgreSQL a log is read with rights to read and no others, and again after its server was restarted."""

import contextlib
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.engine import make_url

from services.audit.adapters.postgres_logs import PostgresLogs
from services.audit.application.ports import LogUnreadable
from tests.support.postgres import NewDatabase, administer, at, plain_connection

TABLE = "CREATE TABLE events (position BIGINT PRIMARY KEY, stream TEXT, data BYTEA)"
ROLE, PASSWORD = "waymark_test_reader", "only-reads"


@pytest.fixture
def address(postgres: str, new_database: NewDatabase) -> Iterator[str]:
    """A log with three facts, at an address whose user may read its facts and nothing else."""
    owned = new_database()
    rows = "INSERT INTO events SELECT n, 's', '{}' FROM generate_series(1, 3) AS n"
    administer(owned, TABLE, "CREATE TABLE receipts (key TEXT)", rows)
    administer(postgres, f"CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'")
    administer(owned, f"GRANT SELECT ON events TO {ROLE}")
    yield at(owned, user=ROLE, password=PASSWORD)
    administer(owned, f"DROP OWNED BY {ROLE}")
    administer(postgres, f"DROP ROLE {ROLE}")


@pytest.fixture
def logs(address: str) -> Iterator[PostgresLogs]:
    """The log, opened to be read."""
    made = PostgresLogs({"intake": address})
    yield made
    made.close()


def test_credentials_that_can_only_read_facts_are_enough(logs: PostgresLogs, address: str) -> None:
    assert logs.head("intake") == len(list(logs.rows("intake"))) == 3
    with plain_connection(address) as connection:
        for forbidden in ("DELETE FROM events", "SELECT * FROM receipts"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())


def test_nothing_can_be_written_through_it_whatever_its_user_may(address: str, postgres: str) -> None:
    mighty = at(postgres, database=make_url(address).database)
    logs = PostgresLogs({"intake": mighty})
    with contextlib.closing(logs), pytest.raises(LogUnreadable, match="25006"), logs._reading("intake") as connection:
        connection.execute(b"DELETE FROM events")


def test_connections_that_were_lost_are_made_anew(logs: PostgresLogs, postgres: str) -> None:
    assert logs.head("intake") == 3
    ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'"
    administer(postgres, ended)
    assert (logs.head("intake"), len(list(logs.rows("intake")))) == (3, 3)


def test_a_log_whose_connection_breaks_off_in_the_midst_is_named(
    logs: PostgresLogs, address: str, postgres: str
) -> None:
    owned = at(postgres, database=make_url(address).database)
    administer(owned, "INSERT INTO events SELECT n, 's', '{}' FROM generate_series(4, 3000) AS n")
    rows = logs.rows("intake")
    assert next(rows).source_position == 1
    administer(postgres, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'")
    with pytest.raises(LogUnreadable, match=r"^The log of intake cannot be read: "):
        list(rows)


def test_a_server_or_a_database_that_is_not_there_is_said_without_the_password(address: str) -> None:
    gone = at(address, database="no_such_database")
    with pytest.raises(LogUnreadable, match="no database no_such_database") as told:
        PostgresLogs({"intake": gone}).head("intake")
    assert PASSWORD not in str(told.value)
