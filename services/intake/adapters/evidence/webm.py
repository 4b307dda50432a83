"""WebM: elements that hold sound, pictures and their times pass; whatever tells of who made it becomes void in place.

An element is a name, a length and its content (EBML, RFC 8794; Matroska, RFC 9559). A recorder in a browser does not
know how long its recording and its clusters will be, so these two may be of no known length.
"""

from services.intake.adapters.evidence.ogg import emptied_comments
from services.intake.domain.refusals import FileNotTaken

_DAMAGED = "This recording cannot be read. It may be damaged. Choose another file."
_EBML, _SEGMENT, _CLUSTER = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"
_INFO, _TRACKS, _TRACK = b"\x15\x49\xa9\x66", b"\x16\x54\xae\x6b", b"\xae"
_CODEC_PRIVATE = b"\x63\xa2"
_SEEK_HEAD, _CUES = b"\x11\x4d\x9b\x74", b"\x1c\x53\xbb\x6b"
# What stands in a cluster, met one by one where its length is not known: time, blocks and where they stand.
_IN_CLUSTER = (b"\xe7", b"\xa3", b"\xa0", b"\xa7", b"\xab", b"\x58\x54")
_PASS = frozenset({_EBML, _SEEK_HEAD, _CUES, _CLUSTER, *_IN_CLUSTER})
_HELD = frozenset({_INFO, _TRACKS})
# Of what the whole recording is: how its times are counted and how long it is.
_KEPT_OF_INFO = frozenset({b"\x2a\xd7\xb1", b"\x44\x89"})
# Names of tracks, of codecs and of files that belong to them.
_TELLING_OF_TRACK = frozenset({b"\x53\x6e", b"\x25\x86\x88", b"\x74\x46", b"\xbf"})
_MADE_BY = frozenset({b"\x4d\x80", b"\x57\x41"})
_MOST_HELD = 4 * 1024 * 1024
_LONGEST_HEADER = 12
_VORBIS = b"\x03vorbis"


class Elements:
    """Takes a recording in bytes as they come, and gives it out with all that tells made void."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._passing = 0  # bytes of the element that is under way; -1: all that comes
        self._blank = False
        self._sounds = False

    def feed(self, data: bytes) -> bytes:
        """What can be given out once these have come. Raises FileNotTaken where it is no such recording."""
        self._waiting += data
        out, at = bytearray(), 0
        while at < len(self._waiting):
            if self._passing:
                taken = min(self._passing, len(self._waiting) - at)
                out += bytes(taken) if self._blank else self._waiting[at : at + taken]
                self._passing -= taken
            elif (found := self._next_element(at)) is not None:
                taken = found[0]
                out += found[1]
            else:
                break
            at += taken
        del self._waiting[:at]
        return bytes(out)

    def end(self) -> bytes:
        """Without a cluster it is no recording; a last one that was cut off may be."""
        if not self._sounds:
            raise FileNotTaken("damaged", _DAMAGED)
        return b""

    def _next_element(self, at: int) -> tuple[int, bytes] | None:
        """How many bytes it takes up to where its content passes, and what is given out for them."""
        header = _header(bytes(self._waiting[at : at + _LONGEST_HEADER]))
        if header is None:
            if len(self._waiting) - at >= _LONGEST_HEADER:
                raise FileNotTaken("damaged", _DAMAGED)
            return None
        name, begins, length = header
        front = bytes(self._waiting[at : at + begins])
        if name in (_SEGMENT, _CLUSTER):
            self._sounds |= name == _CLUSTER
            return begins, front  # what stands inside is met one by one
        if length is None or (name in _HELD and length > _MOST_HELD):
            raise FileNotTaken("damaged", _DAMAGED)
        if name in _HELD:
            whole = bytes(self._waiting[at : at + begins + length])
            if len(whole) < begins + length:
                return None
            return len(whole), front + _cleaned(whole[begins:], name)
        self._passing, self._blank = length, name not in _PASS
        return begins, _void_front(begins, length) if self._blank else front


def _header(front: bytes) -> tuple[bytes, int, int | None] | None:
    """Name, where its content begins, and its length (None: not known); None where too little, or none, is there."""
    if not front or not (name_bytes := _width(front[0], 4)) or len(front) <= name_bytes:
        return None
    length_bytes = _width(front[name_bytes], 8)
    begins = name_bytes + length_bytes
    if not length_bytes or len(front) < begins:
        return None
    mask = (1 << 7 * length_bytes) - 1
    length = int.from_bytes(front[name_bytes:begins], "big") & mask
    return front[:name_bytes], begins, None if length == mask else length


def _width(first: int, most: int) -> int:
    """How many bytes a number takes, told by the zeros before the first one in its first byte; 0 for none."""
    width = 9 - first.bit_length()
    return width if width <= most else 0


def _void_front(begins: int, length: int) -> bytes:
    """The beginning of a void element that takes as many bytes, and has as much content, as the one in its place."""
    wide = begins - 1
    return b"\xec" + (1 << 7 * wide | length).to_bytes(wide, "big")


def _cleaned(content: bytes, inside: bytes) -> bytes:
    """The content of an element that holds others, with those that tell made void or blank."""
    out, at = bytearray(), 0
    while at < len(content):
        header = _header(content[at : at + _LONGEST_HEADER])
        if header is None or header[2] is None or at + header[1] + header[2] > len(content):
            raise FileNotTaken("damaged", _DAMAGED)
        name, begins, length = header[0], header[1], header[2]
        front, whole = content[at : at + begins], content[at + begins : at + begins + length]
        if inside == _TRACKS and name == _TRACK:
            out += front + _cleaned(whole, _TRACK)
        elif name in _MADE_BY:
            out += front + b" " * length
        elif (inside == _INFO and name not in _KEPT_OF_INFO) or (inside != _INFO and name in _TELLING_OF_TRACK):
            out += _void_front(begins, length) + bytes(length)
        else:
            out += front + (_without_comments(whole) if name == _CODEC_PRIVATE else whole)
        at += begins + length
    return bytes(out)


def _without_comments(private: bytes) -> bytes:
    """What a codec has to know. Vorbis has its comments there, as the second of three packets of known lengths."""
    if not private.startswith(b"\x02") or _VORBIS not in private:
        return private
    lengths, at = [], 1
    for _ in range(2):
        length = 0
        while at < len(private) and private[at] == 255:
            length, at = length + 255, at + 1
        if at >= len(private):
            raise FileNotTaken("damaged", _DAMAGED)
        lengths.append(length + private[at])
        at += 1
    begins, ends = at + lengths[0], at + sum(lengths)
    if lengths[1] < 16 or not private[begins:ends].startswith(_VORBIS):
        raise FileNotTaken("damaged", _DAMAGED)
    return private[:begins] + emptied_comments(_VORBIS, b"\x01", lengths[1]) + private[ends:]
