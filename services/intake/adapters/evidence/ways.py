"""How files of one sort pass into the store: as they are, as plain text, drawn anew, or with some boxes emptied."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.adapters.evidence.photos import redrawn
from services.intake.adapters.evidence.recordings import Boxes
from services.intake.adapters.evidence.sniffing import (
    JPEG,
    M4A,
    MP4,
    PNG,
    QUICKTIME,
    TEXT,
    THREE_GP,
    WEBP,
    FileType,
    is_plain,
)
from services.intake.domain.refusals import FileNotTaken

Write = Callable[[bytes], None]
_NOT_PLAIN = "This text holds signs that plain text does not have. Save it as PDF and choose that."


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that has passed: what became of what its device wrote into it, and when that says it was made."""

    cleaned: str
    made_at: datetime | None = None


class Way(Protocol):
    """Takes a file's bytes and writes what is to be kept of them. Both may raise FileNotTaken."""

    def write(self, data: bytes) -> None: ...

    def finish(self) -> Passed: ...


class _AsItIs:
    """What the file says about itself stays in it, and whoever opens it is told so."""

    def __init__(self, write: Write) -> None:
        self.write = write

    def finish(self) -> Passed:
        return Passed("kept")


class _PlainText:
    """Gathered, since all of it has to be text."""

    def __init__(self, write: Write) -> None:
        self._write, self._gathered = write, bytearray()

    def write(self, data: bytes) -> None:
        self._gathered += data

    def finish(self) -> Passed:
        if not is_plain(bytes(self._gathered)):
            raise FileNotTaken("type_not_taken", _NOT_PLAIN)
        self._write(bytes(self._gathered))
        return Passed("none")


class _Photo:
    """Gathered and drawn anew."""

    def __init__(self, write: Write, found: FileType) -> None:
        self._write, self._found, self._gathered = write, found, bytearray()

    def write(self, data: bytes) -> None:
        self._gathered += data

    def finish(self) -> Passed:
        drawn = redrawn(bytes(self._gathered), self._found)
        self._write(drawn.data)
        return Passed("removed", drawn.made_at)


class _InBoxes:
    """Passed through, with the boxes emptied that tell of the device."""

    def __init__(self, write: Write) -> None:
        self._write, self._boxes = write, Boxes()

    def write(self, data: bytes) -> None:
        self._write(self._boxes.feed(data))

    def finish(self) -> Passed:
        self._boxes.end()
        return Passed("removed")


def way_of(found: FileType, write: Write) -> Way:
    """How a file of this type passes."""
    if found in (JPEG, PNG, WEBP):
        return _Photo(write, found)
    if found in (MP4, QUICKTIME, THREE_GP, M4A):
        return _InBoxes(write)
    return _PlainText(write) if found is TEXT else _AsItIs(write)
