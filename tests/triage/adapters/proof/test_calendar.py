"""The solver's days are ours: the ends of months, leap years, and the day a year after."""

from datetime import date, timedelta

import pytest
import z3

from services.triage.adapters.proof.calendar import Day, a_year_after, any_day, day_before, months_after
from services.triage.domain import anniversary

DAYS = [
    date(year, month, day)
    for year in (1900, 2000, 2023, 2024, 2100)
    for month, day in ((1, 1), (1, 31), (2, 28), (3, 1), (3, 31), (8, 31), (12, 31))
] + [date(2000, 2, 29), date(2024, 2, 29)]


def day_of(day: date) -> Day:
    return Day(z3.IntVal(day.year), z3.IntVal(day.month), z3.IntVal(day.day))


def as_date(day: Day) -> date:
    year, month, number = (z3.simplify(part).as_long() for part in (day.year, day.month, day.day))
    return date(year, month, number)


@pytest.mark.parametrize("months", [-12, -1, 0, 1, 11, 12, 25])
def test_months_are_counted_as_the_rules_count_them(months: int) -> None:
    days = [day for day in DAYS if day.year > 1900 or months >= 0]
    assert [as_date(months_after(day_of(day), months)) for day in days] == [
        anniversary.months_after(day, months) for day in days
    ]


def test_the_day_before_and_the_day_a_year_after() -> None:
    assert [as_date(day_before(day_of(day))) for day in DAYS] == [day - timedelta(days=1) for day in DAYS]
    assert as_date(a_year_after(day_of(date(2024, 2, 29)))) == date(2025, 2, 28)
    assert as_date(a_year_after(day_of(date(2023, 2, 28)))) == date(2024, 2, 28)


@pytest.mark.parametrize(
    ("year", "month", "day", "is_one"),
    [(2024, 2, 29, True), (2023, 2, 29, False), (2100, 2, 29, False), (2000, 2, 29, True), (2026, 4, 31, False)],
)
def test_only_days_there_are_can_be_chosen(year: int, month: int, day: int, is_one: bool) -> None:
    chosen, limits = any_day("day")
    solver = z3.Solver()
    solver.add(*limits, chosen.year == year, chosen.month == month, chosen.day == day)
    assert (solver.check() == z3.sat) is is_one


def test_the_number_of_a_day_orders_days() -> None:
    ordered = sorted(DAYS)
    numbers = [z3.simplify(day_of(day).number).as_long() for day in ordered]
    assert numbers == sorted(set(numbers))
