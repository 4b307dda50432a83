"""What libraries in C take apart, they take apart in a program of its own: a hostile file can end that and no more."""

import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from services.intake.adapters.evidence.washing import washed
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import A_HEIC, A_PDF, DEVICE, PLACE

pytestmark = pytest.mark.slow


def test_a_photo_of_an_iphone_is_kept_as_jpeg_and_tells_nothing() -> None:
    assert DEVICE.encode() in A_HEIC
    assert PLACE in A_HEIC
    kept = washed("heic", A_HEIC)
    assert kept.made_at == datetime(2026, 11, 20, 22, 14, 5, tzinfo=UTC)
    assert DEVICE.encode() not in kept.data
    assert PLACE not in kept.data
    with Image.open(BytesIO(kept.data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
        left, right = picture.getpixel((4, 24)), picture.getpixel((60, 24))
    assert left[0] > 150 > 60 > right[0]  # type: ignore[index]


def test_a_document_comes_back_without_its_author() -> None:
    kept = washed("pdf", A_PDF).data
    assert kept.startswith(b"%PDF-")
    assert DEVICE.encode() not in kept


@pytest.mark.parametrize("data", [A_HEIC[:500], A_HEIC[:30] + bytes(900), b"\x00\x00\x00\x18ftypheic" + b"\xff" * 400])
def test_a_damaged_photo_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(FileNotTaken, match="take the photo again"):
        washed("heic", data)


def test_a_bomb_ends_the_program_and_is_refused() -> None:
    """A megabyte and a half that unpacks to more than it may have as soon as the document's parts are looked for."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * 90
    parts = b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    index = bytes((0, 0, 0, 0, 2, 0, 5, 0, 1, 0, 9, 0))
    begins = b"%PDF-1.7\n" + parts + packed + b"\nendstream endobj\n"
    table = b"6 0 obj<</Type/XRef/W[1 2 1]/Index[0 2 5 1]/Size 7/Root 1 0 R/Length 12>>stream\n" + index
    bomb = begins + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(begins)
    assert len(bomb) < 4_000_000
    with pytest.raises(FileNotTaken):
        washed("pdf", bomb)
