"""Sound that comes in frames, MP3 and AMR: only its frames are kept, and whatever stands around them is left out.

So there is no list of tags to keep up to date: ID3, APE and what else programs put before, behind or between frames is
no frame.
"""

import re

from services.intake.domain.refusals import FileNotTaken

_DAMAGED = "This recording cannot be read. It may be damaged. Choose another file."
# So much that is no frame may stand between frames before it is no recording any more; tags are stepped over.
_MOST_NOISE = 1024 * 1024

_BEGINS = re.compile(rb"\xff[\xe2-\xff]|ID3|TAG|APETAGEX")

_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_HERTZ = {3: (44_100, 48_000, 32_000, 0), 2: (22_050, 24_000, 16_000, 0), 0: (11_025, 12_000, 8_000, 0)}
_LAYER_3 = 1


def _mp3_frame(header: bytes) -> tuple[int, bytes] | None:
    """Length of the frame that begins so and what all frames of its recording have alike; None for what is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    if version == 1 or layer != _LAYER_3:
        return None
    kbps = (_KBPS_1 if version == 3 else _KBPS_2)[header[2] >> 4]
    hertz = _HERTZ[version][header[2] >> 2 & 3]
    if not kbps or not hertz:
        return None
    length = (144 if version == 3 else 72) * kbps * 1000 // hertz + (header[2] >> 1 & 1)
    return length, bytes((header[1] & 0xFE, header[2] & 0x0C))


class Mp3Frames:
    """Takes an MP3 recording in bytes as they come, and gives out its frames alone."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._stepping_over = 0
        self._alike: bytes | None = None
        self._noise = 0

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken."""
        self._waiting += data
        return self._taken(last=False)

    def end(self) -> bytes:
        """What is left at the end. Without a single frame it is no recording."""
        out = self._taken(last=True)
        if self._alike is None:
            raise FileNotTaken("damaged", _DAMAGED)
        return out

    def _taken(self, last: bool) -> bytes:
        out, at, waiting = bytearray(), 0, self._waiting
        while at < len(waiting):
            if self._stepping_over:
                step = min(self._stepping_over, len(waiting) - at)
                self._stepping_over -= step
                at += step
                continue
            if len(waiting) - at < 32 and not last:
                break
            if tag := _tag_length(bytes(waiting[at : at + 32])):
                self._stepping_over = tag
                continue
            length = self._frame_at(at, last)
            if length is None:
                break
            out += waiting[at : at + length] if length else b""
            at += length or self._noise_at(at)
        del waiting[:at]
        return bytes(out)

    def _frame_at(self, at: int, last: bool) -> int | None:
        """Length of the frame that stands there, 0 where none does, None where more of it has to come first."""
        frame = _mp3_frame(bytes(self._waiting[at : at + 4]))
        if frame is None or (self._alike is not None and frame[1] != self._alike):
            return 0
        length, alike = frame
        left = len(self._waiting) - at - length
        if left < 32 and not last:
            return None
        behind = bytes(self._waiting[at + length : at + length + 32])
        following = _mp3_frame(behind)
        goes_on = (following is not None and following[1] == alike) or _tag_length(behind) or (last and not behind)
        if left < 0 or not (goes_on or self._alike is not None):
            return 0
        self._alike = alike
        return length

    def _noise_at(self, at: int) -> int:
        """How many bytes to leave out: up to the next that may begin a frame or a tag."""
        found = _BEGINS.search(self._waiting, at + 1)
        ahead = found.start() if found else len(self._waiting)
        self._noise += ahead - at
        if self._noise > _MOST_NOISE:
            raise FileNotTaken("damaged", _DAMAGED)
        return ahead - at


def _tag_length(front: bytes) -> int:
    """How long a tag is that begins so; 0 for what is none."""
    if front[:3] == b"ID3" and len(front) >= 10 and max(front[6:10]) < 0x80:
        size = front[6] << 21 | front[7] << 14 | front[8] << 7 | front[9]
        return 10 + size + (10 if front[5] & 0x10 else 0)
    if front[:8] == b"APETAGEX" and len(front) >= 32:
        is_header = front[23] & 0x20
        return 32 + (int.from_bytes(front[12:16], "little") if is_header else 0)
    if front[:3] == b"TAG":
        return 227 if front[:4] == b"TAG+" else 128
    return 0


_NARROW = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}
_WIDE = {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}
_BEGINNINGS = {b"#!AMR-WB\n": _WIDE, b"#!AMR\n": _NARROW}


class AmrFrames:
    """The same for AMR, whose frames follow one another without anything between."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._lengths: dict[int, int] | None = None

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken."""
        self._waiting += data
        out, at = bytearray(), 0
        if self._lengths is None:
            if len(self._waiting) < 9:
                return b""
            beginning = next(each for each in _BEGINNINGS if self._waiting.startswith(each))
            self._lengths, at = _BEGINNINGS[beginning], len(beginning)
            out += beginning
        while at < len(self._waiting):
            first = self._waiting[at]
            length = self._lengths.get(first >> 3 & 15, 0) if not first & 0x83 else 0
            if not length:
                raise FileNotTaken("damaged", _DAMAGED)
            if at + length > len(self._waiting):
                break
            out += self._waiting[at : at + length]
            at += length
        del self._waiting[:at]
        return bytes(out)

    def end(self) -> bytes:
        """A last frame that was cut off is left out."""
        if self._lengths is None:
            raise FileNotTaken("damaged", _DAMAGED)
        return b""
