"""Keyrings for tests: the same address and master key give the same keyring, as another process would see it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.event_store.keyring import Keyring, open_keyring
from shared.kernel.clock import ScriptedClock
from shared.kernel.personal import DataClass, Identity, Personal, Unsealed
from tests.support.databases import Place
from tests.support.notebook import MORNING

MASTER = bytes(range(32))


class Seconds:
    """Monotonic seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def keyring_at(address: str, master: bytes = MASTER, monotonic: Callable[[], float] | None = None) -> Keyring:
    """The keyring at an address, opened once more."""
    return open_keyring(address, lambda _: master, ScriptedClock(MORNING), monotonic or Seconds())


def a_keyring(folder: Path) -> Keyring:
    """The keyring of a folder, opened once more."""
    return keyring_at(f"sqlite:///{folder}/keyring.sqlite")


class Keyrings:
    """One keyring in some kind of database, opened as often as there are programs that use it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.address = place.address("keyring")
        self._opened: list[Keyring] = []

    def open(self, master: bytes = MASTER, monotonic: Callable[[], float] | None = None) -> Keyring:
        self._opened.append(keyring_at(self.address, master, monotonic))
        return self._opened[-1]

    def stored_bytes(self) -> bytes:
        """All that lies on the disk."""
        return self.place.stored_bytes("keyring")

    def wrapped(self) -> dict[str, bytes]:
        """Every key as it is kept."""
        rows = self.place.look("keyring", "SELECT person_id, wrapped FROM data_keys WHERE wrapped IS NOT NULL")
        return {str(person_id): bytes(wrapped) for person_id, wrapped in rows}

    def close(self) -> None:
        for keyring in self._opened:
            keyring.close()


@pytest.fixture
def keyrings(place: Place) -> Iterator[Keyrings]:
    """An empty keyring, once for each kind of database."""
    made = Keyrings(place)
    yield made
    made.close()


def sealed(keyring: Keyring, person_id: str, words: str, data_class: type[DataClass] = Identity) -> Personal[Identity]:
    """A detail closed under a person's key."""
    return keyring.seal(Unsealed(person_id, data_class, words))
