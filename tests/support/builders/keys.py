"""Keyrings for tests: the same folder and master key give the same keyring, as another process would see it."""

from collections.abc import Callable
from pathlib import Path

from shared.event_store.keyring import Keyring, open_keyring
from shared.kernel.clock import ScriptedClock
from shared.kernel.personal import DataClass, Identity, Personal, Unsealed
from tests.support.notebook import MORNING

MASTER = bytes(range(32))


class Seconds:
    """Monotonic seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def a_keyring(folder: Path, master: bytes = MASTER, monotonic: Callable[[], float] | None = None) -> Keyring:
    """The keyring of a folder, opened once more."""
    return open_keyring(
        f"sqlite:///{folder}/keyring.sqlite", lambda _: master, ScriptedClock(MORNING), monotonic or Seconds()
    )


def sealed(keyring: Keyring, person_id: str, words: str, data_class: type[DataClass] = Identity) -> Personal[Identity]:
    """A detail closed under a person's key."""
    return keyring.seal(Unsealed(person_id, data_class, words))


def stored_bytes(folder: Path) -> bytes:
    """All that lies on the disk: the database file and its write-ahead log."""
    return b"".join(
        path.read_bytes() for path in sorted(folder.glob("keyring.sqlite*")) if path.suffix != ".sqlite-shm"
    )
