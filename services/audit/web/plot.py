"""Bars for a return, drawn on the server; the table beside them says the same in figures."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

WIDTH, HEIGHT = 720, 240
_ABOVE, _BELOW, _GAP, _WIDEST = 20, 24, 8, 80


class Bar(msgspec.Struct, frozen=True):
    """One bar in the picture's own units, its middle for the words above and below it."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    value: str


class Plot(msgspec.Struct, frozen=True):
    """A picture of bars that all begin at `ground`."""

    title: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - _BELOW


def plot_of(title: str, label: str, value: str, rows: Iterable[Mapping[str, Any]]) -> Plot | None:
    """One bar a label, its rows added up; what is no number is left out. None where there is nothing to draw."""
    sums: dict[str, float] = {}
    for row in rows:
        if isinstance(row[value], int | float):
            sums[str(row[label])] = sums.get(str(row[label]), 0) + row[value]
    highest = max(sums.values(), default=0)
    if highest <= 0:
        return None
    step = WIDTH / len(sums)
    width = min(step - _GAP, _WIDEST)
    ground, room = HEIGHT - _BELOW, HEIGHT - _BELOW - _ABOVE
    bars = []
    for number, (name, amount) in enumerate(sums.items()):
        middle, tall = (number + 0.5) * step, room * amount / highest
        place = (round(middle - width / 2, 1), round(ground - tall, 1), round(width, 1), round(tall, 1))
        bars.append(Bar(*place, round(middle, 1), name, f"{amount:,}"))
    return Plot(title, tuple(bars))
