"""What a return is: what it reads, its columns, how it is computed, and what of it may be published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.audit.domain.timeline import StoryFact

LONDON = ZoneInfo("Europe/London")
UNKNOWN = "unknown"
SUPPRESSED = "5 or under"
_SMALLEST_SHOWN = 6

Value = str | int | float | None
Row = dict[str, Value]


class Span(msgspec.Struct, frozen=True):
    """London days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day is one of them."""
        return day is not None and self.first <= day <= self.last

    @property
    def text(self) -> str:
        """`2026-04-01/2027-03-31`."""
        return f"{self.first}/{self.last}"


class Computed(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a return; with each, the counts behind its shares, and of how many cases a figure is not known.

    With `total` the last row adds up those before it.
    """

    rows: list[Row]
    behind: list[Mapping[str, int]] = []
    unknown: list[Mapping[str, int]] = []
    total: bool = False


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A return. `reads` are the facts it is made of as `name@version`: another version is counted, never guessed at.

    `drawn` are the columns of the picture: one bar for each value of the first, as high as the second.
    `suppress` gives the form that may be published: small numbers could point at people.
    """

    name: str
    title: str
    about: str
    reads: tuple[str, ...]
    columns: tuple[str, ...]
    drawn: tuple[str, str]
    compute: Callable[[Sequence[StoryFact], Span], Computed]
    suppress: Callable[[Computed], list[Row]]

    @property
    def names(self) -> frozenset[str]:
        """The names of the facts it reads, in whatever version."""
        return frozenset(read.partition("@")[0] for read in self.reads)

    def readable(self, facts: Iterable[StoryFact]) -> tuple[list[StoryFact], dict[str, int]]:
        """The facts it knows how to read, and how many there are of each other version."""
        known: list[StoryFact] = []
        other: dict[str, int] = {}
        for fact in facts:
            version = f"{fact.name}@{fact.schema_version}"
            if version in self.reads:
                known.append(fact)
            else:
                other[version] = other.get(version, 0) + 1
        return known, other


def small(count: Value) -> bool:
    """Whether a count is one that must not be published (1 to 5)."""
    return isinstance(count, int) and 0 < count < _SMALLEST_SHOWN


def suppressed(computed: Computed, columns: Sequence[str], of: str | None = None) -> list[Row]:
    """The rows with every small number of these columns taken out, and what would give it away.

    A share goes with the count behind it; where `of` names the whole, also with a small remainder of it. Where one
    row alone loses a figure, or several that come to no more than a small number, the total loses it too, since what
    is left of it would tell them.
    """
    rows = [dict(row) for row in computed.rows]
    for number, row in enumerate(computed.rows):
        behind = computed.behind[number] if computed.behind else {}
        whole = row[of] if of else None
        for name in columns:
            count = behind.get(name, row[name])
            rest = whole - count if isinstance(whole, int) and isinstance(count, int) and name in behind else None
            if small(count) or small(rest) or (small(whole) and row[name] is not None):
                rows[number][name] = SUPPRESSED
    if computed.total:
        for name in columns:
            gone = [number for number, row in enumerate(rows[:-1]) if row[name] == SUPPRESSED]
            if len(gone) == 1 or small(_together(computed, gone, name)):
                rows[-1][name] = SUPPRESSED
    return rows


def _together(computed: Computed, numbers: Iterable[int], name: str) -> int:
    """What some rows come to in one column, a share by the count behind it."""
    behind = computed.behind or [{} for _ in computed.rows]
    counts = [behind[number].get(name, computed.rows[number][name]) for number in numbers]
    return sum(count for count in counts if isinstance(count, int))


def london_day(text: Any) -> date | None:
    """The day in London of a moment as facts write it; None if it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment.astimezone(LONDON).date() if moment.tzinfo is not None else None


def financial_year(day: date) -> str:
    """`2026-27` for the days from 1 April 2026 to 31 March 2027."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"
