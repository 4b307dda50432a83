"""A file on its way in: refused with what to do, or there whole; never half."""

from pathlib import Path

import pytest

from services.intake.adapters.evidence import sniffing
from services.intake.adapters.evidence.sniffing import FileType
from services.intake.adapters.evidence.store import EvidenceStore
from services.intake.adapters.evidence.taking import EvidenceRoom
from services.intake.domain.refusals import FileNotTaken
from shared.event_store.databases import open_database
from shared.event_store.keyring import open_keyring
from shared.kernel.clock import ScriptedClock
from shared.kernel.identifiers import reference_from
from tests.support.builders.files import A_PDF, a_film, a_photo
from tests.support.builders.intake import NOW


class Room:
    """An evidence room in a folder."""

    def __init__(self, folder: Path) -> None:
        clock = ScriptedClock(NOW)
        self.keyring = open_keyring(f"sqlite:///{folder}/keyring.sqlite", lambda _: b"k" * 32, clock)
        files, pieces = (open_database(f"sqlite:///{folder}/{n}.sqlite", "DATABASE_URL") for n in ("files", "pieces"))
        self.store = EvidenceStore(files, pieces, self.keyring, clock)
        self.room = EvidenceRoom(self.store)
        self.person = self.keyring.recognise(())

    def take(self, data: bytes) -> bytes:
        held = self.room.take(reference_from(1), self.person, [data[:5], data[5:]])
        opened = self.room.read(held.evidence_id)
        assert opened is not None
        return b"".join(opened)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("data", [a_photo(), a_film(), A_PDF, b"short", b"x" * 5_000])
def test_what_can_be_taken_is_there_whole(room: Room, data: bytes) -> None:
    assert len(room.take(data)) > 0


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "empty"), (b"MZ\x90" * 500, "type_not_taken"), (b"\xff\xd8\xff" + bytes(900), "damaged")],
)
def test_what_cannot_leaves_nothing_behind(room: Room, data: bytes, why: str) -> None:
    with pytest.raises(FileNotTaken) as refused:
        room.take(data)
    assert refused.value.why == why
    assert refused.value.says.endswith(".")
    assert room.store.after("", 10) == []


def test_one_that_is_too_large_is_refused_as_soon_as_it_is(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    small = FileType("document", "application/pdf", "pdf", 2_000)
    signs = [(fits, small if found is sniffing.PDF else found) for fits, found in sniffing._SIGNS]
    monkeypatch.setattr(sniffing, "_SIGNS", signs)
    taking = room.room.begin(reference_from(1), room.person)
    taking.write(A_PDF + bytes(1_000 - len(A_PDF)))
    with pytest.raises(FileNotTaken, match="we take 1 KB at most"):
        taking.write(bytes(1_001))
    taking.abandon()
    assert room.store.after("", 10) == []
