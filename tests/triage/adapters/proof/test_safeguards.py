"""The least protection asked of a set is that of the day on which it comes into force."""

from datetime import date

import pytest

from services.triage.adapters.proof.safeguards import least_on


@pytest.mark.parametrize(
    ("day", "a_crime"),
    [(date(2010, 1, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False), (date(2030, 1, 1), False)],
)
def test_the_newest_entry_in_force_counts_and_before_the_first_the_first(day: date, a_crime: bool) -> None:
    least = least_on(day)
    assert (least.repeat_needs_a_crime, least.marac_dash_yes, least.cmarac_age) == (a_crime, 14, 18)
