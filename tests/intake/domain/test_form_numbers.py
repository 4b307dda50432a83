"""Numbers of forms: a slip of the hand never gives another number that passes."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.form_numbers import (
    ASB,
    DOMESTIC_ABUSE,
    MOST_NUMBERS,
    check_character,
    kind_of,
    numbers_after,
    parse_form_number,
    place_of,
)
from shared.kernel.identifiers import ALPHABET, parse_reference

PLACES = (0, 2, 3, 4, 5, 7)  # those of A-2223-Q that are no dash
a_number = st.builds(
    lambda kind, after: numbers_after(kind, after, 1)[0],
    st.sampled_from([ASB, DOMESTIC_ABUSE]),
    st.integers(-1, MOST_NUMBERS - 100),
)


def put(number: str, place: int, character: str) -> str:
    return number[:place] + character + number[place + 1 :]


@settings(max_examples=60)
@given(a_number)
def test_one_wrong_character_is_always_seen(number: str) -> None:
    for place, character in itertools.product(PLACES, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):
        slip = put(number, place, character)
        assert slip == number or parse_form_number(slip) is None


@settings(max_examples=60)
@given(a_number)
def test_two_characters_that_changed_places_are_always_seen_neighbours_or_not(number: str) -> None:
    for one, other in itertools.combinations(PLACES, 2):
        slip = put(put(number, one, number[other]), other, number[one])
        assert slip == number or parse_form_number(slip) is None


@settings(max_examples=60)
@given(a_number, st.sampled_from(ALPHABET))
def test_a_character_too_many_or_too_few_is_seen(number: str, character: str) -> None:
    for place in PLACES:
        assert parse_form_number(number[:place] + number[place + 1 :]) is None
        assert parse_form_number(number[:place] + character + number[place:]) is None


@given(a_number, st.sampled_from(["lower", "upper"]), st.sampled_from([" ", "", "–", "."]))
def test_it_may_be_written_as_people_write_it(number: str, case: str, between: str) -> None:
    assert parse_form_number(getattr(number.replace("-", between), case)()) == number


@given(a_number)
def test_it_is_no_reference_and_says_what_it_is_about(number: str) -> None:
    assert parse_reference(number) is None
    assert kind_of(number) == {"A": ASB, "C": DOMESTIC_ABUSE}[number[0]]
    assert numbers_after(kind_of(number), place_of(number) - 1, 1) == (number,)


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("G123498654321") == "H"  # a donation number of ISBT 128, which uses ISO 7064 MOD 37-2


def test_no_two_numbers_are_the_same_and_all_characters_can_be_read_out() -> None:
    found = numbers_after(ASB, -1, 3_000)
    assert len(set(found)) == 3_000
    assert {character for number in found for character in number} <= {*ALPHABET, "-"}
    assert [place_of(number) for number in found] == sorted(place_of(number) for number in found)


def test_where_there_are_no_more_there_are_fewer() -> None:
    last = numbers_after(ASB, MOST_NUMBERS - 40, 100)
    assert 0 < len(last) < 40
    assert numbers_after(ASB, place_of(last[-1]), 5) == ()


@pytest.mark.parametrize("text", ["", "A-2223", "B-2223-Q", "WM-7K3F-Q", "A-2223-Q-2", "Ä-2223-Q", "А-2223-Q"])
def test_anything_else_is_no_number(text: str) -> None:
    assert parse_form_number(text) is None
