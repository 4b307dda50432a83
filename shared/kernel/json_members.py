"""Finds members that a JSON text gives twice in one object: every reader keeps one of the two, and not all the same.

A telephone that is said to be unsafe and then safe must not come out as safe because the last one counts.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

_QUOTE = b'"'


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written, with whatever stands in it twice."""


def given_twice(text: bytes) -> Sequence[str | int] | None:
    """The steps to the first object that gives a member twice; None where none does, or the text is no JSON at all.

    The object, not the member: a member's name may be the sender's own words.
    """
    if _all_written_again(text):
        return None
    try:
        return _first(json.loads(text, object_pairs_hook=_Pairs), ())
    except (ValueError, RecursionError):  # whoever reads the document says so
        return None


def _all_written_again(text: bytes) -> bool:
    """Whether the text is sure to give nothing twice, told in half the time that it takes to look at each member.

    A reader that keeps one of two drops the other's quotation marks. Nothing else changes how many there are, but
    letters written as numbers, one of which may be a quotation mark.
    """
    if b"\\u" in text:
        return False
    try:
        again = msgspec.json.encode(msgspec.json.decode(text))
    except (ValueError, RecursionError):
        return False
    return again.count(_QUOTE) == text.count(_QUOTE)


def _first(value: Any, steps: tuple[str | int, ...]) -> tuple[str | int, ...] | None:
    if isinstance(value, _Pairs):
        if len({name for name, _ in value}) < len(value):
            return steps
        within: Iterable[tuple[str | int, Any]] = value
    elif isinstance(value, list):
        within = enumerate(value)
    else:
        return None
    return next((found for name, each in within if (found := _first(each, (*steps, name))) is not None), None)
