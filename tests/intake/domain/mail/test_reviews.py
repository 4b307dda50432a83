"""A review stands from its day to the day it is due again, and not a day longer."""

from datetime import date

import pytest

from services.intake.domain.mail.reviews import Review

READ = Review("danger", "pl", 1, date(2026, 1, 1), "Interpreters", date(2026, 3, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 2, 28), "missing"),
        (date(2026, 3, 1), "reviewed"),
        (date(2027, 2, 28), "reviewed"),
        (date(2027, 3, 1), "overdue"),
    ],
)
def test_it_stands_between_its_days(day: date, stands: str) -> None:
    assert READ.stands(day) == stands


def test_where_nobody_has_read_a_list_it_is_missing_on_every_day() -> None:
    assert Review("danger", "pl", 1, date(2026, 1, 1)).stands(date(2030, 1, 1)) == "missing"
