"""JPEG pictures inside other files, as they are but for what a device wrote into them: their scans pass untouched."""

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_APP0, _APP14, _COM = 0xE0, 0xEE, 0xFE
_APPS = frozenset(range(0xE0, 0xF0))
# What a decoder needs to know of the colours; all other notes of applications go.
_KEPT = {_APP0: b"JFIF\x00", _APP14: b"Adobe"}


class NoJpeg(ValueError):
    """It does not begin, go on or end as a JPEG picture does."""


def without_notes(data: bytes) -> bytes:
    """The same picture without notes and comments, and without whatever follows its end. Raises NoJpeg."""
    if data[:2] != bytes((0xFF, _SOI)):
        raise NoJpeg
    out, at = bytearray(data[:2]), 2
    while True:
        marker, begins = _marker(data, at)
        if marker == _EOI:
            return bytes(out + bytes((0xFF, _EOI)))
        ends = begins if marker in _ALONE else begins + _length(data, begins)
        if ends > len(data):
            raise NoJpeg
        if _is_kept(marker, data[begins + 2 : begins + 7]):
            out += bytes((0xFF, marker)) + data[begins:ends]
        at = ends
        if marker == _SOS:
            at = _end_of_scan(data, ends)
            out += data[ends:at]


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker and where what belongs to it begins; any number of FFs may stand before it."""
    if at >= len(data) or data[at] != 0xFF:
        raise NoJpeg
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at >= len(data):
        raise NoJpeg
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2:
        raise NoJpeg
    return length


def _is_kept(marker: int, name: bytes) -> bool:
    if marker == _COM:
        return False
    return marker not in _APPS or (marker in _KEPT and name == _KEPT[marker])


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is no restart and no FF of the picture itself."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise NoJpeg
        if data[at + 1] != 0x00 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
