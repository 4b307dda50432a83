"""A disk that is full, read-only or no disk of ours: one clear message, nothing half-stored, and on it goes after."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.event_store.databases import open_database
from shared.event_store.engine import StoreNotUsable, open_store
from shared.event_store.keyring import Keyring
from shared.event_store.store import EventStore
from shared.event_store.views import View, ViewStore
from shared.kernel.personal import Identity, private
from shared.kernel.refusals import Unavailable
from tests.support.backends import no_seal, nothing_first
from tests.support.builders.keys import a_keyring
from tests.support.notebook import FACTS, MORNING, NamesNoted, a_job, notes, written
from tests.support.small_disk import SmallDisk

FULL = "^The disk is full, so nothing was stored. Free some space, then send it again.$"


def a_log(folder: Path, keyring: Keyring | None = None) -> EventStore:
    seal, flush = (keyring.seal, keyring.flush) if keyring else (no_seal, nothing_first)
    return open_store(f"sqlite:///{folder}/notes.sqlite", FACTS, {}, seal, lambda: MORNING, flush)


def jobs_until_full(store: EventStore) -> int:
    """Append jobs of ten notes until one is refused, and again, with the right words; how many went in."""
    for number in range(100):
        try:
            written(store, f"n-{number}", *notes(10))
        except Unavailable:
            with pytest.raises(Unavailable, match=FULL):
                written(store, f"n-{number}", *notes(10))
            return number
    raise AssertionError("the disk never filled")


@pytest.mark.parametrize("leaving", [0, 4096, 8192, 20_000, 60_000])
def test_a_full_disk_is_said_nothing_is_half_stored_and_the_service_goes_on(
    small_disk: SmallDisk, leaving: int
) -> None:
    store = a_log(small_disk.folder)
    small_disk.fill(leaving)
    stored = jobs_until_full(store)
    assert store.head() == stored * 10
    small_disk.make_room()
    assert written(store, f"n-{stored}", *notes(10)).last_position == (stored + 1) * 10
    assert [row.position for row in store.page(0)] == list(range(1, (stored + 1) * 10 + 1))
    store.close()


def test_everybody_who_waits_is_told_of_the_full_disk(small_disk: SmallDisk) -> None:
    store = a_log(small_disk.folder)
    small_disk.fill()

    def refused(number: int) -> bool:
        with pytest.raises(Unavailable, match=FULL):
            written(store, f"n-{number}")
        return True

    with ThreadPoolExecutor(8) as callers:
        assert all(callers.map(refused, range(32)))
    assert store.head() == 0
    store.close()


def test_no_fact_is_kept_whose_key_found_no_room(small_disk: SmallDisk, tmp_path: Path) -> None:
    keyring = a_keyring(small_disk.folder)
    store = a_log(tmp_path, keyring)
    small_disk.fill()
    jo = keyring.recognise(["jo"])
    fact = NamesNoted(caller=private(jo, Identity, "Jo Okafor"))
    with pytest.raises(Unavailable, match=FULL):
        written(store, "n-1", fact)
    assert store.head() == 0
    small_disk.make_room()
    written(store, "n-1", fact)
    kept = store.page(0)[0].fact
    assert isinstance(kept, NamesNoted)
    assert a_keyring(small_disk.folder).open(kept.caller, Identity) == "Jo Okafor"
    store.close()


def test_a_key_whose_fact_found_no_room_does_no_harm(small_disk: SmallDisk, tmp_path: Path) -> None:
    keyring = a_keyring(tmp_path)
    store = a_log(small_disk.folder, keyring)
    small_disk.fill()
    jo = keyring.recognise(["jo"])
    job = a_job(store, "n-1", NamesNoted(caller=private(jo, Identity, "Jo Okafor")))
    with pytest.raises(Unavailable, match=FULL):
        store.append(job)
    small_disk.make_room()
    assert a_keyring(tmp_path).recognise(["jo"]) == jo
    assert store.append(job).last_position == 1
    store.close()


def test_forgetting_on_a_full_disk_is_not_said_to_have_happened(small_disk: SmallDisk) -> None:
    keyring = a_keyring(small_disk.folder)
    jo = keyring.recognise(["jo"])
    keyring.flush()
    small_disk.fill()
    with pytest.raises(Unavailable, match=FULL):
        keyring.destroy(jo)
    small_disk.make_room()
    assert keyring.recognise(["jo"]) == jo
    assert keyring.destroy(jo)
    keyring.close()


def test_views_stand_still_on_a_full_disk_and_follow_again_after(small_disk: SmallDisk, tmp_path: Path) -> None:
    store = a_log(tmp_path)
    views = ViewStore(
        open_database(f"sqlite:///{small_disk.folder}/views.sqlite", "DATABASE_URL"), store, [View("empty", 1, ())]
    )
    written(store, "n-1")
    small_disk.fill()
    with pytest.raises(Unavailable, match=r"^The disk is full"):
        views.advance()
    assert not views.wait_for(1, seconds=0)
    small_disk.make_room()
    assert (views.advance(), views.position()) == (True, 1)
    views.close()
    store.close()


@pytest.mark.parametrize("there_already", [True, False], ids=["a store is there", "nothing is there yet"])
def test_a_read_only_folder_is_said_at_the_start(small_disk: SmallDisk, there_already: bool) -> None:
    if there_already:
        a_log(small_disk.folder).close()
        a_keyring(small_disk.folder).close()
    small_disk.make_read_only()
    for what in (a_log, a_keyring):
        with pytest.raises(StoreNotUsable, match="its folder can be written"):
            what(small_disk.folder)


def test_a_full_disk_at_the_first_start_is_said(small_disk: SmallDisk) -> None:
    small_disk.fill()
    for what in (a_log, a_keyring):
        with pytest.raises(StoreNotUsable, match="the disk has room"):
            what(small_disk.folder)


def test_a_file_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite").write_text("a shopping list, and certainly no database" * 100)
    with pytest.raises(StoreNotUsable, match="Waymark's own file"):
        a_log(tmp_path)
    assert (tmp_path / "notes.sqlite").read_text().startswith("a shopping list")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    a_keyring(tmp_path).close()
    with pytest.raises(StoreNotUsable, match="some other program's database"):
        open_store(f"sqlite:///{tmp_path}/keyring.sqlite", FACTS, {}, no_seal, lambda: MORNING, nothing_first)
