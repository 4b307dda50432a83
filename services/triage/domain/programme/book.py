"""The programmes there are, as dated data: for which ages, and after how many missed sessions safety is told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec


class ProgrammeProblem(Exception):
    """A book of programmes cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a book; a name nobody knows is a mistake."""


class Programme(_Part, frozen=True, kw_only=True):
    """One programme and whom it takes."""

    title: str
    youngest: int
    oldest: int | None = None

    def takes(self, age: int) -> bool:
        """Whether somebody of this age may be referred to it."""
        return self.youngest <= age and (self.oldest is None or age <= self.oldest)


class ProgrammeBook(_Part, frozen=True, kw_only=True):
    """One edition."""

    version: str
    effective_from: date
    author: str
    approver: str
    sources: tuple[str, ...]
    tell_after_missed: int
    answer_within_hours: int
    programmes: dict[str, Programme]


class ProgrammeBooks:
    """Every edition, by its first day."""

    def __init__(self, editions: Sequence[ProgrammeBook]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> ProgrammeBook:
        """The newest edition in force on a day; before the first, the first."""
        return [each for each in self._editions if each.effective_from <= day or each is self._editions[0]][-1]


def book_from(raw: Mapping[str, Any]) -> ProgrammeBook:
    """A checked edition. Raises ProgrammeProblem."""
    try:
        book = msgspec.convert(raw, ProgrammeBook)
    except msgspec.ValidationError as error:
        raise ProgrammeProblem(f"{error}. The files beside it show what a book holds.") from None
    if book.version != book.effective_from.isoformat():
        raise ProgrammeProblem(f"the version is {book.version}. Name it after its first day, {book.effective_from}.")
    if book.tell_after_missed < 1:
        raise ProgrammeProblem("tell_after_missed is less than one. Say after how many missed sessions safety is told.")
    return book
