"""Safe hours are understood as people write them, and written in one form that a sender can keep to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.time_windows import time_window

DAYS = st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda time: f"{time[0]:02}:{time[1]:02}")


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ("Mon-Fri 10:00-14:00", "Mon-Fri 10:00-14:00"),
        ("weekdays 10am to 2pm", "Mon-Fri 10:00-14:00"),
        ("Sat 09:00 – 12:00", "Sat 09:00-12:00"),
        ("Mondays after 6pm", "Mon 18:00-23:59"),
        ("before 9.30", "00:00-09:30"),
        ("Mon, Wed and Fri 9.30-12.00", "Mon,Wed,Fri 09:30-12:00"),
        ("weekends", "Sat-Sun"),
        ("daily", "Mon-Sun"),
        ("22:00-02:00", "22:00-02:00"),
        ("18:00-24:00", "18:00-23:59"),
        ("12am-12pm", "00:00-12:00"),
    ],
)
def test_hours_are_understood_as_people_write_them(typed: str, window: str) -> None:
    assert time_window(typed) == window


@pytest.mark.parametrize(
    "typed",
    ["", "9-5", "when he is out", "10:00-10:00", "25:00-26:00", "13pm-14pm", "10am-14:00", "weekdays-Sun", "after work",
     "Mon-Wed-Fri", "after 23:59", "before 00:00"],
)  # fmt: skip
def test_what_could_mean_two_things_is_not_guessed(typed: str) -> None:
    assert time_window(typed) is None


@given(st.lists(DAYS, min_size=1, max_size=4, unique=True), CLOCKS, CLOCKS)
def test_the_form_written_is_understood_again(days: list[str], start: str, end: str) -> None:
    written = f"{','.join(days)} {start}-{end}"
    assert time_window(written) == (None if start == end else written)


@given(st.text(max_size=60))
def test_no_text_upsets_it_and_its_answer_stands(text: str) -> None:
    window = time_window(text)
    assert window is None or time_window(window) == window
