"""What a keyring is kept in: wrapped keys and blind identities, written whole, destroyed so that no copy stays."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

# Person, wrapped key, which master key wrapped it, when it was made.
KeyRow = tuple[str, bytes, str, str]


class WrappedKey(NamedTuple):
    """A person's data key as it is kept."""

    person_id: str
    wrapped: bytes


class Repointed(NamedTuple):
    """A blind index, whom it identifies so far, and whom from now on: one person, or several with blanks between."""

    blind: str
    there: str
    anew: str

    @property
    def people(self) -> list[str]:
        """Everybody it identifies from now on."""
        return self.anew.split()


def repointed(
    blinds: Mapping[str, Collection[str]], there: Mapping[str, str], among: Collection[str]
) -> list[Repointed]:
    """What has to change so that these blind indexes identify these people, where they identify somebody `among`."""
    return [
        Repointed(blind, there[blind], anew)
        for blind, people in blinds.items()
        if (anew := " ".join(sorted(people))) != there.get(blind, anew) and set(there[blind].split()).issubset(among)
    ]


class KeyTaken(Exception):
    """Somebody has a key already; nothing was written."""


class KeyTables(Protocol):
    """The keyring's tables. Called by one reading and one writing thread at a time; no reader waits for a writer."""

    def in_use(self) -> bool:
        """Whether a keyring was begun here."""
        ...

    def about(self, first: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """What is kept about the keyring itself; `first` gives it for a new one."""
        ...

    def wrapped(self, person_id: str) -> tuple[bytes | None] | None:
        """A person's wrapped key, (None,) where it was destroyed, None where there never was one."""
        ...

    def people_of(self, blinds: Sequence[str]) -> dict[str, str]:
        """Whom each of these blind indexes identifies; those that identify nobody are left out."""
        ...

    def keep(self, keys: Sequence[KeyRow], identities: Mapping[str, str]) -> None:
        """Write new keys, and identities of living ones; of two that claim one blind index the first stays.

        Raises KeyTaken where somebody has a key already.
        """
        ...

    def repoint(self, changed: Sequence[Repointed]) -> None:
        """Have blind indexes identify somebody else, where they still identify who is said, and all of them live."""
        ...

    def destroy(self, person_id: str, at: str) -> bool:
        """Overwrite a key and drop its person's identities, also those in which she is one of several; False if there
        was none."""
        ...

    def living(self, person_ids: Sequence[str]) -> set[str]:
        """Those of these people whose key is there."""
        ...

    def wrapped_by_others(self, master_id: str, after: str, limit: int) -> list[WrappedKey]:
        """Living keys that another master key wrapped, behind a person, in the order of their persons."""
        ...

    def rewrap(self, changed: Sequence[tuple[str, bytes, bytes]], master_id: str) -> int:
        """Put (person, what is there, what shall be there), where it still is; how many that was."""
        ...

    def keep_about(self, changed: Mapping[str, bytes]) -> None:
        """Change what is kept about the keyring itself, all of it or nothing."""
        ...

    def remove_old_copies(self) -> None:
        """Leave nothing of what was destroyed in any file. Raises Unavailable where that cannot be done now."""
        ...

    def close(self) -> None:
        """Let go of them."""
        ...


OLD_COPIES = "The key is destroyed, but old copies of it are still on the disk. Forget once more."
