"""Moving from one area's MARAC to another's, as dated data: areas, what a pack must hold, and by when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec


class TransferProblem(Exception):
    """A practice cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a practice; a name nobody knows is a mistake."""


class TransferClocks(_Part, frozen=True, kw_only=True):
    """Working days for each step."""

    pack: int
    acknowledged: int
    support: int
    risk: int


class MustHold(_Part, frozen=True, kw_only=True):
    """What a pack must hold, and what too where the case was heard before."""

    always: tuple[str, ...]
    heard: tuple[str, ...]


class TransferPractice(_Part, frozen=True, kw_only=True):
    """One edition of the practice."""

    version: str
    effective_from: date
    author: str
    approver: str
    sources: tuple[str, ...]
    working_days: TransferClocks
    holds: dict[str, str]
    must_hold: MustHold
    areas: dict[str, str]

    def missing(self, holds: Sequence[str], heard: str) -> tuple[str, ...]:
        """What a pack lacks. Where nobody knows whether the case was heard, it is taken to have been."""
        wanted = (*self.must_hold.always, *(self.must_hold.heard if heard != "no" else ()))
        return tuple(code for code in wanted if code not in holds)


class TransferPractices:
    """Every edition, by its first day."""

    def __init__(self, editions: Sequence[TransferPractice]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> TransferPractice:
        """The newest edition in force on a day; before the first, the first."""
        return [each for each in self._editions if each.effective_from <= day or each is self._editions[0]][-1]


def practice_of_transfers_from(raw: Mapping[str, Any]) -> TransferPractice:
    """A checked edition. Raises TransferProblem."""
    try:
        edition = msgspec.convert(raw, TransferPractice)
    except msgspec.ValidationError as error:
        raise TransferProblem(f"{error}. The files beside it show what an edition holds.") from None
    if edition.version != edition.effective_from.isoformat():
        raise TransferProblem(
            f"the version is {edition.version}. Name it after its first day, {edition.effective_from}."
        )
    for code in (*edition.must_hold.always, *edition.must_hold.heard):
        if code not in edition.holds:
            raise TransferProblem(f"a pack must hold {code}, which is not listed under holds. Correct the code.")
    return edition
