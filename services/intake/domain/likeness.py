"""Who might be one person: what records are compared by, and the signs under which to look for others like them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from services.intake.domain.addresses import house, place_sign
from services.intake.domain.values import email_address, name_words, phone_digits

# The least that is shown to anybody; measured on sets of invented people, see docs/decisions/0020-places-and-people.md.
ALIKE = 7
# Said with each suggestion, so that one made by other rules is known as such.
MATCHER = "2026-11-28"

_CODES = {
    **dict.fromkeys("bfpv", "1"), **dict.fromkeys("cgjkqsxz", "2"), **dict.fromkeys("dt", "3"), "l": "4",
    **dict.fromkeys("mn", "5"), "r": "6",
}  # fmt: skip
# A name and the same name in an e-mail address are one thing said twice.
_SAYS_IT_AGAIN = frozenset({"name_in_email"})
_SILENT = "hw"
_SOUND_LENGTH = 4
_SHORTEST_LOCAL = 5
_PART_OF_LOCAL = 4


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of one person in one referral, opened only to be compared; printed it shows nothing."""

    full_name: str | None = field(default=None, repr=False)
    date_of_birth: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two records are alike, and by what; `because` are codes, best first."""

    score: int
    because: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether somebody should look at the two side by side."""
        return self.score >= ALIKE and len(set(self.because) - _SAYS_IT_AGAIN) > 1


Compare = Callable[[Details, Details], Likeness]


def signs(details: Details) -> set[str]:
    """Under which signs to look for somebody like this: one in common is enough to compare, and proves nothing.

    They forgive one slip: a name by its sound with a part of the birth, an e-mail address by the part before the "@".
    """
    words, born = sorted(name_words(details.full_name)), details.date_of_birth or ""
    found = {*_of_birth(words, born), *_of_email(details.email)}
    found |= {f"name|{one} {other[0]}" for one in words for other in words if one != other}
    if digits := phone_digits(details.phone):
        found.add(f"phone|{digits}")
    home = house(details.address)
    if place := place_sign(home):
        found.add(f"place|{place}")
    elif details.address:
        found |= {f"where|{sound(word)}|{' '.join(name_words(details.address))}" for word in words}
    return found


def _of_birth(words: Sequence[str], born: str) -> Iterator[str]:
    if not born:
        return
    year, month, day = born.split("-")
    yield f"born|{born}"
    for word in words:
        heard = sound(word)
        yield from (f"heard|{heard}|{year}", f"heard|{heard}|-{day}")
        yield from (f"{word[0]}|{year}-{month}", f"{word[0]}|{year}--{day}", f"{word[0]}|-{month}-{day}")


def _of_email(typed: str | None) -> Iterator[str]:
    address = email_address(typed)
    if address is None:
        return
    local, _, domain = address.partition("@")
    yield from (f"mail|{address}", f"local|{local}", f"letters|{''.join(sorted(address))}")
    letters = "".join(letter for letter in local if letter.isalpha())
    if len(letters) >= _SHORTEST_LOCAL:
        yield from (f"begins|{letters[:_PART_OF_LOCAL]}", f"ends|{letters[-_PART_OF_LOCAL:]}")
    yield f"at|{letters[:1]}|{domain.partition('.')[0]}"


def sound(word: str) -> str:
    """Soundex: words that sound alike mostly have the same."""
    heard, last = word[0], _CODES.get(word[0])
    for letter in word[1:]:
        code = _CODES.get(letter)
        if code and code != last:
            heard += code
        if letter not in _SILENT:
            last = code
    return f"{heard}000"[:_SOUND_LENGTH]
