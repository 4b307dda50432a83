"""A lease kept by a connection is lost with it, which its holder learns before the next step and not after."""

import pytest
from sqlalchemy.engine import make_url

from deploy.local.postgres import LocalPostgres
from shared.event_store.lease import Lease
from shared.event_store.leasing import leases_at
from shared.kernel.refusals import StoreNotUsable, Unavailable
from tests.support.postgres import NewDatabase, plain_connection

VIEWS = "intake.views"
_KEEPERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
)


def end_the_keepers(address: str) -> None:
    """As an administrator does, or a network: sessions that hold leases are ended from outside."""
    with plain_connection(address) as connection:
        assert [ended for (ended,) in connection.execute(_KEEPERS).fetchall()] == [True]


def test_what_was_lost_is_somebody_elses_and_the_holder_is_told(new_database: NewDatabase) -> None:
    address = new_database()
    mine, other = leases_at(address).lease(VIEWS), leases_at(address).lease(VIEWS)
    assert mine.acquire()
    end_the_keepers(address)
    assert other.acquire()
    assert not mine.acquire()
    other.release()
    assert mine.acquire()


def test_all_leases_of_a_lost_connection_are_lost(new_database: NewDatabase) -> None:
    address = new_database()
    leases, others = leases_at(address), leases_at(address)
    names = (VIEWS, "intake.relay")
    mine: list[Lease] = [leases.lease(name) for name in names]
    assert [lease.acquire() for lease in mine] == [True, True]
    end_the_keepers(address)
    assert [others.lease(name).acquire() for name in names] == [True, True]
    assert [lease.acquire() for lease in mine] == [False, False]


def test_a_lease_lost_with_the_server_is_taken_anew_when_it_is_back(own_postgres: LocalPostgres) -> None:
    lease = leases_at(own_postgres.address).lease(VIEWS)
    assert lease.acquire()
    own_postgres.stop()
    with pytest.raises(Unavailable):
        lease.acquire()
    own_postgres.start()
    assert lease.acquire()
    assert not leases_at(own_postgres.address).lease(VIEWS).acquire()
    lease.release()


def test_each_service_keeps_its_leases_in_its_own_database(new_database: NewDatabase) -> None:
    address = new_database()
    database = make_url(address).database
    assert database
    leases = leases_at(address.replace(database, "{service}"))
    lease = leases.lease(f"{database}.views")
    assert lease.acquire()
    assert not leases_at(address).lease(f"{database}.views").acquire()
    lease.release()


def test_no_connection_is_kept_where_nothing_is_held(new_database: NewDatabase) -> None:
    address = new_database()
    lease = leases_at(address).lease(VIEWS)
    assert lease.acquire()
    lease.release()
    with plain_connection(address) as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        for _ in range(200):
            if connection.execute(others).fetchone() == (0,):
                return
    pytest.fail("a connection is kept")


def test_a_database_that_is_not_there_is_said(postgres: str) -> None:
    nowhere = make_url(postgres).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(StoreNotUsable, match="has no database nowhere"):
        leases_at(nowhere).lease(VIEWS).acquire()
