"""How each sort of file passes: what is kept of it, and what is said of what its device wrote into it."""

import pytest

from services.intake.adapters.evidence.sniffing import (
    AMR,
    HEIC,
    JPEG,
    MP3,
    MP4,
    OGG,
    PDF,
    TEXT,
    TYPES,
    WAV,
    WEBM,
    FileType,
)
from services.intake.adapters.evidence.ways import way_of
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import (
    A_HEIC,
    A_PDF,
    DEVICE,
    PLACE,
    a_film,
    a_photo,
    a_wav,
    a_webm,
    an_amr,
    an_mp3,
    an_ogg,
)

FILES = {
    JPEG: a_photo(), HEIC: A_HEIC, MP4: a_film(), MP3: an_mp3(), WAV: a_wav(), OGG: an_ogg(), AMR: an_amr(),
    WEBM: a_webm(), PDF: A_PDF,
}  # fmt: skip


def passed(found: FileType, data: bytes) -> tuple[bytes, str]:
    kept = bytearray()
    way = way_of(found, kept.extend)
    for at in range(0, len(data), 700):
        way.write(data[at : at + 700])
    cleaned = way.finish().cleaned
    return bytes(kept), cleaned


@pytest.mark.parametrize("found", FILES, ids=lambda found: found.ending)
def test_nothing_that_a_device_or_a_program_wrote_into_a_file_is_kept(found: FileType) -> None:
    kept, cleaned = passed(found, FILES[found])
    assert kept
    assert cleaned == "removed"
    assert DEVICE.encode() not in kept
    assert PLACE not in kept


def test_no_type_is_taken_that_keeps_what_tells() -> None:
    for found in TYPES:
        way = way_of(found, lambda data: None)
        assert type(way).__name__ in ("_Photo", "_PlainText", "_Washed", "_PassedThrough")


def test_what_an_iphone_takes_is_kept_as_jpeg() -> None:
    way = way_of(HEIC, lambda data: None)
    way.write(A_HEIC)
    assert way.finish().kept_as is JPEG


def test_text_passes_only_if_all_of_it_is_text() -> None:
    assert passed(TEXT, b"23:10 music\n" * 200) == (b"23:10 music\n" * 200, "none")
    with pytest.raises(FileNotTaken, match="Save it as PDF"):
        passed(TEXT, b"23:10 music\n" * 200 + b"\x00")
