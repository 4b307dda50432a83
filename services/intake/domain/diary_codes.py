"""Codes that open a diary: read out or typed as four groups of four, and past guessing."""

from shared.kernel.identifiers import ALPHABET
from shared.kernel.randomness import random_bytes

_LETTERS, _GROUP = 16, 4


def new_diary_code() -> str:
    """A code such as 7K3F-QAHW-4RMX-92TC: 24 to the 16th power, so that whoever guesses at it never comes to an end."""
    size, fair = len(ALPHABET), 256 - 256 % len(ALPHABET)
    letters = ""
    while len(letters) < _LETTERS:
        number = random_bytes(1)[0]
        letters += ALPHABET[number % size] if number < fair else ""
    return _grouped(letters)


def parse_diary_code(text: str) -> str | None:
    """A code as we write it, from what somebody typed; None if it cannot be one."""
    letters = "".join(character for character in text.upper() if character.isalnum())
    known = len(letters) == _LETTERS and all(character in ALPHABET for character in letters)
    return _grouped(letters) if known else None


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))
