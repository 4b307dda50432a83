"""A phrase is kept so that it can be compared and never read, and small slips of the pen make no difference."""

import argon2
import pytest

from services.intake.adapters.phrases import _NOBODY, HashedPhrases

PHRASE = "Blue boats, on Tuesday"


def test_what_is_kept_says_nothing_and_is_another_each_time() -> None:
    phrases = HashedPhrases()
    first, second = phrases.hash(PHRASE), phrases.hash(PHRASE)
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "boats" not in first.casefold()


@pytest.mark.parametrize(
    ("typed", "same"),
    [(PHRASE, True), ("  blue BOATS on   tuesday ", True), ("blue boats on tuesdays", False), ("", False)],
)
def test_case_commas_and_gaps_make_no_difference_and_letters_do(typed: str, same: bool) -> None:
    phrases = HashedPhrases()
    assert phrases.matches(phrases.hash(PHRASE), typed) is same


@pytest.mark.parametrize("kept", [None, "", "[erased]"])
def test_nothing_is_the_phrase_where_none_is_kept(kept: str | None) -> None:
    phrases = HashedPhrases()
    assert not phrases.matches(kept, "nobody has this phrase")
    assert not phrases.matches(kept, PHRASE)


def test_to_compare_with_nothing_takes_what_comparing_takes() -> None:
    kept = HashedPhrases().hash(PHRASE)
    assert argon2.extract_parameters(_NOBODY) == argon2.extract_parameters(kept)
