"""Films and sound in the boxes of MP4 and QuickTime: what a device wrote beside them is overwritten as they pass.

A box is a length, a name and its content (ISO 14496-12). Places, names and devices stand in boxes of their own, which
become empty boxes of the same length, so that nothing else moves. The sound and pictures pass through untouched.
"""

from services.intake.domain.refusals import FileNotTaken

# Boxes that say where, when and by what: descriptions, and whatever an application wrote for itself.
_TELLING = frozenset({b"udta", b"meta", b"uuid", b"XMP_", b"\xa9xyz"})
_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf"})
# A film has four; a hostile file as many as its bytes allow.
_DEEPEST = 8
# The index of a film; far beyond what fifty MiB of sound and pictures have.
_MOST_HELD = 16 * 1024 * 1024
_DAMAGED = "This recording cannot be read. It may be damaged. Choose another file."
_EMPTY = b"free"


class Boxes:
    """Takes a recording in bytes as they come, and gives them out with the telling boxes emptied."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._passing = 0  # bytes of the box that is under way; -1: all that comes
        self._blank = False

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken where it is no such recording."""
        self._waiting += data
        out = bytearray()
        while self._waiting:
            if self._passing:
                out += self._pass_on()
            elif not self._next_box(out):
                break
        return bytes(out)

    def end(self) -> bytes:
        """What is left at the end. A box that was cut off is a recording that was."""
        if self._passing > 0 or self._waiting:
            raise FileNotTaken("damaged", _DAMAGED)
        return b""

    def _pass_on(self) -> bytes:
        taken = len(self._waiting) if self._passing < 0 else min(self._passing, len(self._waiting))
        piece = bytes(self._waiting[:taken])
        del self._waiting[:taken]
        self._passing -= taken if self._passing > 0 else 0
        return bytes(len(piece)) if self._blank else piece

    def _next_box(self, out: bytearray) -> bool:
        """Begin with the box at the front; False where more of it has to come first."""
        header = _header(bytes(self._waiting[:16]))
        if header is None:
            return False
        name, begins, length = header
        if name == b"moov":
            if length < 0 or length > _MOST_HELD:
                raise FileNotTaken("damaged", _DAMAGED)
            if len(self._waiting) < length:
                return False
            out += _emptied(bytes(self._waiting[:length]), begins)
            del self._waiting[:length]
            return True
        self._blank = name in _TELLING
        front = bytes(self._waiting[:begins])
        del self._waiting[:begins]
        out += front.replace(name, _EMPTY, 1) if self._blank else front
        self._passing = length - begins if length >= 0 else -1
        return True


def _header(front: bytes) -> tuple[bytes, int, int] | None:
    """Name, where its content begins, and its length (-1: to the end); None where too little is there."""
    if len(front) < 8:
        return None
    length, name, begins = int.from_bytes(front[:4], "big"), front[4:8], 8
    if length == 1:
        if len(front) < 16:
            return None
        length, begins = int.from_bytes(front[8:16], "big"), 16
    if length == 0:
        return name, begins, -1
    if length < begins:
        raise FileNotTaken("damaged", _DAMAGED)
    return name, begins, length


def _emptied(box: bytes, begins: int, depth: int = 0) -> bytes:
    """A box with all telling boxes inside it emptied."""
    if depth > _DEEPEST:
        raise FileNotTaken("damaged", _DAMAGED)
    out, at = bytearray(box[:begins]), begins
    while at < len(box):
        header = _header(box[at : at + 16])
        if header is None or header[2] > len(box) - at:
            raise FileNotTaken("damaged", _DAMAGED)
        name, inner, length = header
        whole = box[at:] if length < 0 else box[at : at + length]
        if name in _TELLING:
            out += whole[:inner].replace(name, _EMPTY, 1) + bytes(len(whole) - inner)
        else:
            out += _emptied(whole, inner, depth + 1) if name in _INSIDE else whole
        at += len(whole)
    return bytes(out)
