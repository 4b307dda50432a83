"""Unfinished answers are kept sealed for an hour, and of a draft that is discarded nothing is left."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from services.intake.adapters import drafts as room
from services.intake.adapters.drafts import KEPT_FOR, SealedDrafts
from shared.event_store.databases import open_database
from shared.event_store.keyring import open_keyring
from shared.event_store.passing_keys import PassingKeys
from shared.kernel.clock import ScriptedClock
from shared.kernel.refusals import Unavailable
from tests.support.builders.intake import NOW
from tests.support.databases import Place

WORDS = {"description": ["He took the door off its hinges"], "_seen": ["help.now", "help.tell"]}


class Kept:
    """Drafts in a folder, with their clock and keys."""

    def __init__(self, place: Place) -> None:
        self.clock = ScriptedClock(NOW)
        self.place = place
        self.keyring = open_keyring(place.address("keyring"), lambda _: b"k" * 32, self.clock)
        self.database = open_database(place.address("intake"), "DATABASE_URL", "drafts")
        self.beside = open_database(place.address("intake"), "DATABASE_URL", "drafts_keys", lasting=True)
        self.keys = PassingKeys(self.beside, self.keyring, "intake/drafts")
        self.drafts = SealedDrafts(self.database, self.keys, self.clock)


@pytest.fixture
def kept(place: Place) -> Iterator[Kept]:
    made = Kept(place)
    yield made
    made.database.close()
    made.beside.close()
    made.keyring.close()


def test_what_was_typed_comes_back_and_stands_nowhere_in_clear(kept: Kept) -> None:
    draft_id = kept.drafts.begin()
    kept.drafts.keep(draft_id, WORDS)
    found = kept.drafts.find(draft_id)
    assert found is not None
    assert (found.typed, found.saves) == (WORDS, 1)
    assert b"hinges" not in kept.place.stored_bytes("intake")
    assert "hinges" not in repr(found)


def test_a_draft_is_kept_an_hour_from_the_last_change(kept: Kept) -> None:
    draft_id = kept.drafts.begin()
    kept.clock.set(NOW + KEPT_FOR - timedelta(minutes=1))
    kept.drafts.keep(draft_id, WORDS)
    kept.clock.set(NOW + KEPT_FOR + timedelta(minutes=30))
    assert kept.drafts.find(draft_id) is not None
    kept.clock.set(NOW + 2 * KEPT_FOR)
    assert kept.drafts.find(draft_id) is None


def test_of_a_discarded_draft_neither_row_nor_key_is_left(kept: Kept) -> None:
    draft_id = kept.drafts.begin()
    kept.drafts.keep(draft_id, WORDS)
    kept.drafts.discard(draft_id)
    assert kept.drafts.find(draft_id) is None
    assert not kept.keys.destroy(draft_id)
    kept.drafts.keep(draft_id, WORDS)
    assert kept.drafts.find(draft_id) is None


def test_drafts_nobody_touched_are_discarded_with_their_keys(kept: Kept) -> None:
    old = kept.drafts.begin()
    kept.clock.set(NOW + timedelta(minutes=30))
    new = kept.drafts.begin()
    kept.clock.set(NOW + KEPT_FOR)
    assert kept.drafts.discard_expired()
    assert not kept.drafts.discard_expired()
    assert kept.drafts.find(new) is not None
    assert not kept.keys.destroy(old)


def test_nobody_fills_the_disk_with_drafts(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_DRAFTS", 2)
    kept.drafts.begin()
    kept.drafts.begin()
    with pytest.raises(Unavailable, match="Call us"):
        kept.drafts.begin()


def test_the_keyring_of_people_knows_nothing_of_single_drafts(kept: Kept) -> None:
    before = kept.place.look("keyring", "SELECT * FROM data_keys")
    for _ in range(3):
        draft_id = kept.drafts.begin()
        kept.drafts.keep(draft_id, WORDS)
        kept.drafts.discard(draft_id)
    assert kept.place.look("keyring", "SELECT * FROM data_keys") == before
    assert [row[0] for row in before] == ["intake/drafts"]
