"""Where in a list its next page begins, as text that whoever turns the page brings back unread."""

import base64
import binascii
from typing import Any

from shared.kernel.refusals import FieldError, InvalidInput

# No list of a database goes further.
_MOST = 2**63 - 1


def cursor_behind(*place: str | int) -> str:
    """The cursor behind a row, by what the list is ordered by; no text of it may hold a bar."""
    return base64.urlsafe_b64encode("|".join(map(str, place)).encode()).decode().rstrip("=")


def place_in(cursor: str, *kinds: type[str] | type[int]) -> tuple[Any, ...]:
    """What a list is ordered by, at a cursor; raises InvalidInput for one that is none of ours."""
    try:
        parts = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (binascii.Error, ValueError):
        error = FieldError("query:cursor", "cursor", "Use the cursor of the page before, or none for the first page.")
        raise InvalidInput([error]) from None


def _part(text: str, kind: type[str] | type[int]) -> str | int:
    if kind is str and text.isprintable():
        return text
    if kind is int and text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _MOST:
        return int(text)
    raise ValueError
