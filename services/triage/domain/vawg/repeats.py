"""Whether a further incident makes a repeat, by the definition in force on the day it is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from services.triage.domain.anniversary import within_months

MARAC, SEXUAL_VIOLENCE = "marac", "sexual_violence"
_YES, _NO = "yes", "no"


class RepeatProblem(Exception):
    """A definition cannot be used; its text says what to do."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a definition; a name nobody knows is a mistake."""


class Definition(_Part, frozen=True, kw_only=True):
    """When something that happened after something else is a repeat of it."""

    months: int
    needs_crime: bool
    same_person: bool

    def met(self, counted_from: date, occurred_on: date, criminal: str, same_person: str) -> bool:
        """Whether it is one. Where the same person is asked for, only a no takes it out: not known counts."""
        crime = criminal == _YES or not self.needs_crime
        person = same_person != _NO or not self.same_person
        return crime and person and within_months(counted_from, occurred_on, self.months)


class RepeatDefinitions(_Part, frozen=True, kw_only=True):
    """One edition of the definitions."""

    version: str
    effective_from: date
    author: str
    approver: str
    says: str
    sources: tuple[str, ...]
    marac: Definition
    sexual_violence: Definition


class Repeats:
    """Every edition, by its first day."""

    def __init__(self, editions: Sequence[RepeatDefinitions]) -> None:
        self._editions = sorted(editions, key=lambda each: each.effective_from)

    def on(self, day: date) -> RepeatDefinitions:
        """The newest edition in force on a day; before the first, the first."""
        return [each for each in self._editions if each.effective_from <= day or each is self._editions[0]][-1]


def definitions_from(raw: Mapping[str, Any]) -> RepeatDefinitions:
    """A checked edition. Raises RepeatProblem."""
    try:
        edition = msgspec.convert(raw, RepeatDefinitions)
    except msgspec.ValidationError as error:
        raise RepeatProblem(f"{error}. The files beside it show what an edition holds.") from None
    if edition.version != edition.effective_from.isoformat():
        raise RepeatProblem(f"the version is {edition.version}. Name it after its first day, {edition.effective_from}.")
    if not edition.sources:
        raise RepeatProblem("there is nothing under sources. Give at least one entry.")
    return edition


def earlier_sexual_violence(definition: Definition, days: Iterable[date], occurred_on: date) -> date | None:
    """The day of other sexual violence that makes this a repeat, the nearest of them; None where there is none.

    Told in whatever order: two incidents are a repeat whichever of them was recorded first.
    """
    near = [
        day
        for day in days
        if definition.met(min(day, occurred_on), max(day, occurred_on), criminal=_YES, same_person=_YES)
    ]
    return min(near, key=lambda day: abs(day - occurred_on), default=None)
