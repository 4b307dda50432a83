"""The profile of a year tells peaks and shares, and nothing that points at somebody or lets one be worked out."""

import random
from collections import Counter

import pytest

from services.triage.application.abuse_profile import profile_of
from shared.kernel.small_numbers import SHOWN_FROM

WARDS = [f"Ward {number:02}" for number in range(20)]


def counts(**columns: dict[str, int]) -> dict[str, Counter[str]]:
    return {name: Counter(columns.get(name, {})) for name in ("ward", "weekday", "hour", "month")}


def as_the_borough_told() -> dict[str, Counter[str]]:
    """A year of 1,000 reports shaped as the borough's own (K37), each column counted for itself."""
    wards = Counter({ward: 80 if number < 5 else 40 for number, ward in enumerate(WARDS)})
    weekdays = Counter({str(day): 140 for day in range(7)} | {"5": 160})
    hours = Counter({str(hour): 90 if 13 <= hour < 20 else 21 for hour in range(24)} | {"0": 34})
    months = Counter({str(month): 78 for month in range(1, 13)} | {"8": 115, "12": 105})
    return {"ward": wards, "weekday": weekdays, "hour": hours, "month": months}


def test_the_peaks_are_those_that_the_borough_has_told() -> None:
    told = as_the_borough_told()
    assert {name: sum(column.values()) for name, column in told.items()} == dict.fromkeys(told, 1_000)
    profile = profile_of(told)
    assert (profile.weekday, profile.hours, list(profile.months)) == ("5", (13, 20), ["8", "12"])
    assert (profile.total, profile.five_wards) == (1_000, 0.4)


def test_five_or_fewer_are_not_told_nor_the_one_that_would_give_them_away() -> None:
    profile = profile_of(counts(ward={"A": 40, "B": 30, "C": 5, "D": 7}, month={"1": 82}))
    assert {line.value: line.count for line in profile.tables["ward"]} == {"A": 40, "B": 30, "C": None, "D": None}


def test_a_few_reports_have_no_sum_and_no_peak() -> None:
    few = counts(ward={"A": 3}, weekday={"1": 3}, hour={"9": 3}, month={"2": 3})
    profile = profile_of(few)
    assert (profile.total, profile.weekday, profile.hours, profile.months, profile.five_wards) == (
        None,
        None,
        None,
        [],
        None,
    )


def test_the_share_of_five_wards_needs_five_that_are_told() -> None:
    assert profile_of(counts(ward=dict.fromkeys("ABCD", 25), month={"1": 100})).five_wards is None
    assert profile_of(counts(ward={**dict.fromkeys("ABCDE", 10), "": 50}, month={"1": 100})).five_wards == 0.5


def test_hours_that_span_midnight_are_found() -> None:
    late = {str(hour): 10 for hour in (21, 22, 23, 0, 1, 2, 3)}
    assert profile_of(counts(hour=late, month={"1": 70})).hours == (21, 4)


def test_every_time_stands_in_its_order_also_where_nothing_was_reported() -> None:
    tables = profile_of(counts(month={"3": 9}, weekday={"0": 9})).tables
    assert [line.value for line in tables["month"]] == [str(month) for month in range(1, 13)]
    assert [line.count for line in tables["weekday"]] == [9, 0, 0, 0, 0, 0, 0]
    assert len(tables["hour"]) == 24


@pytest.mark.parametrize("seed", range(40))
def test_nothing_that_is_kept_back_follows_from_what_is_told(seed: int) -> None:
    draw = random.Random(seed)
    wards = {ward: draw.choice([0, 1, 2, 5, 6, 9, 40]) for ward in WARDS}
    lines = profile_of(counts(ward={ward: n for ward, n in wards.items() if n}, month={"1": sum(wards.values())}))
    hidden = [line.value for line in lines.tables["ward"] if line.count is None]
    assert all(line.count is None or line.count >= SHOWN_FROM for line in lines.tables["ward"])
    assert len(hidden) != 1 or len(lines.tables["ward"]) == 1
