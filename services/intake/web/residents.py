"""What residents' pages need kept beside the log: phrases to come back with, tries at them, and counts of who asks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.intake.web.drafts import Drafts


class Phrases(Protocol):
    """Keeps a phrase so that it can be compared and not read."""

    def hash(self, phrase: str) -> str: ...

    def matches(self, kept: str | None, phrase: str) -> bool: ...


class Tries(Protocol):
    """Counts tries at coming back; `wait` is how many seconds are left before the next one, 0 when it may be made."""

    def wait(self, reference: str, client: str) -> int: ...

    def forgive(self, reference: str) -> None: ...


class Counts(Protocol):
    """Sums of answers to questions about equality, by quarter; a few are told as None."""

    def add(self, day: date, question: str, answer: str) -> None: ...

    def ended(self, today: date) -> Mapping[str, Mapping[tuple[str, str], int | None]]: ...


@dataclass(frozen=True, slots=True)
class Residents:
    """`returns` are the visits of whoever came back; `phrase_of` is what is kept of the phrase chosen for a referral,
    None where none was chosen or whoever chose it is forgotten; `mint` makes an id with a key for somebody whom nobody
    is recognised as."""

    returns: Drafts
    phrases: Phrases
    phrase_of: Callable[[str], str | None]
    tries: Tries
    equality: Counts
    mint: Callable[[], str]
