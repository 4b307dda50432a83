"""Opens winmail.dat: what Outlook packs text and attachments into when it takes everybody for Outlook (TNEF)."""

import contextlib
import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from services.intake.adapters.mail.words import decoded, tidy, words_of_html

_SIGNATURE = 0x223E9F78
# Attributes: the plain body, the properties of the message, the properties and the bytes of an attachment.
_BODY, _PROPERTIES = 0x0002800C, 0x00069003
_ATTACHED_NAME, _ATTACHED_BYTES, _NEXT_ATTACHED = 0x00018010, 0x0006800F, 0x00069002
# Properties: the body as text and as a page.
_TEXT_BODY, _HTML_BODY = 0x1000, 0x1013
_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8}
_VARIABLE = frozenset({0x000D, 0x001E, 0x001F, 0x0102})
_MANY = 0x1000
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The text, and each file's name, size and SHA-256; nothing of what could not be read."""

    text: str = ""
    files: tuple[tuple[str | None, int, str], ...] = ()


def unpack(raw: bytes) -> Unpacked:
    """What can be read of these bytes; never raises."""
    text, files, name = "", [], None
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return Unpacked()
    for attribute, value in islice(_attributes(raw), _MOST):
        if attribute == _BODY:
            text = text or tidy(decoded(value.rstrip(b"\0"), None)[0])
        elif attribute == _PROPERTIES:
            with contextlib.suppress(struct.error, IndexError):
                text = text or _body_of(value)
        elif attribute == _NEXT_ATTACHED:
            name = None
        elif attribute == _ATTACHED_NAME:
            name = decoded(value.rstrip(b"\0"), None)[0][:200]
        elif attribute == _ATTACHED_BYTES:
            files.append((name, len(value), hashlib.sha256(value).hexdigest()))
    return Unpacked(text, tuple(files))


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(raw):
        _, attribute, length = struct.unpack_from("<BII", raw, at)
        at += 9
        if at + length > len(raw):
            return
        yield attribute, raw[at : at + length]
        at += length + 2


def _body_of(properties: bytes) -> str:
    """The body among a message's properties, which stand one after another, each of its own length."""
    (count,), at, page = struct.unpack_from("<I", properties), 4, ""
    for _ in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", properties, at)
        at += 4
        if number >= 0x8000:
            at = _past_the_name(properties, at)
        value, at = _value(properties, at, kind)
        if number == _TEXT_BODY and value:
            return tidy(decoded(value, "utf-16-le" if kind & ~_MANY == 0x001F else None)[0].rstrip("\0"))
        if number == _HTML_BODY and value:
            page = words_of_html(decoded(value.rstrip(b"\0"), None)[0])
    return page


def _past_the_name(properties: bytes, at: int) -> int:
    kind: int = struct.unpack_from("<I", properties, at + 16)[0]
    at += 20
    if kind == 0:
        return at + 4
    length: int = struct.unpack_from("<I", properties, at)[0]
    return at + 4 + length + (-length % 4)


def _value(properties: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """One property's value, the first where it has several, and where the next property begins."""
    plain, several = kind & ~_MANY, bool(kind & _MANY)
    count = 1
    if several or plain in _VARIABLE:
        count, at = struct.unpack_from("<I", properties, at)[0], at + 4
    first = b""
    for place in range(min(count, _MOST)):
        length = _FIXED.get(plain, 0)
        if plain in _VARIABLE:
            length, at = struct.unpack_from("<I", properties, at)[0], at + 4
        elif not length:
            raise IndexError
        first = properties[at : at + length] if not place else first
        at += length + (-length % 4)
    return first, at
