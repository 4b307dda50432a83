"""Each role may do its own work and nothing besides: tried with every role that deploy/postgres makes, on a server."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from deploy.local.postgres import LocalPostgres, programs
from shared.event_store.engine import about_store_at, migrate_store, open_store
from shared.event_store.keyring import Keyring, open_keyring
from shared.event_store.leasing import leases_at
from shared.kernel.clock import system_clock
from shared.kernel.handling import Timer
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import StoreNotUsable, Unavailable
from tests.support.backends import no_seal, nothing_first
from tests.support.notebook import FACTS, MORNING, a_job, notes, written
from tests.support.postgres import at, plain_connection, started
from tests.support.tree import ROOT, SERVICES

ROLES = ["owner", *SERVICES, "audit_reader", "keyring", "keyring_maker", "keyring_opener", "access"]
MASTER_KEY = bytes(range(32))
LOG_TABLES = ("events", "receipts", "timers", "dead_letters", "about_store", "log_version")
DENIED = psycopg.errors.InsufficientPrivilege


class Borough:
    """A server where the script has made every role; logs are made by their owner, the keyring by its own."""

    def __init__(self, server: LocalPostgres, folder: Path) -> None:
        self._server = server
        self._passwords = {f"waymark_{role}": f"fictional-{role}" for role in ROLES}
        self._file = folder / "roles"
        self._file.write_text("".join(f"{role} {password}\n" for role, password in self._passwords.items()))

    def make_roles(self) -> None:
        url = make_url(self._server.address)
        asked = {"PGHOST": url.host, "PGPORT": str(url.port), "PGUSER": url.username, "PGPASSWORD": url.password}
        environment = {**os.environ, **asked, "WAYMARK_ROLES_FILE": str(self._file)}
        path = f"{programs()}:{os.environ['PATH']}"
        script = ["sh", str(ROOT / "deploy/postgres/10-roles.sh")]
        subprocess.run(script, env={**environment, "PATH": path}, check=True, capture_output=True, text=True)

    def at(self, role: str, database: str) -> str:
        name = f"waymark_{role}"
        return at(self._server.address, user=name, password=self._passwords[name], database=f"waymark_{database}")

    def keyring(self, role: str) -> Keyring:
        return open_keyring(self.at(role, "keyring"), lambda _: MASTER_KEY, system_clock)


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Borough]:
    with started() as server:
        made = Borough(server, tmp_path_factory.mktemp("roles"))
        made.make_roles()
        made.make_roles()  # again, it changes nothing
        for service in SERVICES:
            migrate_store(made.at("owner", service), service)
        made.keyring("keyring").close()
        yield made


pytestmark = pytest.mark.needs_postgres


def refuses(address: str, statement: str) -> bool:
    try:
        with plain_connection(address) as connection:
            connection.execute(statement.encode())
    except (DENIED, psycopg.OperationalError) as error:
        return isinstance(error, DENIED) or "permission denied for database" in str(error)
    return False


def test_each_service_opens_its_own_log_appends_reads_and_takes_leases(borough: Borough) -> None:
    for service in SERVICES:
        address = borough.at(service, service)
        store = open_store(address, FACTS, {}, no_seal, lambda: MORNING, nothing_first, owner=service)
        first = store.append(a_job(store, new_id(), *notes(2), timers=[Timer(new_id(), "chase", MORNING)]))
        store.timer_done(store.due_timers(MORNING)[0].timer)
        store.beside("DELETE FROM receipts WHERE scope = ?", ("http/nobody",))
        assert len(store.page(0)) == first.last_position == 2
        lease = leases_at(address).lease(f"{service}.views")
        assert lease.acquire()
        lease.release()
        store.close()


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_gets_into_anothers_database_nor_past_its_keyring(borough: Borough, service: str) -> None:
    for other in {*SERVICES, "keyring", "access"} - {service}:
        assert refuses(borough.at(service, other), "SELECT 1")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = ''",
        "DELETE FROM events",
        "TRUNCATE events",
        "DROP TABLE events",
        "ALTER TABLE events ADD COLUMN more text",
        "CREATE TABLE other (name text)",
        "UPDATE log_version SET version_num = '0099'",
        "CREATE OR REPLACE FUNCTION append_one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_a_service_can_neither_change_nor_remove_what_stands_in_its_log(borough: Borough, statement: str) -> None:
    assert refuses(borough.at("intake", "intake"), statement)


def test_a_service_that_may_not_migrate_is_told_who_may(borough: Borough) -> None:
    with plain_connection(borough.at("owner", "notifications")) as owner:
        owner.execute("DROP TABLE log_version")  # as a log from before steps were counted
    with pytest.raises(StoreNotUsable, match="user may not do this"):
        migrate_store(borough.at("notifications", "notifications"), "notifications")
    assert migrate_store(borough.at("owner", "notifications"), "notifications") == "0001"


@pytest.mark.parametrize("source", SERVICES)
def test_audits_reader_reads_every_log_and_changes_nothing(borough: Borough, source: str) -> None:
    address = borough.at("audit_reader", source)
    with plain_connection(address) as connection:
        connection.execute("SELECT * FROM events")
    assert about_store_at(address) is not None
    for table in LOG_TABLES:
        for change in (f"INSERT INTO {table} SELECT * FROM {table}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            assert refuses(address, change)
    assert refuses(address, "UPDATE events SET data = ''")
    assert refuses(address, "CREATE TABLE public.other (name text)")
    assert refuses(address, "CREATE SCHEMA other")
    assert refuses(address, "CREATE TEMPORARY TABLE other (name text)")
    store = open_store(address, FACTS, {}, no_seal, lambda: MORNING, nothing_first)
    with pytest.raises(Unavailable, match="user may not do this"):
        written(store, "n-1")
    store.close()


def test_audits_reader_cannot_come_near_a_key_or_an_account(borough: Borough) -> None:
    for database in ("keyring", "access"):
        assert refuses(borough.at("audit_reader", database), "SELECT 1")


def test_the_keyrings_keeper_makes_opens_and_destroys(borough: Borough) -> None:
    keyring, person = borough.keyring("keyring"), new_id()
    keyring.mint(person)
    keyring.flush()
    assert keyring.knows(person)
    keyring.destroy(person)
    keyring.close()
    with plain_connection(borough.at("keyring_opener", "keyring")) as connection:
        left = connection.execute("SELECT wrapped IS NULL FROM data_keys WHERE person_id = %s", (person,))
        assert left.fetchall() == [(True,)]


def test_whoever_makes_keys_makes_and_opens_them_and_destroys_none(borough: Borough) -> None:
    keyring = borough.keyring("keyring_maker")
    person = keyring.recognise(["jo|1990-02-13"])
    keyring.flush()
    assert keyring.knows(person)
    with pytest.raises(Unavailable, match="user may not do this"):
        keyring.destroy(person)
    keyring.close()
    for change in ("UPDATE data_keys SET wrapped = NULL", "DELETE FROM data_keys", "TRUNCATE data_keys"):
        assert refuses(borough.at("keyring_maker", "keyring"), change)


def test_whoever_opens_keys_can_do_nothing_else_with_them(borough: Borough) -> None:
    keeper, opener, person = borough.keyring("keyring"), borough.keyring("keyring_opener"), new_id()
    keeper.mint(person)
    keeper.flush()
    assert opener.knows(person)
    opener.mint(new_id())
    with pytest.raises(Unavailable, match="user may not do this"):
        opener.flush()
    opener.close()
    keeper.close()
    for table in ("data_keys", "identities", "meta"):
        assert refuses(borough.at("keyring_opener", "keyring"), f"DELETE FROM {table}")


def test_a_role_that_was_given_too_much_would_be_noticed(borough: Borough) -> None:
    with plain_connection(borough.at("owner", "panels")) as owner:
        owner.execute("GRANT DELETE ON events TO waymark_panels")
        assert not refuses(borough.at("panels", "panels"), "DELETE FROM events WHERE false")
        owner.execute("REVOKE DELETE ON events FROM waymark_panels")
    assert refuses(borough.at("panels", "panels"), "DELETE FROM events WHERE false")
