"""Codes of diaries: easy to read out, never twice the same, and read however they are typed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.diary_codes import new_diary_code, parse_diary_code


def test_codes_are_four_groups_of_letters_that_are_not_misheard() -> None:
    made = {new_diary_code() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[23456789ACEFGHJKMPQRTWXY]{4}(-[23456789ACEFGHJKMPQRTWXY]{4}){3}", code) for code in made)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_diary_code()
    for typed in (code.lower(), code.replace("-", " "), code.replace("-", ""), f"  {code} "):
        assert parse_diary_code(typed) == code


@given(st.text(max_size=30))
def test_what_is_no_code_is_none(typed: str) -> None:
    found = parse_diary_code(typed)
    assert found is None or len(found) == 19
