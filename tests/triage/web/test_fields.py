"""Fields of a form: what is typed is read, and what cannot be has one clear message at its field."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.triage.web.fields import (
    AREA,
    CHOICE,
    DAY,
    MOMENT,
    MONEY,
    NUMBER,
    NUMBERS,
    SEVERAL,
    TEXT,
    TICK,
    Field,
    moment_stands,
    read,
)
from shared.kernel.refusals import InvalidInput

DAY_TYPED = {"it-day": "27", "it-month": "3", "it-year": "2026"}


def one(kind: str, form: dict[str, str], **more: Any) -> Any:
    return read([Field("it", "It", kind, choices={"a": "A"}, **more)], form)["it"]


@pytest.mark.parametrize(
    ("kind", "form", "value"),
    [
        (TEXT, {"it": " so "}, "so"),
        (AREA, {"it": "so\nand so"}, "so\nand so"),
        (CHOICE, {"it": "a"}, "a"),
        (DAY, DAY_TYPED, date(2026, 3, 27)),
        (MOMENT, {**DAY_TYPED, "it-time": "22:40"}, datetime(2026, 3, 27, 22, 40, tzinfo=UTC)),
        (MOMENT, {**DAY_TYPED, "it-month": "7", "it-time": "22.40"}, datetime(2026, 7, 27, 21, 40, tzinfo=UTC)),
        (NUMBER, {"it": "12"}, 12),
        (NUMBERS, {"it": "3, 1 3"}, (1, 3)),
        (MONEY, {"it": "£2,750.50"}, 275_050),
        (TICK, {"it": "yes"}, True),
        (TICK, {}, False),
    ],
)
def test_what_is_typed_is_read(kind: str, form: dict[str, str], value: object) -> None:
    assert one(kind, form) == value


@pytest.mark.parametrize(
    ("kind", "form", "says"),
    [
        (TEXT, {}, "It: this is missing. Fill it in."),
        (TEXT, {"it": "x" * 201}, "It: use at most 200 characters."),
        (CHOICE, {"it": "b"}, "It: choose one of the answers."),
        (DAY, {}, "It: give a day, such as 27 3 2026."),
        (DAY, {**DAY_TYPED, "it-day": "32"}, "It: give a day that there is, such as 27 3 2026."),
        (DAY, {**DAY_TYPED, "it-day": "²"}, "It: give a day that there is, such as 27 3 2026."),
        (MOMENT, {**DAY_TYPED, "it-time": "noon"}, "It: give the time by the 24-hour clock, such as 22:40."),
        (NUMBER, {"it": "-1"}, "It: give a whole number up to 100000."),
        (NUMBERS, {"it": "one"}, "It: give the numbers with commas, such as 1, 3."),
        (MONEY, {"it": "4.005"}, "It: give an amount in pounds, such as 400 or 412.50."),
        (MONEY, {"it": "NaN"}, "It: give an amount in pounds, such as 400 or 412.50."),
    ],
)
def test_what_cannot_be_read_says_what_to_do(kind: str, form: dict[str, str], says: str) -> None:
    with pytest.raises(InvalidInput) as invalid:
        one(kind, form)
    assert [(error.pointer, error.message) for error in invalid.value.errors] == [("/it", says)]


@pytest.mark.parametrize("kind", [TEXT, CHOICE, DAY, MOMENT, NUMBER, MONEY])
def test_what_may_be_left_out_is_none(kind: str) -> None:
    assert one(kind, {}, optional=True) is None


def test_every_error_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as invalid:
        read([Field("a", "A"), Field("b", "B", NUMBER)], {})
    assert [error.pointer for error in invalid.value.errors] == ["/a", "/b"]


def test_a_moment_stands_in_the_form_by_the_clock_in_london() -> None:
    stands = moment_stands(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "it")
    assert stands == {"it-day": "2", "it-month": "7", "it-year": "2026", "it-time": "00:30"}


def test_of_several_ticks_at_least_one_is_given_and_a_question_mark_is_followed_by_no_colon() -> None:
    asked = Field("boroughs", "Where?", SEVERAL, choices={"Barnet": "Barnet", "Tower Hamlets": "Tower Hamlets"})
    assert read([asked], {"boroughs-Tower Hamlets": "yes", "boroughs-Atlantis": "yes"}) == {
        "boroughs": ("Tower Hamlets",)
    }
    with pytest.raises(InvalidInput) as refused:
        read([asked], {})
    assert [error.message for error in refused.value.errors] == ["Where? Tick at least one."]
