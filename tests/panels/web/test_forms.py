"""What somebody typed: days and times as browsers and as people give them."""

from datetime import date, datetime

import pytest

from services.panels.domain.values.sittings import LONDON
from services.panels.web.forms import day_in, moment_in
from shared.kernel.refusals import InvalidInput


@pytest.mark.parametrize("typed", ["2026-12-16", "16/12/2026", "16 12 2026", "16.12.2026", "16-12-2026"])
def test_a_day_may_be_given_as_browsers_do_or_with_the_day_first(typed: str) -> None:
    assert day_in({"due": typed}, "due") == date(2026, 12, 16)


def test_nothing_typed_is_no_day() -> None:
    assert day_in({}, "due") is day_in({"due": ""}, "due") is None


@pytest.mark.parametrize("typed", ["31/02/2027", "12/16/2026", "tomorrow", "2026-13-01", "0/0/0000"])
def test_what_is_no_day_is_said_of_its_field(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        day_in({"due": typed}, "due")
    assert [error.pointer for error in refused.value.errors] == ["/due"]


def test_a_clock_time_is_londons_in_summer_too() -> None:
    moment = moment_in({"on": "2027-07-01", "at": "10:00"}, "on", "at")
    assert moment == datetime(2027, 7, 1, 10, 0, tzinfo=LONDON)
    assert moment.isoformat() == "2027-07-01T10:00:00+01:00"


@pytest.mark.parametrize(
    ("form", "pointers"),
    [
        ({}, ["/on", "/at"]),
        ({"on": "2027-07-01"}, ["/at"]),
        ({"at": "10:00"}, ["/on"]),
        ({"on": "never", "at": "late"}, ["/on", "/at"]),
    ],
)
def test_whatever_is_missing_of_a_moment_is_named(form: dict[str, str], pointers: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        moment_in(form, "on", "at")
    assert [error.pointer for error in refused.value.errors] == pointers
