"""All parts of a backup are of one moment: until the last of them has its snapshot, nobody adds to any log."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Connection

from shared.event_store import tables
from shared.event_store.copies import CopyDamaged
from shared.runtime import backup
from shared.runtime.backup import FORMAT, Manifest, Part, read_manifest, take, write_manifest
from tests.support.backends import NewStores, Stores
from tests.support.notebook import NoteWritten, notes, written


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def part_of(stores: Stores, name: str) -> Part:
    kept = [tables.events, *(each for each in tables.log.sorted_tables if each is not tables.events)]
    return Part(name, stores.address, "DATABASE_URL", "", tables.log, kept, is_log=True)


def test_what_is_added_while_the_snapshots_begin_waits_and_is_in_no_copy(
    new_stores: NewStores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: ThreadPoolExecutor
) -> None:
    first, second = new_stores("first"), new_stores("second")
    here, there = first.open(), second.open()
    written(here, "n-1", *notes(2))
    written(there, "n-1", *notes(3))
    looked, adding = backup._in_use, list[Future[object]]()

    def looked_at_while_somebody_adds(part: Part, connection: Connection) -> bool:
        if not adding:  # the first log has no snapshot yet, nor has the second
            for store, version in ((here, 2), (there, 3)):
                adding.append(beside.submit(written, store, "n-1", NoteWritten(number=9), expected=version))
        found = looked(part, connection)
        assert not wait(adding, timeout=0.3).done
        return found

    monkeypatch.setattr(backup, "_in_use", looked_at_while_somebody_adds)
    copies = take([(part_of(first, "first"), tmp_path), (part_of(second, "second"), tmp_path)])
    assert [copies[name].rows["events"] for name in ("first", "second")] == [2, 3]
    assert len(wait(adding, timeout=20).done) == 2
    assert (here.head(), there.head()) == (3, 4)


def test_a_backup_of_another_version_broken_off_or_unreadable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CopyDamaged, match="broken off"):
        read_manifest(tmp_path, 1)
    write_manifest(
        tmp_path,
        Manifest(format=FORMAT, backup_id="b", made_at="2026-11-23", store_version=2, copies={}, files={}),
    )
    assert read_manifest(tmp_path, 2).backup_id == "b"
    with pytest.raises(CopyDamaged, match="store version 2; this program knows 1"):
        read_manifest(tmp_path, 1)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(CopyDamaged, match="cannot be read"):
        read_manifest(tmp_path, 1)
