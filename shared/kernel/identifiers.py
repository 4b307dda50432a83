"""Names for things: time-ordered ids for machines, and references that survive being read out over a bad line."""

import threading
import time
from collections.abc import Iterator
from itertools import count

from shared.kernel.randomness import random_bytes

# Left out because misread (0 O, 1 I L, Z S B beside 2 5 8, U V) or misheard on a telephone (D N V beside T M).
ALPHABET = "23456789ACEFGHJKMPQRTWXY"
_PREFIX = "WM-"
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_LAST_SEQUENCE = 0xFFF
_lock = threading.Lock()
_millisecond = 0
_sequence = 0
_head = ""


def new_id() -> str:
    """A UUIDv7 (RFC 9562): ordered by time, and strictly increasing within one process."""
    global _millisecond, _sequence, _head
    tail = random_bytes(8).hex()
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _millisecond or _sequence == _LAST_SEQUENCE:
            _millisecond, _sequence = max(now, _millisecond + 1), int.from_bytes(random_bytes(2), "big") >> 6
            _head = f"{_millisecond >> 16:08x}-{_millisecond & 0xFFFF:04x}-7"
        else:
            _sequence += 1
        head = f"{_head}{_sequence:03x}"
    # The two bits of the variant leave two of the digit's four to chance.
    return f"{head}-{_VARIANT[tail[0]]}{tail[1:4]}-{tail[4:]}"


def new_reference() -> str:
    """A public reference such as WM-7K3F-Q; its last character checks the others.

    A program gives each out once before it gives any out again: drawn by chance, one in eight would be taken already
    after forty thousand. Another program's may still be met, which the store then says.
    """
    return reference_from(next(_numbers))


def _by_an_unknown_step() -> Iterator[int]:
    """Numbers from anywhere, by a step nobody can guess that has no factor in common with how many there are (24⁴)."""
    start, step = (int.from_bytes(random_bytes(8), "big") for _ in range(2))
    return count(start, 6 * step + 1)


_numbers = _by_an_unknown_step()


def reference_from(number: int) -> str:
    """The reference with a given number, for references that must come out the same each time."""
    body = ""
    for _ in range(4):
        number, digit = divmod(number, len(ALPHABET))
        body = ALPHABET[digit] + body
    return f"{_PREFIX}{body}-{check_character(body)}"


def parse_reference(text: str) -> str | None:
    """The reference as we write it, from what somebody typed; None if it cannot be one."""
    kept = "".join(character for character in text.upper() if character.isalnum())
    if len(kept) == 7:
        # Only then: a reference typed without its prefix may itself begin with these two letters.
        kept = kept.removeprefix("WM")
    if len(kept) != 5 or any(character not in ALPHABET for character in kept):
        return None
    body, check = kept[:4], kept[4]
    return f"{_PREFIX}{body}-{check}" if check_character(body) == check else None


def check_character(body: str) -> str:
    """By Luhn's algorithm over our alphabet: catches every wrong character and nearly all swaps of two neighbours."""
    size, total = len(ALPHABET), 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // size + value % size
    return ALPHABET[-total % size]
