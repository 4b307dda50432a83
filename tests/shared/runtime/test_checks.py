"""A service is ready while its store takes writes, its tables are today's, and what follows its log keeps up."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from deploy.local.postgres import LocalPostgres
from shared.runtime.checks import RELAY_BEHIND_SECONDS, VIEWS_BEHIND_SECONDS, keyring_check, relay_check, store_checks
from shared.runtime.lags import Lag, lags
from shared.runtime.readiness import ANSWERED_WITHIN_SECONDS, Found, Readying
from shared.runtime.worker import drain
from tests.support.backends import NewAddress
from tests.support.builders.notes_service import NotesService
from tests.support.small_disk import SmallDisk

pytestmark = pytest.mark.slow

# What keeps every other writer out until its transaction ends.
_TAKEN = {"sqlite": "UPDATE timers SET kind = kind", "postgresql": "LOCK TABLE about_store IN ACCESS EXCLUSIVE MODE"}

NO_ANSWER = f"It gave no answer within {ANSWERED_WITHIN_SECONDS} seconds."


@pytest.fixture
def notes(new_address: NewAddress, tmp_path: Path) -> Iterator[NotesService]:
    made = NotesService(tmp_path / "data", new_address("notes"))
    drain(made.work())
    yield made
    made.close()


def found(notes: NotesService) -> dict[str, Found]:
    checks = [*store_checks(notes.service, notes.clock), relay_check(notes.service, notes.clock)]
    return dict(Readying([checks, [keyring_check(notes.ground.keyring)]])().checks)


def failing(notes: NotesService) -> set[str]:
    return {name for name, each in found(notes).items() if not each.ok}


def given_up(notes: NotesService) -> str:
    """What is said of the store, and that it was said in the time promised: the machine's speed says nothing of that.

    Whoever waited for the store's own word, which comes after ten seconds at the earliest, would say that word.
    """
    assert ANSWERED_WITHIN_SECONDS < 2
    return found(notes)["notes.database"].says


def test_a_service_that_is_well_is_ready(notes: NotesService) -> None:
    assert {name: each.ok for name, each in found(notes).items()} == dict.fromkeys(
        ("notes.database", "notes.migrations", "notes.views", "notes.relay", "keyring"), True
    )


def test_asking_again_and_again_leaves_the_log_as_it_was_and_the_store_no_larger(notes: NotesService) -> None:
    found(notes)
    rows = "SELECT count(*) FROM about_store"
    before = notes.service.store.look(rows), notes.service.store.head()
    for _ in range(3):
        found(notes)
    assert (notes.service.store.look(rows), notes.service.store.head()) == before


def test_how_far_behind_is_said_in_positions_and_in_the_age_of_what_was_not_read(notes: NotesService) -> None:
    notes.write("n-1")
    notes.clock.set(notes.clock() + timedelta(seconds=10))
    notes.write("n-2")
    notes.clock.set(notes.clock() + timedelta(seconds=5))
    assert lags(notes.service, notes.clock) == [Lag("view", "seen", 2, 15.0), Lag("relay", "relay", 2, 15.0)]
    notes.service.views.advance(1)
    assert lags(notes.service, notes.clock)[0] == Lag("view", "seen", 1, 5.0)
    drain(notes.work())
    assert lags(notes.service, notes.clock) == [Lag("view", "seen", 0, 0.0), Lag("relay", "relay", 0, 0.0)]


def test_views_that_are_behind_for_longer_than_the_bound_are_a_no(notes: NotesService) -> None:
    notes.write("n-1")
    notes.clock.set(notes.clock() + timedelta(seconds=VIEWS_BEHIND_SECONDS))
    assert failing(notes) == set()
    notes.clock.set(notes.clock() + timedelta(seconds=1))
    assert failing(notes) == {"notes.views"}
    assert found(notes)["notes.views"].says == "seen is 1 behind, for 31 seconds; at most 30 are well."
    notes.service.views.catch_up()
    assert failing(notes) == set()


def test_a_relay_that_is_behind_for_longer_than_the_bound_is_a_no(notes: NotesService) -> None:
    notes.write("n-1")
    notes.service.views.catch_up()
    notes.clock.set(notes.clock() + timedelta(seconds=RELAY_BEHIND_SECONDS + 1))
    assert failing(notes) == {"notes.relay"}


def test_a_store_that_a_newer_program_has_changed_meanwhile_is_a_no(notes: NotesService) -> None:
    notes.tamper("UPDATE about_store SET value = '99' WHERE name = 'store_version'")
    assert failing(notes) == {"notes.migrations"}
    assert "99" in found(notes)["notes.migrations"].says


def test_a_store_that_another_program_keeps_to_itself_is_a_no_in_less_than_two_seconds(notes: NotesService) -> None:
    other = create_engine(notes.address)
    with other.connect() as connection:
        connection.exec_driver_sql("UPDATE about_store SET value = value")
        connection.exec_driver_sql(_TAKEN[other.dialect.name])
        assert given_up(notes) == NO_ANSWER
        connection.rollback()
    other.dispose()


OF_STORE = {"notes.database", "notes.migrations", "notes.views", "notes.relay"}


@pytest.mark.slow
def test_a_server_that_hangs_or_is_away_is_a_no_in_less_than_two_seconds_and_is_ready_when_it_is_back(
    own_postgres: LocalPostgres, tmp_path: Path
) -> None:
    notes = NotesService(tmp_path / "data", own_postgres.address)
    drain(notes.work())
    signal_all(own_postgres, signal.SIGSTOP)
    try:
        assert given_up(notes) == NO_ANSWER
        assert failing(notes) == OF_STORE
    finally:
        signal_all(own_postgres, signal.SIGCONT)
    ready_again(notes)
    own_postgres.stop()
    assert failing(notes) == OF_STORE
    own_postgres.start()
    ready_again(notes)
    notes.close()


def signal_all(server: LocalPostgres, what: signal.Signals) -> None:
    """To the server and to each process that serves a connection: they stand still, and their connections stay."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    for pid in (server.pid, *map(int, children)):
        assert pid is not None
        os.kill(pid, what)


def ready_again(notes: NotesService) -> None:
    deadline = time.monotonic() + 60
    while failing(notes):
        assert time.monotonic() < deadline, found(notes)
        time.sleep(0.2)


def test_a_full_disk_is_a_no_and_room_makes_it_well_again(small_disk: SmallDisk) -> None:
    notes = NotesService(small_disk.folder / "data")
    drain(notes.work())
    small_disk.fill()
    while True:  # what the log's file has still room for
        try:
            notes.write(f"n-{notes.service.store.head()}")
        except Exception:
            break
    said = found(notes)["notes.database"]
    assert not said.ok
    assert said.says.startswith("The disk is full")
    small_disk.make_room()
    assert "notes.database" not in failing(notes)
    notes.close()
