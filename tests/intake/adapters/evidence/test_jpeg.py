"""A JPEG inside another file keeps its picture bit by bit and loses its notes and whatever follows it."""

from io import BytesIO

import pytest
from PIL import Image

from services.intake.adapters.evidence.jpeg import NoJpeg, without_notes
from tests.support.builders.files import DEVICE, a_photo


def pixels(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as picture:
        return picture.convert("RGB").tobytes()


@pytest.mark.parametrize("saved", [{}, {"progressive": True}, {"comment": DEVICE}, {"restart_marker_blocks": 1}])
def test_the_picture_is_the_same_and_its_notes_are_gone(saved: dict[str, object]) -> None:
    photo = a_photo(**saved) + a_photo()
    assert DEVICE.encode() in photo
    plain = without_notes(photo)
    assert DEVICE.encode() not in plain
    assert b"Exif" not in plain
    assert pixels(plain) == pixels(photo)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", a_photo()[:200], b"\xff\xd8" + b"\xff" * 9, a_photo("PNG")])
def test_what_is_none_is_no_jpeg(data: bytes) -> None:
    with pytest.raises(NoJpeg):
        without_notes(data)
