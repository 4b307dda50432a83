"""Bytes go that nobody may open any more; what a fact speaks of, what is new, and what a hold keeps stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.adapters.evidence.store import KEPT_UNTOLD
from services.intake.adapters.evidence.sweeping import Sweeping
from services.intake.adapters.evidence.verifying import first_difference
from services.intake.domain.events import Consent
from services.intake.domain.evidence import Folder, Piece
from tests.intake.adapters.evidence.test_store import Kept, opened
from tests.support.builders.intake import NOW
from tests.support.databases import SqlitePlace


class Swept:
    """Files of two people, what the log says of them, and who has asked to keep what."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.pieces: dict[str, Piece] = {}
        self.held: set[str] = set()
        self.sweeping = Sweeping(
            kept.store, lambda _: Folder(pieces=self.pieces), kept.keyring.living, self.held.__contains__, kept.clock
        )

    def told(self, evidence_id: str, digest: str, withdrawn: bool = False) -> None:
        self.pieces[evidence_id] = Piece(
            person_id=self.kept.person, size=1, digest=digest, consent=Consent(), withdrawn=withdrawn
        )

    def left(self) -> list[str]:
        self.sweeping.all()
        return [row[0] for row in self.kept.store.after("", 100)]


@pytest.fixture
def swept(tmp_path: Path) -> Iterator[Swept]:
    for kept in opened(SqlitePlace(tmp_path)):
        yield Swept(kept)


def test_what_nothing_speaks_of_goes_after_an_hour_and_what_is_told_of_stays(swept: Swept) -> None:
    told, _ = swept.kept.put(b"one")
    untold, _ = swept.kept.put(b"two")
    swept.told(told, "")
    assert swept.left() == [told, untold]
    swept.kept.clock.set(NOW + KEPT_UNTOLD + timedelta(minutes=1))
    assert swept.left() == [told]


def test_what_was_taken_back_goes_unless_a_hold_keeps_it(swept: Swept) -> None:
    back, _ = swept.kept.put(b"one")
    swept.told(back, "", withdrawn=True)
    swept.held.add(swept.kept.person)
    assert swept.left() == [back]
    swept.held.clear()
    assert swept.left() == []


def test_of_somebody_forgotten_all_goes_and_of_others_nothing(swept: Swept) -> None:
    hers, _ = swept.kept.put(b"one")
    theirs, _ = swept.kept.put(b"two", swept.kept.other)
    for each in (hers, theirs):
        swept.told(each, "")
    swept.kept.keyring.destroy(swept.kept.person)
    assert swept.left() == [theirs]


def test_it_rests_between_rounds(swept: Swept) -> None:
    swept.kept.put(b"one")
    assert swept.sweeping.step()
    assert not swept.sweeping.step()
    assert not swept.sweeping.step()
    swept.kept.clock.set(NOW + timedelta(minutes=16))
    assert swept.sweeping.step()


def test_a_file_that_is_not_what_was_stored_is_named_and_the_forgotten_are_passed_over(swept: Swept) -> None:
    hers, stored = swept.kept.put(b"one")
    standing = [(hers, stored.digest, swept.kept.person)]
    found = lambda: first_difference(swept.kept.store, lambda: standing, swept.kept.keyring.living)  # noqa: E731
    assert found() is None
    swept.kept.place.tamper("pieces", "DELETE FROM evidence_pieces")
    assert found() == f"the file {hers} is not what was stored, or is gone"
    swept.kept.keyring.destroy(swept.kept.person)
    assert found() is None
