"""Numbers of paper forms: read out, copied and typed by people, so that one slip of the hand is always seen.

ISO 7064, MOD 37-2: every place has a weight of its own, so that one wrong character, or two that changed places, never
give a number that passes. (MOD 37,36, its sister, lets some swapped neighbours through.)
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from shared.kernel.identifiers import ALPHABET

ASB, DOMESTIC_ABUSE = "asb", "domestic_abuse"
# Letters that say nothing to whoever finds a form at home, and are neither misheard nor misread.
_LETTERS = {ASB: "A", DOMESTIC_ABUSE: "C"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_MODULUS, _RADIX = 37, 2
_PLACES = 4
MOST_NUMBERS = len(ALPHABET) ** _PLACES


def check_character(text: str) -> str:
    """The one character after these letters and digits that makes them a number that passes."""
    remainder = 0
    for character in text:
        remainder = (remainder + _VALUES.index(character)) * _RADIX % _MODULUS
    return _VALUES[(1 - remainder) % _MODULUS]


def numbers_after(kind: str, last: int, count: int) -> tuple[str, ...]:
    """So many numbers of a kind from behind a place in their order; fewer where there are no more.

    Those whose check character could be misread or misheard are passed over.
    """
    usable = (number for number in _from(kind, last + 1) if number[-1] in ALPHABET)
    return tuple(islice(usable, count))


def kind_of(number: str) -> str:
    """What the form with this number is about."""
    return _KINDS[number[0]]


def place_of(number: str) -> int:
    """Where a number stands in the order of its kind."""
    place = 0
    for character in number[2 : 2 + _PLACES]:
        place = place * len(ALPHABET) + ALPHABET.index(character)
    return place


def parse_form_number(text: str) -> str | None:
    """The number as we write it, such as A-2347-K, from what somebody typed; None if it cannot be one."""
    kept = "".join(character for character in text.upper() if character.isalnum())
    if len(kept) != 2 + _PLACES or kept[0] not in _KINDS or any(character not in ALPHABET for character in kept):
        return None
    return _written(kept) if check_character(kept[:-1]) == kept[-1] else None


def _from(kind: str, first: int) -> Iterator[str]:
    for place in range(first, MOST_NUMBERS):
        body = _LETTERS[kind] + _in_letters(place)
        yield _written(body + check_character(body))


def _in_letters(place: int) -> str:
    letters: Sequence[str] = ()
    for _ in range(_PLACES):
        place, digit = divmod(place, len(ALPHABET))
        letters = (ALPHABET[digit], *letters)
    return "".join(letters)


def _written(kept: str) -> str:
    return f"{kept[0]}-{kept[1:-1]}-{kept[-1]}"
