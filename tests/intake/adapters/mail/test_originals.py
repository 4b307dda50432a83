"""A message is kept as it came, sealed under whoever it belongs to, and gone with her or when its time is over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.adapters.mail.originals import SealedOriginals
from shared.event_store.databases import open_database
from shared.event_store.keyring import Keyring, open_keyring
from shared.kernel.clock import ScriptedClock
from tests.support.builders.intake import NOW
from tests.support.builders.mail import a_message

WORDS = b"Nobody may read this"


class Kept:
    """Originals in a folder, with the keys they are sealed under."""

    def __init__(self, folder: Path) -> None:
        self.clock = ScriptedClock(NOW)
        self.keys: Keyring = open_keyring(f"sqlite:///{folder}/keys.sqlite", lambda _: b"k" * 32, self.clock)
        for person in ("person-1", "person-2"):
            self.keys.mint(person)
        self._database = open_database(f"sqlite:///{folder}/intake.sqlite", "DATABASE_URL", "mail", lasting=True)
        self.originals = SealedOriginals(self._database, self.keys, self.clock)

    def close(self) -> None:
        self._database.close()
        self.keys.close()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.close()


def test_a_message_comes_back_as_it_came_however_long_and_lies_there_sealed(kept: Kept, tmp_path: Path) -> None:
    raw = WORDS + bytes(range(256)) * 8_000
    kept.originals.keep("m", "person-1", raw, None)
    assert kept.originals.read("m") == raw
    assert all(WORDS not in file.read_bytes() for file in tmp_path.iterdir())


def test_kept_twice_it_stays_what_it_was(kept: Kept) -> None:
    kept.originals.keep("m", "person-1", b"first", None)
    kept.originals.keep("m", "person-2", b"second", None)
    assert kept.originals.read("m") == b"first"


def test_its_words_can_be_had_where_there_are_any(kept: Kept) -> None:
    kept.originals.keep("m", "person-1", a_message("Hello"), None)
    kept.originals.keep("n", "person-1", b"rubbish", None)
    assert kept.originals.text_of("m") == "Hello"
    assert kept.originals.text_of("n") is None
    assert kept.originals.text_of("never came") is None


def test_with_her_key_it_is_gone(kept: Kept) -> None:
    kept.originals.keep("m", "person-1", b"words", None)
    kept.keys.destroy("person-1")
    assert kept.originals.read("m") is None


def test_handed_over_it_goes_with_the_other_person(kept: Kept) -> None:
    kept.originals.keep("m", "person-1", b"words", NOW + timedelta(days=30))
    kept.originals.hand_over("m", "person-2")
    kept.keys.destroy("person-1")
    kept.clock.set(NOW + timedelta(days=400))
    assert kept.originals.discard_expired() is False
    assert kept.originals.read("m") == b"words"
    kept.keys.destroy("person-2")
    assert kept.originals.read("m") is None


def test_what_is_over_its_time_is_thrown_away_and_nothing_else(kept: Kept) -> None:
    kept.originals.keep("ignored", "person-1", b"words", NOW + timedelta(days=30))
    kept.originals.keep("letter", "person-1", b"words", None)
    kept.originals.keep("dismissed", "person-1", b"words", None)
    kept.originals.keep_until("dismissed", NOW + timedelta(days=30))
    kept.clock.set(NOW + timedelta(days=29))
    assert kept.originals.discard_expired() is False
    kept.clock.set(NOW + timedelta(days=30))
    assert kept.originals.discard_expired() is True
    assert kept.originals.discard_expired() is False
    assert [kept.originals.read(each) for each in ("ignored", "dismissed", "letter")] == [None, None, b"words"]
