"""Counts and shares that may be shown: none so small that it points at somebody, each share with how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

# The custom of public statistics: a count from one to four may point at a person.
SHOWN_FROM = 5
_NORMAL_95 = 1.959964

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson's method, which holds for small counts and for none too."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share itself; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the truth lies, nineteen times of twenty."""
        if not self.of:
            return None
        share, square = self.count / self.of, _NORMAL_95**2
        middle = share + square / (2 * self.of)
        half = _NORMAL_95 * sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        whole = 1 + square / self.of
        # At the ends rounding may step over what a share can be.
        return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)

    @property
    def shown(self) -> bool:
        """Whether neither those it counts nor those it leaves are so few that they point at somebody."""
        return all(number == 0 or number >= SHOWN_FROM for number in (self.count, self.of - self.count, self.of))


def kept_back(counts: Mapping[str, int], shown_from: int = SHOWN_FROM) -> set[str]:
    """Which counts of a column may not be shown. One alone would follow from the sum, so the next smallest goes too."""
    small = {name for name, count in counts.items() if 0 < count < shown_from}
    return small | _one_more(counts, small)


def kept_back_of_table(columns: Mapping[str, Mapping[str, int]], whole: str, parts: Sequence[str]) -> set[Cell]:
    """Which cells of a table may not be shown, as (column, line), where in each line the parts add up to the whole.

    What is left may give away no other, neither down a column, whose sum is known, nor along a line.
    """
    hidden = {(column, line) for column, counts in columns.items() for line in kept_back(counts)}
    while True:
        before = len(hidden)
        for column, counts in columns.items():
            gone = {line for name, line in hidden if name == column}
            hidden |= {(column, line) for line in _one_more(counts, gone)}
        for line in columns[whole]:
            sum_ = {name: columns[name][line] for name in (whole, *parts)}
            gone = {name for name, other in hidden if other == line and name in sum_}
            hidden |= {(name, line) for name in _one_more(sum_, gone)}
        if len(hidden) == before:
            return hidden


def _one_more(counts: Mapping[str, int], gone: set[str]) -> set[str]:
    """The smallest of those left where only one is gone, which would follow from the others."""
    left = sorted((count, name) for name, count in counts.items() if count and name not in gone)
    return {left[0][1]} if len(gone) == 1 and left else set()
