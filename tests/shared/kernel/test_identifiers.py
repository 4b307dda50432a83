"""Ids sort by time and never repeat; references survive being typed, and a slip of the finger is noticed."""

import re
import threading
import time
import uuid

import hypothesis.strategies as st
from hypothesis import given

from shared.kernel.identifiers import ALPHABET, new_id, new_reference, parse_reference, reference_from

references = st.integers(0, len(ALPHABET) ** 4 - 1).map(reference_from)


def test_ids_are_version_7_uuids_that_carry_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before - 10_000 < made.int >> 80 < before + 10_000


def test_ids_made_one_after_the_other_sort_in_that_order_even_within_one_millisecond() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_ids_made_by_many_threads_are_all_different_and_each_threads_are_in_order() -> None:
    made: list[list[str]] = [[] for _ in range(8)]

    def make(into: list[str]) -> None:
        into.extend(new_id() for _ in range(3000))

    threads = [threading.Thread(target=make, args=(into,)) for into in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(each == sorted(each) for each in made)
    assert len({one for each in made for one in each}) == 24_000


def test_a_new_reference_looks_like_one_and_is_found_again() -> None:
    for _ in range(200):
        reference = new_reference()
        assert re.fullmatch(rf"WM-[{ALPHABET}]{{4}}-[{ALPHABET}]", reference)
        assert parse_reference(reference) == reference


def test_a_program_gives_no_reference_out_twice_in_fifty_thousand() -> None:
    made = [new_reference() for _ in range(50_000)]
    assert len(set(made)) == len(made)


@given(references, st.sampled_from(["{}", " {} ", "({})."]), st.booleans(), st.sampled_from(["-", "", " ", "."]))
def test_a_reference_is_understood_however_it_is_typed(reference: str, around: str, lower: bool, dash: str) -> None:
    typed = around.format(reference).replace("-", dash)
    assert parse_reference(typed.lower() if lower else typed) == reference


@given(references)
def test_a_reference_is_understood_without_its_prefix(reference: str) -> None:
    assert parse_reference(reference.removeprefix("WM-")) == reference


def test_a_reference_that_itself_begins_with_the_letters_of_the_prefix_is_understood_without_it() -> None:
    number = (ALPHABET.index("W") * len(ALPHABET) + ALPHABET.index("M")) * len(ALPHABET) ** 2
    reference = reference_from(number)
    assert reference.startswith("WM-WM")
    assert parse_reference(reference.removeprefix("WM-").lower()) == reference


@given(references, st.integers(0, 4), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(reference: str, place: int, other: str) -> None:
    body = reference.replace("WM-", "").replace("-", "")
    wrong = body[:place] + other + body[place + 1 :]
    assert (parse_reference(wrong) is None) == (wrong != body)


@given(references, st.integers(0, 3))
def test_two_neighbours_swapped_are_noticed_but_for_the_first_and_last_letter_of_the_alphabet(
    reference: str, place: int
) -> None:
    body = reference.replace("WM-", "").replace("-", "")
    one, other = body[place], body[place + 1]
    swapped = body[:place] + other + one + body[place + 2 :]
    passes = one == other or {one, other} == {ALPHABET[0], ALPHABET[-1]}
    assert (parse_reference(swapped) is not None) == passes


@given(st.text())
def test_whatever_is_typed_gives_a_reference_as_we_write_it_or_nothing(text: str) -> None:
    found = parse_reference(text)
    assert found is None or parse_reference(found) == found


@given(st.integers(0, len(ALPHABET) ** 4 - 1), st.integers(0, len(ALPHABET) ** 4 - 1))
def test_numbered_references_are_different_for_different_numbers(one: int, other: int) -> None:
    assert (reference_from(one) == reference_from(other)) == (one == other)


def test_no_letter_is_easily_misread_or_misheard() -> None:
    assert not set("01BDILNOSUVZ") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 24
