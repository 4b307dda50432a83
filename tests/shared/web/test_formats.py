"""How times and values are written."""

from datetime import UTC, date, datetime
from enum import Enum

import pytest

from shared.access.roles import Role
from shared.kernel.messages import Fact
from shared.kernel.personal import ERASED, Contact, Identity, Personal, private
from shared.web.formats import clock_time, date_time, day_date, full_date, shown, words


class Tenure(Enum):
    HOUSING_ASSOCIATION = "housing_association"


class Step(Fact):
    at: datetime
    done: bool


class ReferralSubmitted(Fact):
    reporter: Personal[Identity]
    phone: Personal[Contact] | str
    tenure: Tenure
    landlord: str | None
    steps: tuple[Step, ...] = ()


SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def test_times_stand_on_londons_clock_with_full_dates_and_24_hours() -> None:
    assert date_time(SUMMER) == "1 July 2026, 23:30"
    assert date_time("2026-07-01T23:30:00+00:00") == "2 July 2026, 00:30"
    assert clock_time(datetime(2026, 11, 23, 9, 12, tzinfo=UTC)) == "09:12"
    assert day_date(date(2026, 11, 23)) == "Monday 23 November 2026"
    assert full_date("2026-11-03") == "3 November 2026"


def test_a_time_that_nobody_gave_is_neither_midnight_nor_now() -> None:
    assert date_time(date(2026, 11, 23)) == "23 November 2026"
    assert clock_time(date(2026, 11, 23)) == "not known"
    assert [form(None) for form in (full_date, day_date, clock_time, date_time)] == ["not known"] * 4


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("social_landlord", "Social landlord"),
        (Tenure.HOUSING_ASSOCIATION, "Housing association"),
        ("IDVA", "IDVA"),
        (Role.IDVA, "IDVA"),
        ("", ""),
    ],
)
def test_codes_are_written_as_words(code: object, text: str) -> None:
    assert words(code) == text


def test_a_fact_is_shown_in_words_without_any_personal_detail_sealed_or_open() -> None:
    fact = ReferralSubmitted(
        reporter=private("p-1", Identity, "Zuleika Planted"),
        phone=Personal(p="p-1", c="c2VhbGVk"),
        tenure=Tenure.HOUSING_ASSOCIATION,
        landlord=None,
        steps=(Step(at=SUMMER, done=True),),
    )
    assert shown(fact) == [
        ("Reporter", "personal detail, not shown here"),
        ("Phone", "personal detail, not shown here"),
        ("Tenure", "Housing association"),
        ("Landlord", "not stated"),
        ("Steps", [[("At", "1 July 2026, 23:30"), ("Done", "yes")]]),
    ]
    assert shown(ERASED) == "[erased]"
    assert shown({"two_words": ["a", 3, False]}) == [("Two words", ["a", "3", "no"])]
