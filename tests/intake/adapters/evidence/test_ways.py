"""How each sort of file passes: what is kept of it, and what is said of what its device wrote into it."""

import pytest

from services.intake.adapters.evidence.sniffing import JPEG, MP3, MP4, PDF, TEXT, FileType
from services.intake.adapters.evidence.ways import way_of
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import A_PDF, DEVICE, a_film, a_photo


def passed(found: FileType, data: bytes) -> tuple[bytes, str]:
    kept = bytearray()
    way = way_of(found, kept.extend)
    for at in range(0, len(data), 700):
        way.write(data[at : at + 700])
    cleaned = way.finish().cleaned
    return bytes(kept), cleaned


@pytest.mark.parametrize(
    ("found", "data", "cleaned", "tells"),
    [
        (JPEG, a_photo(), "removed", False),
        (MP4, a_film(), "removed", False),
        (PDF, A_PDF, "kept", True),
        (MP3, b"ID3" + DEVICE.encode(), "kept", True),
    ],
)
def test_it_is_said_whether_a_file_still_tells_of_its_device(
    found: FileType, data: bytes, cleaned: str, tells: bool
) -> None:
    assert passed(found, data)[1] == cleaned
    assert (DEVICE.encode() in passed(found, data)[0]) == tells


def test_text_passes_only_if_all_of_it_is_text() -> None:
    assert passed(TEXT, b"23:10 music\n" * 200) == (b"23:10 music\n" * 200, "none")
    with pytest.raises(FileNotTaken, match="Save it as PDF"):
        passed(TEXT, b"23:10 music\n" * 200 + b"\x00")
