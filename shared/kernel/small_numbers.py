"""Counts and shares that may be shown: none so small that it points at somebody, each share with how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

# Five or fewer may point at a person (domain.md K41).
SHOWN_FROM = 6
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


def kept_back(counts: Mapping[str, int]) -> set[str]:
    """Which counts of a column whose sum is known may not be shown, so that none follows from those that are."""
    return _with_cover(counts, {name for name, count in counts.items() if 0 < count < SHOWN_FROM})


def kept_back_of_table(columns: Mapping[str, Mapping[str, int]], whole: str, parts: Sequence[str]) -> set[Cell]:
    """Which cells of a table may not be shown, as (column, line), where in each line the parts add up to the whole.

    What is left may give away no other, neither down a column, whose sum is known, nor along a line.
    """
    hidden = {(column, line) for column, counts in columns.items() for line in kept_back(counts)}
    while True:
        before = len(hidden)
        for column, counts in columns.items():
            gone = {line for name, line in hidden if name == column}
            hidden |= {(column, line) for line in _with_cover(counts, gone)}
        for line in columns[whole]:
            hidden |= {(name, line) for name in _cover_of_line(columns, line, whole, parts, hidden)}
        if len(hidden) == before:
            return hidden


def shares_kept_back(shares: Mapping[str, Share], also: Iterable[str] = ()) -> set[str]:
    """Which shares of groups may not be shown where that of all is: those of few, and as many as cover them.

    Whoever takes the shown ones from all has the hidden ones together, and that may be a share of few no more than
    one alone may. `also` is hidden for a reason of its own.
    """
    hidden = {name for name, share in shares.items() if not share.shown} | set(also)
    while hidden:
        together = [shares[name] for name in hidden]
        count, of = sum(share.count for share in together), sum(share.of for share in together)
        lacking = (len(hidden) < 2, count < SHOWN_FROM, of - count < SHOWN_FROM)
        # A group helps where it has some of what is lacking; where all there are lack it, the whole tells it anyway.
        helps = {name: _gives(share, lacking) for name, share in shares.items() if name not in hidden}
        if not any(helps.values()):
            return hidden
        hidden.add(min(helps, key=lambda name: (-helps[name], shares[name].of, name)))
    return hidden


def _gives(share: Share, lacking: tuple[bool, bool, bool]) -> int:
    """How much of what is lacking to a sum a share gives: another group, some that count, some that do not."""
    return sum(
        lack and gives > 0 for lack, gives in zip(lacking, (share.of, share.count, share.of - share.count), strict=True)
    )


def _cover_of_line(
    columns: Mapping[str, Mapping[str, int]], line: str, whole: str, parts: Sequence[str], hidden: set[Cell]
) -> set[str]:
    """What else goes along a line: its hidden parts are covered like a column, and a hidden whole needs one with it."""
    gone = {name for name in (whole, *parts) if (name, line) in hidden}
    counts = {name: columns[name][line] for name in parts}
    if whole not in gone:
        return _with_cover(counts, gone)
    shown = sorted((count, name) for name, count in counts.items() if name not in gone)
    filled = [name for count, name in shown if count] or [name for _, name in shown]
    return gone if len(gone) > 1 else gone | set(filled[:1])


def _with_cover(counts: Mapping[str, int], gone: set[str]) -> set[str]:
    """Those that are gone with as many more as it takes until nobody can work one out from the sum.

    Alone, or with a sum as small as a count that may not be shown, they would follow from the rest. Where no other
    holds anything, those that hold nothing are hidden too, so that at least nobody sees which it is.
    """
    covered = set(gone)
    left = sorted((count, name) for name, count in counts.items() if count and name not in gone)
    while gone and (len(covered) < 2 or sum(counts[name] for name in covered) < SHOWN_FROM):
        if not left:
            return set(counts)
        covered.add(left.pop(0)[1])
    return covered
