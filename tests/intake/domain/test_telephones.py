"""Which numbers can be called as they stand; the others are kept as they were told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.telephones import is_usable


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "+44 7700 900123", "(020) 7946 0958", "020-7946-0958", "0800 1111", "+33 1 99 00 12 34",
     "01632 960123", "tel:+447700900123"],
)  # fmt: skip
def test_a_number_somebody_can_be_reached_by_is_usable(typed: str) -> None:
    assert is_usable(typed)


@pytest.mark.parametrize(
    "typed", ["0123", "07700 900", "0208 5450", "999", "101", "111", "call her sister", "", "07700 9001234", "x" * 500]
)
def test_what_cannot_be_called_is_not(typed: str) -> None:
    assert not is_usable(typed)


@given(st.text(max_size=70))
def test_any_text_is_judged_without_harm(typed: str) -> None:
    assert is_usable(typed) in (True, False)
