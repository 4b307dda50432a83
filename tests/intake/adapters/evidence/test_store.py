"""Files lie sealed under their person's key on either kind of database, and what was changed in them is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.intake.adapters.evidence import store as room
from services.intake.adapters.evidence.sealing import PIECE
from services.intake.adapters.evidence.store import EvidenceStore
from services.intake.domain.events import StoredFile
from shared.event_store.databases import open_database
from shared.event_store.keyring import NoKey, open_keyring
from shared.kernel.clock import ScriptedClock
from shared.kernel.identifiers import reference_from
from shared.kernel.refusals import Damaged
from tests.support.builders.intake import NOW
from tests.support.databases import Place, SqlitePlace

REFERENCE = reference_from(1)
STORY = b"He took the door off its hinges. "


class Kept:
    """A store with two people's keys."""

    def __init__(self, place: Place) -> None:
        self.place, self.clock = place, ScriptedClock(NOW)
        self.keyring = open_keyring(place.address("keyring"), lambda _: b"k" * 32, self.clock)
        self.databases = [open_database(place.address(name), "DATABASE_URL") for name in ("files", "pieces")]
        self.store = EvidenceStore(self.databases[0], self.databases[1], self.keyring, self.clock)
        self.person, self.other = (self.keyring.recognise((name,)) for name in ("hers", "theirs"))

    def put(self, data: bytes, person: str = "") -> tuple[str, StoredFile]:
        """A file in the store; its id and what is known of it."""
        writing = self.store.begin(REFERENCE, person or self.person)
        for at in range(0, len(data), 100_000):
            writing.write(data[at : at + 100_000])
        return writing.evidence_id, writing.finish("document", "text/plain", "none", None)

    def read(self, evidence_id: str) -> bytes | None:
        found = self.store.read(evidence_id)
        return None if found is None else b"".join(found)


def opened(place: Place) -> Iterator[Kept]:
    made = Kept(place)
    yield made
    made.store.close()
    made.keyring.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """In files; what a database could do differently is tried in `on_both`, since a server's take their time."""
    yield from opened(SqlitePlace(tmp_path))


@pytest.fixture
def on_both(place: Place) -> Iterator[Kept]:
    yield from opened(place)


def test_a_file_of_several_pieces_comes_back_and_stands_nowhere_in_clear(on_both: Kept) -> None:
    kept = on_both
    data = STORY * (PIECE // len(STORY) * 2)
    evidence_id, stored = kept.put(data)
    assert kept.read(evidence_id) == data
    assert stored.size == len(data)
    assert not kept.store.differs(evidence_id, stored.digest)
    held = kept.store.held(evidence_id)
    assert held is not None
    assert (held.reference, held.person_id, held.file) == (REFERENCE, kept.person, stored)
    assert STORY not in kept.place.stored_bytes("pieces") + kept.place.stored_bytes("files")


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1])
def test_a_file_of_any_size_comes_back(kept: Kept, size: int) -> None:
    evidence_id, _ = kept.put(b"x" * size)
    assert kept.read(evidence_id) == b"x" * size


def test_one_that_was_broken_off_is_not_there(kept: Kept) -> None:
    writing = kept.store.begin(REFERENCE, kept.person)
    writing.write(STORY)
    assert kept.store.held(writing.evidence_id) is None
    assert kept.store.read(writing.evidence_id) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence_pieces SET number = number + 10 WHERE number = 0",
        "DELETE FROM evidence_pieces WHERE number = 2",
        "UPDATE evidence_pieces SET sealed = (SELECT sealed FROM evidence_pieces AS o WHERE o.number = 1 AND "
        "o.evidence_id = evidence_pieces.evidence_id) WHERE number = 0",
    ],
    ids=["moved", "cut off", "put in another's place"],
)
def test_pieces_that_were_changed_are_neither_shown_nor_believed(kept: Kept, change: str) -> None:
    evidence_id, stored = kept.put(b"x" * (2 * PIECE + 7))
    assert kept.place.tamper("pieces", change) == 1
    assert kept.store.differs(evidence_id, stored.digest)
    found = kept.store.read(evidence_id)
    assert found is not None
    if change.startswith("UPDATE evidence_pieces SET number"):
        assert b"".join(found) == b""  # its first piece is gone, so nothing of it is sent
    else:
        with pytest.raises(Damaged):
            b"".join(found)


def test_of_somebody_forgotten_nothing_opens_and_the_others_files_do(kept: Kept) -> None:
    hers, _ = kept.put(STORY)
    theirs, _ = kept.put(STORY, kept.other)
    kept.keyring.destroy(kept.person)
    assert kept.read(hers) is None
    assert kept.read(theirs) == STORY
    with pytest.raises(NoKey):
        kept.put(STORY)


def test_of_a_discarded_file_no_key_is_left_in_the_database(on_both: Kept) -> None:
    kept = on_both
    evidence_id, _ = kept.put(STORY)
    (file_key,) = kept.place.look("files", "SELECT file_key FROM evidence_files")[0]
    assert str(file_key).encode() in kept.place.stored_bytes("files")
    kept.store.discard([evidence_id])
    assert kept.read(evidence_id) is None
    assert str(file_key).encode() not in kept.place.stored_bytes("files")
    assert kept.place.look("pieces", "SELECT count(*) FROM evidence_pieces") == [(0,)]


def test_files_are_gone_through_in_order_with_those_that_lie_here_for_long(kept: Kept) -> None:
    old, _ = kept.put(STORY)
    kept.clock.set(NOW + 2 * room.KEPT_UNTOLD)
    new, _ = kept.put(STORY, kept.other)
    assert kept.store.after("", 10) == [(old, REFERENCE, kept.person, True), (new, REFERENCE, kept.other, False)]
    assert kept.store.after(old, 10) == [(new, REFERENCE, kept.other, False)]
