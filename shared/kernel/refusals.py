"""The ways of saying no, each mapped once to an answer at the edge."""

from dataclasses import dataclass


class Refusal(Exception):
    """Not possible as asked, given what has happened already; leaves no trace in the log (409).

    Subclasses are named after the fact that stands in the way and carry `says`, a plain sentence for staff.
    """

    says = "This cannot be done now."

    def __init__(self, says: str | None = None) -> None:
        self.says = says or self.says
        super().__init__(self.says)

    @property
    def code(self) -> str:
        """The refusal's name in snake case, stable for programs."""
        name = type(self).__name__
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class ConcurrencyConflict(Refusal):
    """Somebody else changed the same thing in between (409); the dispatcher reloads and tries again."""

    says = "Somebody else changed this at the same moment. Look again and repeat what you did."


class KeyReused(Exception):
    """One idempotency key came with two different requests (422)."""


class NotAllowed(Exception):
    """The caller's role does not permit this (403)."""


class NotFound(Exception):
    """There is no such thing, or the caller may not know of it; the two look alike (404)."""


class Unavailable(Exception):
    """Something the request needs cannot be had just now, such as room on the disk (503)."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


class Damaged(Unavailable):
    """A database's files are not what they were (503)."""


class StoreNotUsable(Exception):
    """A database cannot be opened by this program; says what to do."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with what was sent: where, a stable code, and a sentence that says what to do."""

    pointer: str
    code: str
    message: str


class InvalidInput(Exception):
    """What was sent cannot be taken; every error found is listed (422). Never carries the values sent."""

    def __init__(self, errors: list[FieldError]) -> None:
        self.errors = errors
        super().__init__(", ".join(f"{error.pointer}: {error.code}" for error in errors))


def cannot_be_kept() -> InvalidInput:
    """For what no database of ours can hold or look for: a zero byte in a text, a number beyond all its columns."""
    says = "Something in this cannot be kept. Take out signs that are no letters, figures or punctuation."
    return InvalidInput([FieldError("", "cannot_be_kept", says)])
