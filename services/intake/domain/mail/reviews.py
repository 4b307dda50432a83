"""Who has read a list of words, and when it is to be read again; a list that nobody has read says so."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Stands = Literal["reviewed", "overdue", "missing"]


@dataclass(frozen=True, slots=True)
class Review:
    """One list in force, `use` "danger" or "plain". `by` is an office; all three are None where nobody has read it."""

    use: str
    language: str
    edition: int
    effective_from: date
    by: str | None = None
    on: date | None = None
    due: date | None = None

    def stands(self, day: date) -> Stands:
        """How it stands on a day. A review of a day to come is none yet."""
        if self.by is None or self.on is None or self.due is None or self.on > day:
            return "missing"
        return "overdue" if self.due < day else "reviewed"
