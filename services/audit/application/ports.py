"""What audit needs of the world: logs to read, a ledger to write, a key to sign with, a place for signed heads."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from services.audit.domain.checkpoint import SigningKey, VerifierKey
from services.audit.domain.ledger import Entry, Row
from services.audit.domain.merkle import Subtree


class LogUnreadable(Exception):
    """A log is there and cannot be read; `reason` says how, never what stands in it."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"The log of {source} cannot be read: {reason}.")


class LedgerUnreadable(LookupError):
    """The ledger's own file is damaged, or is something else."""

    def __init__(self) -> None:
        super().__init__("The ledger cannot be read: its file is damaged, or is no ledger. Put back a copy of it.")


class Logs(Protocol):
    """The logs of the services, each by its name; a log that is not there yet is empty."""

    @property
    def names(self) -> Sequence[str]: ...

    def head(self, source: str) -> int:
        """The last position, 0 for an empty log."""
        ...

    def rows(self, source: str, after: int = 0, until: int | None = None, limit: int = -1) -> Iterator[Row]:
        """The rows after a position in order, from one snapshot. Both raise LogUnreadable."""
        ...

    def close(self) -> None:
        """Let go of them."""
        ...


class SignedHead(msgspec.Struct, frozen=True):
    """A signed tree head where it is kept: `named` is its place, `size` and `signed_at` what is said of it there."""

    named: str
    size: int
    signed_at: datetime
    note: str


class Ledger(Protocol):
    """The ledger. Nothing in it is ever changed or taken away."""

    def size(self) -> int:
        """The last ledger position."""
        ...

    def reached(self, source: str) -> int:
        """The last position of a log that the ledger holds."""
        ...

    def sources(self) -> Sequence[str]: ...

    def append(self, entries: Sequence[Entry], completed: Sequence[Subtree]) -> None:
        """All of it or nothing."""
        ...

    def entries_of(self, source: str, until: int) -> Iterator[Entry]:
        """A log's entries by position, up to one."""
        ...

    def page(self, after: int, limit: int) -> Sequence[Entry]:
        """Entries in the order of the ledger."""
        ...

    def at(self, positions: Iterable[int]) -> list[Entry]:
        """The entries at these ledger positions, in that order; those that are gone are left out."""
        ...

    def leaves(self, until: int) -> Iterator[tuple[int, bytes]]:
        """Ledger position and leaf hash, in order."""
        ...

    def hashes(self, level: int, start: int, count: int) -> Sequence[bytes]: ...

    def subtrees(self) -> Iterator[Subtree]: ...

    def keep_head(self, head: SignedHead) -> None: ...

    def heads(self) -> list[SignedHead]:
        """The heads signed so far, the oldest first."""
        ...


class Follower(Protocol):
    """What follows the ledger: the index of stories."""

    def step(self) -> bool:
        """Take in the next entries; False when there were none."""
        ...

    def position(self) -> int:
        """The ledger position it has come to."""
        ...


class HeadFolder(Protocol):
    """Where signed heads are put, out of reach of those who write the logs."""

    def keep(self, size: int, signed_at: datetime, note: str) -> str:
        """Puts a head there, never over another; returns its name."""
        ...

    def newest_first(self) -> Iterator[SignedHead]:
        """The heads there, the largest first, whatever is in them."""
        ...

    def newest_size(self) -> int:
        """The size of the largest head, 0 where there is none."""
        ...


class Keys(Protocol):
    """The ledger's key pair."""

    def signer(self) -> SigningKey:
        """The secret half, made when it is first needed. Raises LookupError, with what to do, where it was lost."""
        ...

    def trusted(self) -> VerifierKey | None:
        """The public key beside the signed heads, else the one in the data folder; None where nothing was signed."""
        ...

    def agree(self) -> bool:
        """Whether the two public keys are one."""
        ...


class ComparedViews(msgspec.Struct, frozen=True, kw_only=True):
    """One service's views held against its history: how many, which differ (name to what), or why it was not done."""

    source: str
    compared: int = 0
    differing: Sequence[tuple[str, str]] = ()
    not_done: str | None = None


class ServiceViews(Protocol):
    """Has each service compare its own views with its own history."""

    def compare(self, names: Sequence[str]) -> list[ComparedViews]: ...


class Lease(Protocol):
    """The right to be the only one doing something."""

    def acquire(self) -> bool: ...

    def release(self) -> None: ...
