"""Short rounds, every case in each of them, so that whatever else the machine does falls on all alike."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

Work = tuple[int, Callable[[], object]]
"""How many things a piece of work does, and the work itself, ready to be timed.

Another program's work gives the seconds it took, a float, by its own clock, in which its start has no part.
"""
Case = Callable[[], Work]
"""Prepares the next round's work; what it prepares is not timed."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a case is held against, and the ratio it must at least reach or may at most have; None for no bar."""

    case: str
    against: str
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A case's figure divided by another's of the same round: the median, and the middle half of the rounds."""

    case: str
    against: str
    median: float
    low: float
    high: float
    least: float | None
    most: float | None

    @property
    def met(self) -> bool | None:
        """Whether the bar was reached; None where there is none."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or self.median >= self.least) and (self.most is None or self.median <= self.most)


Rates = Mapping[str, Sequence[float]]


def measure(cases: Mapping[str, Case], rounds: int) -> dict[str, list[float]]:
    """Each case's rate per second in every round. Rounds begin with another case each time; one more warms up."""
    names = list(cases)
    rates: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            rate = timed(cases[name]())
            if number:
                rates[name].append(rate)
    return rates


def timed(work: Work) -> float:
    """The rate of one piece of work per second."""
    count, run = work
    gc.collect()
    began = perf_counter()
    itself = run()
    return count / (itself if isinstance(itself, float) else perf_counter() - began)


def ratios(rates: Rates, bars: Sequence[Bar]) -> list[Ratio]:
    """Medians of the ratios round by round: two cases of one round met the same machine."""
    return [_ratio(rates[bar.case], rates[bar.against], bar) for bar in bars]


def _ratio(ours: Sequence[float], theirs: Sequence[float], bar: Bar) -> Ratio:
    each = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    low, _, high = quantiles(each, n=4) if len(each) > 1 else each * 3
    return Ratio(bar.case, bar.against, median(each), low, high, bar.least, bar.most)


Pieces = Callable[[], Sequence[Callable[[], object]]]
"""Prepares the next round's pieces of work; each is timed by itself."""


def middles(cases: Mapping[str, Pieces], rounds: int) -> dict[str, list[float]]:
    """The rate at which each case's middle piece of work goes, round by round: what most callers meet.

    Taken in turn as in `measure`, and with a round more that warms up.
    """
    names = list(cases)
    rates: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            pieces = cases[name]()
            gc.collect()
            middle = median(_seconds(piece) for piece in pieces)
            if number:
                rates[name].append(1 / middle)
    return rates


def _seconds(piece: Callable[[], object]) -> float:
    began = perf_counter()
    piece()
    return perf_counter() - began
