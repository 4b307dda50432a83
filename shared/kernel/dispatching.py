"""What whoever sends a command sees: the receipt that makes it happen once, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.kernel.handling import Command
from shared.kernel.messages import Context, Fact


@dataclass(frozen=True, slots=True)
class Receipt:
    """Makes a command happen once: a second one with this scope and key gets the first one's answer.

    `fingerprint` tells whether it is the same request; "" where the key alone identifies it.
    """

    scope: str
    key: str
    fingerprint: str = ""
    answer: bytes = b""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt found: the answer given then, and the positions its facts took (0, 0 where there were none)."""

    fingerprint: str
    answer: bytes
    first_position: int
    last_position: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command. `repeated` is set where its receipt was known: nothing happened again."""

    stream: str
    facts: tuple[Fact, ...]
    first_position: int
    last_position: int
    repeated: StoredReceipt | None = None


Asked = tuple[Command, Context, Receipt]
"""A command with everything that is known about the asking."""


class Dispatch(Protocol):
    """Turns a command into history, and waits for it; `later` is the same for an event loop.

    `together` is for many at once that do not depend on one another: each gets its own answer, what stood in its way
    among them, and they share commits.
    """

    def __call__(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done: ...

    async def later(self, command: Command, context: Context, receipt: Receipt | None = None) -> Done: ...

    def together(self, asked: Sequence[Asked]) -> list[Done | Exception]: ...


class RecordView(Protocol):
    """Records that somebody read a person's record, before the page is sent; returns the position in the log."""

    def __call__(
        self, context: Context, stream: str, about: tuple[str, ...], what: str, purpose: str | None = None
    ) -> int: ...
