"""A log on PostgreSQL is opened as it stands: who may not change its tables is told what to run first, and by whom."""

import pytest

from deploy.local.postgres import LocalPostgres
from shared.event_store.engine import about_store_at, migrate_store, open_store
from shared.event_store.store import EventStore
from shared.kernel.refusals import StoreNotUsable
from tests.support.backends import no_seal, nothing_first
from tests.support.notebook import FACTS, MORNING
from tests.support.postgres import NewDatabase, administer, at, fresh_database


def opened(address: str) -> EventStore:
    return open_store(address, FACTS, {}, no_seal, lambda: MORNING, nothing_first, owner="intake")


def test_a_database_without_a_log_names_the_command_that_makes_one(new_database: NewDatabase) -> None:
    with pytest.raises(StoreNotUsable, match=r"has no log yet. Run `python -m services.intake migrate` as its owner"):
        opened(new_database())


def test_a_log_is_made_by_the_command_and_says_whose_it_is(new_database: NewDatabase) -> None:
    address = new_database()
    assert about_store_at(address) is None
    migrate_store(address, "intake", "rehearsal")
    migrate_store(address, "intake", "rehearsal")
    about = about_store_at(address)
    assert about is not None
    assert (about["owner"], about["origin"], about["store_version"]) == ("intake", "rehearsal", "1")
    store = opened(address)
    assert (store.origin, store.head()) == ("rehearsal", 0)
    store.close()
    with pytest.raises(StoreNotUsable, match="belongs to intake, not to triage"):
        migrate_store(address, "triage")


@pytest.mark.needs_postgres
def test_a_server_that_does_not_wait_for_the_disk_is_refused() -> None:
    server = LocalPostgres(fsync="off")
    try:
        server.start()
        with pytest.raises(StoreNotUsable, match="runs with fsync off, so what it calls stored may be lost"):
            migrate_store(fresh_database(server.address), "intake")
    finally:
        server.close()


def test_a_database_that_sorts_by_a_language_is_refused(postgres: str) -> None:
    administer(
        postgres,
        "DROP DATABASE IF EXISTS waymark_test_english",
        "CREATE DATABASE waymark_test_english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-GB' LOCALE 'C'",
    )
    with pytest.raises(StoreNotUsable, match="sorts by the rules of a language"):
        migrate_store(at(postgres, database="waymark_test_english"), "intake")
    administer(postgres, "DROP DATABASE waymark_test_english")
