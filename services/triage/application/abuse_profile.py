"""The profile of domestic abuse in a year by ward, weekday, hour and month; nothing shown points at somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.kernel.small_numbers import SHOWN_FROM, kept_back

_WARDS = 5
# As long as the hours from one to eight, by which the borough has told its peak before.
_WINDOW = 7
_HOURS = 24
_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One value with its count; None stands for a few."""

    value: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A year. Of its peaks only those are told whose counts are; `hours` are the first and the one after the last."""

    total: int | None
    tables: Mapping[str, Sequence[Line]]
    five_wards: float | None
    weekday: str | None
    hours: tuple[int, int] | None
    months: Sequence[str]


def profile_of(counts: Mapping[str, Mapping[str, int]]) -> Profile:
    """What the counts of a year come to. Each table adds up to the same sum."""
    tables = {name: _table(name, column) for name, column in counts.items()}
    total = sum(counts["month"].values())
    return Profile(
        total=total if total >= SHOWN_FROM else None,
        tables=tables,
        five_wards=_five_wards(tables["ward"], total),
        weekday=next(iter(_highest(tables["weekday"], 1)), None),
        hours=_busiest(counts["hour"]) if total >= SHOWN_FROM else None,
        months=_highest(tables["month"], _MONTHS),
    )


def _table(name: str, counts: Mapping[str, int]) -> Sequence[Line]:
    """Wards by their counts, times in their order, with those at which nothing was reported."""
    hidden = kept_back(counts)
    every = {"weekday": range(7), "hour": range(_HOURS), "month": range(1, 13)}.get(name)
    # Those kept back come last by name, so that their order tells nothing of their counts.
    order = (
        [str(each) for each in every]
        if every is not None
        else sorted(counts, key=lambda value: (value in hidden, -counts[value] if value not in hidden else 0, value))
    )
    return [Line(value, None if value in hidden else counts.get(value, 0)) for value in order]


def _five_wards(wards: Sequence[Line], total: int) -> float | None:
    """The share of the five wards with most reports, of all reports; None where one of the five is not told."""
    shown = [line.count for line in wards if line.value and line.count is not None][:_WARDS]
    return sum(shown) / total if len(shown) == _WARDS and total >= SHOWN_FROM else None


def _highest(lines: Sequence[Line], most: int) -> list[str]:
    told = sorted((line for line in lines if line.count), key=lambda line: -(line.count or 0))
    return [line.value for line in told[:most]]


def _busiest(hours: Mapping[str, int]) -> tuple[int, int]:
    """The seven hours on end in which most was reported, the earliest of those that are alike."""

    def within(first: int) -> int:
        return sum(hours.get(str((first + each) % _HOURS), 0) for each in range(_WINDOW))

    first = max(range(_HOURS), key=lambda each: (within(each), -each))
    return first, (first + _WINDOW) % _HOURS
