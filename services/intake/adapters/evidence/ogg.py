"""Ogg with Opus or Vorbis in it: the packet of comments becomes empty at the same length, so that nothing moves."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.intake.domain.refusals import FileNotTaken

_DAMAGED = "This recording cannot be read. It may be damaged. Choose another file."
_OTHER = "We take Ogg recordings of one voice or sound alone, as Opus or Vorbis. Save it as MP3 or M4A and choose that."
# Comments may hold a picture of a cover; this is far more than a recorder writes.
_MOST_HELD = 4 * 1024 * 1024
_FIXED, _BEGINS = 27, 2
_COMMENTS = {b"OpusHead": (b"OpusTags", b""), b"\x01vorbis": (b"\x03vorbis", b"\x01")}


def _crc_table() -> tuple[int, ...]:
    found = []
    for number in range(256):
        crc = number << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
        found.append(crc)
    return tuple(found)


_CRC = _crc_table()


def _with_crc(page: bytes) -> bytes:
    bare, crc = page[:22] + bytes(4) + page[26:], 0
    for byte in bare:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _CRC[crc >> 24 ^ byte]
    return bare[:22] + crc.to_bytes(4, "little") + bare[26:]


@dataclass(frozen=True, slots=True)
class _Page:
    raw: bytes

    @property
    def begins(self) -> bool:
        return bool(self.raw[5] & _BEGINS)

    @property
    def serial(self) -> bytes:
        return self.raw[14:18]

    @property
    def lacing(self) -> bytes:
        return self.raw[_FIXED : _FIXED + self.raw[26]]

    @property
    def body(self) -> bytes:
        return self.raw[_FIXED + self.raw[26] :]


class OggPages:
    """Takes a recording in bytes as they come, and gives it out with its comments emptied."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._serial = b""
        self._held: list[_Page] = []
        self._comments: tuple[bytes, bytes] | None = None

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken."""
        self._waiting += data
        return b"".join(self._given_out(page) for page in self._pages())

    def end(self) -> bytes:
        """Comments that do not end are a recording that was cut off; a last page that was cut off is left out."""
        if not self._serial or self._comments is not None:
            raise FileNotTaken("damaged", _DAMAGED)
        return b""

    def _pages(self) -> Iterator[_Page]:
        while len(self._waiting) >= _FIXED:
            if self._waiting[:4] != b"OggS" or self._waiting[4]:
                raise FileNotTaken("damaged", _DAMAGED)
            fixed = _FIXED + self._waiting[26]
            length = fixed + sum(self._waiting[_FIXED:fixed])
            if len(self._waiting) < max(length, fixed):
                return
            page = _Page(bytes(self._waiting[:length]))
            del self._waiting[:length]
            yield page

    def _given_out(self, page: _Page) -> bytes:
        if page.begins:
            return self._begun(page)
        if page.serial != self._serial:
            raise FileNotTaken("type_not_taken", _OTHER)
        if self._comments is None:
            return page.raw
        self._held.append(page)
        if sum(len(each.raw) for each in self._held) > _MOST_HELD:
            raise FileNotTaken("damaged", _DAMAGED)
        length = _first_packet(self._held)
        return b"" if length is None else self._emptied(length)

    def _begun(self, page: _Page) -> bytes:
        """A recording begins; another may follow it in the same file, but not run beside it."""
        if self._comments is not None:
            raise FileNotTaken("type_not_taken", _OTHER)
        known = next((each for each in _COMMENTS if page.body.startswith(each)), None)
        if known is None or _first_packet([page]) != len(page.body):
            raise FileNotTaken("type_not_taken", _OTHER)
        self._serial, self._comments, self._held = page.serial, _COMMENTS[known], []
        return page.raw

    def _emptied(self, length: int) -> bytes:
        name, ending = self._comments or (b"", b"")
        body = b"".join(page.body for page in self._held)
        if not body.startswith(name) or length < 16:
            raise FileNotTaken("damaged", _DAMAGED)
        body = emptied_comments(name, ending, length) + body[length:]
        out, at = bytearray(), 0
        for page in self._held:
            size, head = len(page.body), page.raw[: -len(page.body)] if page.body else page.raw
            out += _with_crc(head + body[at : at + size])
            at += size
        self._comments, self._held = None, []
        return bytes(out)


def emptied_comments(name: bytes, ending: bytes, length: int) -> bytes:
    """A packet of comments as long as it was, with a maker of blanks and no comment."""
    maker = length - len(name) - len(ending) - 8
    return name + maker.to_bytes(4, "little") + b" " * maker + bytes(4) + ending


def _first_packet(pages: list[_Page]) -> int | None:
    """Length of the packet that begins with these pages; None where it does not end on them."""
    length = 0
    for page in pages:
        for piece in page.lacing:
            length += piece
            if piece < 255:
                return length
    return None
