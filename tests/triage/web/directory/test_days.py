"""A day as three fields of a form bring it, or one message at its place."""

import pytest

from services.triage.web.directory.days import day_in
from shared.kernel.refusals import FieldError


@pytest.mark.parametrize("year", ["", "20²", "2027.5", "9" * 20])
def test_whatever_is_no_day_is_said_at_its_place(year: str) -> None:
    errors: list[FieldError] = []
    assert day_in({"on-day": "1", "on-month": "3", "on-year": year}, "on", errors) is None
    assert [(error.pointer, error.code) for error in errors] == [("/on", "day")]
