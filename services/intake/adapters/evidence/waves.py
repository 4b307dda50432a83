"""WAV: the chunks that hold the sound pass; every other becomes empty in its place, so that nothing moves."""

from services.intake.domain.refusals import FileNotTaken

_SOUND = frozenset({b"fmt ", b"data", b"fact"})
_DAMAGED = "This recording cannot be read. It may be damaged. Choose another file."
_EMPTY = b"JUNK"
_TO_THE_END = 0xFFFFFFFF


class Chunks:
    """Takes a recording in bytes as they come, and gives it out with all but the sound emptied."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._begun = False
        self._passing = 0
        self._blank = False
        self._sounds = False

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken where it is no such recording."""
        self._waiting += data
        out, at = bytearray(), 0
        if not self._begun and len(self._waiting) >= 12:
            out += self._waiting[:12]
            self._begun, at = True, 12
        while self._begun and at < len(self._waiting):
            if self._passing:
                taken = min(self._passing, len(self._waiting) - at)
                out += bytes(taken) if self._blank else self._waiting[at : at + taken]
                self._passing -= taken
                at += taken
            elif len(self._waiting) - at < 8:
                break
            else:
                out += self._next_chunk(bytes(self._waiting[at : at + 8]))
                at += 8
        del self._waiting[:at]
        return bytes(out)

    def end(self) -> bytes:
        """Without sound it is no recording. A recorder that was cut short leaves its last chunk unfinished."""
        if not self._sounds:
            raise FileNotTaken("damaged", _DAMAGED)
        return b""

    def _next_chunk(self, header: bytes) -> bytes:
        name, length = header[:4], int.from_bytes(header[4:], "little")
        self._blank = name not in _SOUND
        self._sounds |= name == b"data"
        # A recorder that does not know how long it will be says so by the largest number there is.
        self._passing = length if length == _TO_THE_END else length + length % 2
        return (_EMPTY if self._blank else name) + header[4:]
