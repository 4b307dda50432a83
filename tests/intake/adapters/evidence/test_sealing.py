"""A sealed piece opens only in its own file, at its own place, and as the last only where it was the last."""

import pytest

from services.intake.adapters.evidence.sealing import Digest, FileCipher, PieceDamaged, new_file_key

KEY = new_file_key()
CIPHER = FileCipher(KEY, "evidence-1")


def test_a_piece_opens_where_it_was_sealed() -> None:
    assert CIPHER.open(3, CIPHER.seal(3, b"a piece", last=False), last=False) == b"a piece"


@pytest.mark.parametrize(
    ("cipher", "number", "last"),
    [
        (FileCipher(new_file_key(), "evidence-1"), 3, False),
        (FileCipher(KEY, "evidence-2"), 3, False),
        (CIPHER, 4, False),
        (CIPHER, 3, True),
    ],
    ids=["another key", "another file", "another place", "as the last"],
)
def test_it_opens_nowhere_else(cipher: FileCipher, number: int, last: bool) -> None:
    with pytest.raises(PieceDamaged):
        cipher.open(number, CIPHER.seal(3, b"a piece", last=False), last=last)


def test_two_ways_of_cutting_have_two_digests() -> None:
    one, two = Digest(), Digest()
    one.add(b"ab")
    one.add(b"c")
    two.add(b"a")
    two.add(b"bc")
    assert one.text() != two.text()
