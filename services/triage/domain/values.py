"""The values a decision stands on: what was answered about a case, and the words in which it may be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

Value = str | int | date | frozenset[str] | None
Values = Mapping[str, Value]

UNKNOWN = "unknown"

# What is read of a referral beside its answers; the names stand in conditions as answers do.
KIND, CATEGORY, STRANDS, RECEIVED_ON = "kind", "category", "strands", "received_on"
MEMBERS = (KIND, CATEGORY, STRANDS, RECEIVED_ON)

YES_NO, ONE_OF, COUNT, AGE, DATE, TEXT = "yes_no", "one_of", "count", "age", "date", "text"
WORDED = (YES_NO, ONE_OF)
NUMBERED = (COUNT, AGE)


class Question(Protocol):
    """What must be known of an answer to read it: its type, the codes it takes, and the most it may be."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def most(self) -> int: ...


class Vocabulary(Protocol):
    """The words of a referral, each code with its label; shared by all services and handed in when rules are loaded."""

    @property
    def kinds(self) -> Mapping[str, str]: ...
    @property
    def channels(self) -> Mapping[str, str]: ...
    @property
    def categories(self) -> Mapping[str, str]: ...
    @property
    def strands(self) -> Mapping[str, str]: ...
    @property
    def answers(self) -> Mapping[str, Question]: ...


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything a decision may read: `kind`, `category` (None if not given), `strands` (a frozenset), `received_on`,
    and every answer of the vocabulary, where "unknown" or None stands for one that was not given.

    Made by `read_case`, which refuses what it does not know.
    """

    values: Values

    @property
    def received_on(self) -> date:
        """The day that picks the rule set and from which repeats are counted."""
        day = self.values[RECEIVED_ON]
        assert isinstance(day, date)
        return day


def unknown_of(question: Question) -> Value:
    """How "not known" is written for an answer: the word where it takes words, None where it takes anything else."""
    return UNKNOWN if question.type in WORDED else None
