"""What sort of file some bytes begin, told from the bytes alone: what the sender calls it counts for nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass

# As much as is looked at; the types below are all known by less.
HEAD = 512
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!|\?|[a-z])", re.IGNORECASE)
_KIB, _MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken. `ending` is that of the name it is given when it is fetched."""

    kind: str
    media_type: str
    ending: str
    most_bytes: int


JPEG = FileType("photo", "image/jpeg", "jpg", 20 * _MIB)
PNG = FileType("photo", "image/png", "png", 20 * _MIB)
WEBP = FileType("photo", "image/webp", "webp", 20 * _MIB)
HEIC = FileType("photo", "image/heic", "heic", 20 * _MIB)
MP4 = FileType("recording", "video/mp4", "mp4", 50 * _MIB)
QUICKTIME = FileType("recording", "video/quicktime", "mov", 50 * _MIB)
THREE_GP = FileType("recording", "video/3gpp", "3gp", 50 * _MIB)
WEBM = FileType("recording", "video/webm", "webm", 50 * _MIB)
M4A = FileType("recording", "audio/mp4", "m4a", 50 * _MIB)
MP3 = FileType("recording", "audio/mpeg", "mp3", 50 * _MIB)
WAV = FileType("recording", "audio/wav", "wav", 50 * _MIB)
OGG = FileType("recording", "audio/ogg", "ogg", 50 * _MIB)
AMR = FileType("recording", "audio/amr", "amr", 50 * _MIB)
PDF = FileType("document", "application/pdf", "pdf", 15 * _MIB)
TEXT = FileType("document", "text/plain", "txt", 512 * _KIB)

TYPES = (JPEG, PNG, WEBP, HEIC, MP4, QUICKTIME, THREE_GP, WEBM, M4A, MP3, WAV, OGG, AMR, PDF, TEXT)
ENDINGS = {each.media_type: each.ending for each in TYPES}

_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    **dict.fromkeys((b"qt  ",), QUICKTIME),
    **dict.fromkeys((b"M4A ", b"M4B "), M4A),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"), MP4),
}


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


_SIGNS: tuple[tuple[Callable[[bytes], bool], FileType], ...] = (
    (_starts(b"\xff\xd8\xff"), JPEG),
    (_starts(b"\x89PNG\r\n\x1a\n"), PNG),
    (_riff(b"WEBP"), WEBP),
    (_riff(b"WAVE"), WAV),
    (_starts(b"%PDF-"), PDF),
    (_starts(b"OggS"), OGG),
    (_starts(b"#!AMR\n", b"#!AMR-WB\n"), AMR),
    (_starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"), MP3),
    (lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64], WEBM),
)


def sniffed(head: bytes) -> FileType | None:
    """The type of a file that begins so, None for one we do not take; `head` is all of it, or `HEAD` bytes."""
    for fits, found in _SIGNS:
        if fits(head):
            return found
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return THREE_GP if brand[:3] in (b"3gp", b"3g2") else _BRANDS.get(brand)
    return TEXT if head.strip() and not _MARKUP.match(head) and is_plain(head, whole=len(head) < HEAD) else None


def is_plain(data: bytes, whole: bool = True) -> bool:
    """Whether bytes are text in UTF-8 without control characters; cut short, its last letter may be half there."""
    if any(byte < 32 and byte not in (9, 10, 12, 13) for byte in data) or 127 in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return not whole and error.start >= len(data) - 3 and error.reason == "unexpected end of data"
    return True
