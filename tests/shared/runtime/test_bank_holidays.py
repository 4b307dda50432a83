"""The bank holidays shipped are those GOV.UK published for England and Wales."""

import json
from datetime import date
from pathlib import Path

import pytest

from shared.runtime.bank_holidays import england_and_wales


def test_whole_years_are_known() -> None:
    days = england_and_wales()
    assert (days.known_from.month, days.known_from.day) == (1, 1)
    assert days.known_until >= date(2028, 12, 31)


@pytest.mark.parametrize("day", [date(2022, 9, 19), date(2023, 5, 8), date(2026, 4, 6), date(2027, 12, 28)])
def test_one_offs_and_substitutes_are_among_them(day: date) -> None:
    assert day in england_and_wales().holidays


def test_they_agree_with_the_published_feed(datasets: Path) -> None:
    feed = json.loads((datasets / "uk-bank-holidays" / "bank-holidays.json").read_text(encoding="utf-8"))
    published = {date.fromisoformat(event["date"]) for event in feed["england-and-wales"]["events"]}
    assert published <= england_and_wales().holidays
