"""How times of day are written in a diary, and what an entry must say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.intake.domain.given_diary import GivenDiaryEntry, clock_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("23:10", "23:10"), ("2310", "23:10"), ("9", "09:00"), ("9.05", "09:05"), ("11.10pm", "23:10"),
        ("11 PM", "23:00"), ("12am", "00:00"), ("12 p.m.", "12:00"), ("midnight", "00:00"), ("Noon", "12:00"),
        ("00:00", "00:00"), ("23h10", "23:10"),
    ],
)  # fmt: skip
def test_a_time_is_known_in_any_usual_way_of_writing(typed: str, time: str) -> None:
    assert clock_time(typed) == time


@pytest.mark.parametrize("typed", ["24:00", "12:60", "13pm", "0am", "late", "1:2:3", "-1", "٢٣:١٠", "100000"])
def test_what_is_no_time_is_none(typed: str) -> None:
    assert clock_time(typed) is None


@given(st.times())
def test_every_time_written_plainly_is_read_as_it_is(time: object) -> None:
    assert clock_time(f"{time:%H:%M}") == clock_time(f"{time:%H%M}") == f"{time:%H:%M}"


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    found = clock_time(typed)
    assert found is None or (len(found) == 5 and found < "24:00")


def test_an_entry_says_what_happened_or_that_nothing_did() -> None:
    assert GivenDiaryEntry.model_validate_json('{"on": "2026-11-20", "quiet": true}').what is None
    with pytest.raises(ValidationError, match="Write what happened"):
        GivenDiaryEntry.model_validate_json('{"on": "2026-11-20", "what": "  "}')
    with pytest.raises(ValidationError, match=r"23:10 or 11\.10pm"):
        GivenDiaryEntry.model_validate_json('{"on": "2026-11-20", "what": "x", "began": "late"}')
