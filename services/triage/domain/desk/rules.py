"""The desk's dated data: what must have happened by when, and how heavy each piece of work weighs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """One thing that must not fail to happen.

    `awaits` is the kind of act: a lawful basis is awaited from the day a panel lists the case. `within` is how long by
    priority (none for those not named), `again` whether it is awaited anew each time, `of_cases` whether only cases are
    meant, `routes` which ones (none named: all).
    """

    id: str
    says: str
    awaits: str
    within: Mapping[str, str]
    again: bool
    of_cases: bool
    routes: frozenset[str]


@dataclass(frozen=True, slots=True)
class DeskRules:
    """One dated set."""

    version: str
    effective_from: date
    silences: tuple[SilenceRule, ...]
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Term:
    """A set with the moments between which it acts: from its first day in London to the next set's; None: no next."""

    rules: DeskRules
    begins_at: datetime
    ends_at: datetime | None


class DeskRuleBook:
    """Every dated set; on each day one of them is in force, and what begins later does not act yet."""

    def __init__(self, sets: Sequence[DeskRules]) -> None:
        self._sets = sorted(sets, key=lambda one: one.effective_from)
        begin = [datetime.combine(one.effective_from, time(), _LONDON).astimezone(UTC) for one in self._sets]
        self.terms = tuple(map(Term, self._sets, begin, [*begin[1:], None]))

    def on(self, day: date) -> DeskRules:
        """The set in force on a day in London. Raises LookupError before the first: then triage does not start."""
        found = next((one for one in reversed(self._sets) if one.effective_from <= day), None)
        if found is None:
            first = self._sets[0].effective_from
            raise LookupError(f"No set of desk rules is in force on {day}: the first begins on {first}.")
        return found

    def says(self, rule: str) -> str | None:
        """What did not happen where this rule's silence began, by the newest set that has it; None where none has."""
        return next((each.says for each in self._newest_first() if each.id == rule), None)

    def _newest_first(self) -> Iterator[SilenceRule]:
        for one in reversed(self._sets):
            yield from one.silences
