"""How files of one sort pass into the store: as plain text, drawn or written anew, or emptied of what tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.adapters.evidence.ogg import OggPages
from services.intake.adapters.evidence.photos import redrawn
from services.intake.adapters.evidence.recordings import Boxes
from services.intake.adapters.evidence.sniffing import (
    AMR,
    HEIC,
    JPEG,
    M4A,
    MP3,
    MP4,
    OGG,
    PDF,
    QUICKTIME,
    TEXT,
    THREE_GP,
    WAV,
    WEBM,
    FileType,
    is_plain,
)
from services.intake.adapters.evidence.sounds import AmrFrames, Mp3Frames
from services.intake.adapters.evidence.washing import washed
from services.intake.adapters.evidence.waves import Chunks
from services.intake.adapters.evidence.webm import Elements
from services.intake.domain.refusals import FileNotTaken

Write = Callable[[bytes], None]
_NOT_PLAIN = "This text holds signs that plain text does not have. Save it as PDF and choose that."


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that has passed: what became of what its device wrote into it, when that says it was made, and of which
    type it is now."""

    cleaned: str
    kept_as: FileType
    made_at: datetime | None = None


class Way(Protocol):
    """Takes a file's bytes and writes what is to be kept of them. Both may raise FileNotTaken."""

    def write(self, data: bytes) -> None: ...

    def finish(self) -> Passed: ...


class Stream(Protocol):
    """A recording on its way: what can be given out as bytes come, and at the end. Both may raise FileNotTaken."""

    def feed(self, data: bytes) -> bytes: ...

    def end(self) -> bytes: ...


class _Gathered:
    """Gathered, since all of it has to be looked at."""

    def __init__(self, write: Write, found: FileType) -> None:
        self._write, self._found, self._gathered = write, found, bytearray()

    def write(self, data: bytes) -> None:
        self._gathered += data


class _PlainText(_Gathered):
    """Text is what it says, and nothing besides."""

    def finish(self) -> Passed:
        if not is_plain(bytes(self._gathered)):
            raise FileNotTaken("type_not_taken", _NOT_PLAIN)
        self._write(bytes(self._gathered))
        return Passed("none", self._found)


class _Photo(_Gathered):
    """Drawn anew."""

    def finish(self) -> Passed:
        drawn = redrawn(bytes(self._gathered), self._found)
        self._write(drawn.data)
        return Passed("removed", self._found, drawn.made_at)


class _Washed(_Gathered):
    """Taken apart and written anew by a program of its own."""

    def finish(self) -> Passed:
        kind, kept_as = _WASHED[self._found]
        found = washed(kind, bytes(self._gathered))
        self._write(found.data)
        return Passed("removed", kept_as, found.made_at)


class _PassedThrough:
    """Passed through as it comes, without what tells of the device."""

    def __init__(self, write: Write, found: FileType, stream: Stream) -> None:
        self._write, self._found, self._stream = write, found, stream

    def write(self, data: bytes) -> None:
        self._write(self._stream.feed(data))

    def finish(self) -> Passed:
        self._write(self._stream.end())
        return Passed("removed", self._found)


_STREAMS: Mapping[FileType, Callable[[], Stream]] = {
    **dict.fromkeys((MP4, QUICKTIME, THREE_GP, M4A), Boxes),
    MP3: Mp3Frames,
    AMR: AmrFrames,
    WAV: Chunks,
    OGG: OggPages,
    WEBM: Elements,
}
# What iPhones take is kept as what every browser shows.
_WASHED: Mapping[FileType, tuple[str, FileType]] = {PDF: ("pdf", PDF), HEIC: ("heic", JPEG)}


def way_of(found: FileType, write: Write) -> Way:
    """How a file of this type passes; there is one for each that is taken."""
    if found in _STREAMS:
        return _PassedThrough(write, found, _STREAMS[found]())
    if found in _WASHED:
        return _Washed(write, found)
    return _PlainText(write, found) if found is TEXT else _Photo(write, found)
