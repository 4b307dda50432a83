"""What a card of support is made of: its lines, its one next step, and the table all cards are read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.triage.application.support_room import SupportRoom
from services.triage.domain.asb.days import day_of
from services.triage.domain.support import events
from services.triage.domain.support.file import SupportFile
from shared.kernel.messages import Recorded
from shared.kernel.personal import ERASED, Opener, Place


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that stands: what it says, a word of warning, and what may be done about it as (text, task)."""

    says: str
    warning: str = ""
    step: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One part. `step` is the clear next step as (text, task), `others` what else may be done."""

    code: str
    title: str
    lines: Sequence[Line]
    nothing: str
    step: tuple[str, str]
    others: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What cards are made of: the file, its facts, the names of people and of accounts, and who looks when.

    `adviser` is whether an adviser looks, `left` whether whoever had the case advises no more.
    """

    room: SupportRoom
    file: SupportFile
    story: Sequence[Recorded]
    opener: Opener
    people: Mapping[str, str]
    accounts: Mapping[str, str]
    adviser: bool
    left: bool
    now: datetime

    @property
    def today(self) -> date:
        """The day in London."""
        return day_of(self.now)

    def facts(self, kind: type[Any]) -> list[Any]:
        """Every fact of this kind, in order."""
        return [recorded.fact for recorded in self.story if isinstance(recorded.fact, kind)]

    def who(self, person_id: str) -> str:
        """Somebody's name, if more than one is at risk in this case."""
        return f", {self.people.get(person_id, 'name not known')}" if len(self.people) > 1 else ""


def area_words(story: Sequence[Recorded], file: SupportFile, opener: Opener) -> dict[str, str]:
    """Each place that is not safe, in words."""
    standing = {each.area_id for each in file.areas}
    return {
        fact.area_id: _area(fact, opener)
        for recorded in story
        if isinstance(fact := recorded.fact, events.UnsafeAreaNamed) and fact.area_id in standing
    }


def _area(fact: events.UnsafeAreaNamed, opener: Opener) -> str:
    if fact.ward:
        return f"{fact.ward} ward"
    return fact.borough or opener.open(fact.words, Place) or ERASED


def low(text: str) -> str:
    """As it stands within a sentence."""
    return text[:1].lower() + text[1:]
