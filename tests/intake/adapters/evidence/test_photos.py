"""A photo keeps its pixels and loses what its device wrote into it; what is no photo, or too large, is refused."""

import contextlib
import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.intake.adapters.evidence.photos import redrawn
from services.intake.adapters.evidence.sniffing import JPEG, PNG, WEBP, FileType
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, a_photo, exif


@pytest.mark.parametrize(("found", "name"), [(JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP")])
def test_the_picture_stays_and_what_the_device_wrote_goes(found: FileType, name: str) -> None:
    drawn = redrawn(a_photo(name), found)
    with Image.open(BytesIO(drawn.data)) as picture:
        assert (picture.format, picture.size) == (name, (48, 32))
        assert dict(picture.getexif()) == {}
        left, right = picture.convert("RGB").getpixel((4, 16)), picture.convert("RGB").getpixel((44, 16))
    assert left[0] > 150 > 60 > right[0]  # type: ignore[index]
    assert DEVICE.encode() not in drawn.data
    assert b"Exif" not in drawn.data


def test_when_the_device_says_it_was_made_is_kept_apart() -> None:
    assert redrawn(a_photo(), JPEG).made_at == datetime(2026, 11, 20, 22, 14, 5, tzinfo=UTC)
    assert redrawn(a_photo("PNG"), PNG).made_at is None


def test_a_photo_held_sideways_comes_out_upright() -> None:
    drawn = redrawn(_sideways(), JPEG)
    with Image.open(BytesIO(drawn.data)) as picture:
        assert picture.size == (32, 48)


def _sideways() -> bytes:
    out = BytesIO()
    Image.new("RGB", (48, 32)).save(out, "JPEG", exif=exif(orientation=6))
    return out.getvalue()


def test_a_see_through_picture_stays_so_and_a_palette_is_no_obstacle() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (10, 20, 30, 40)).save(out, "PNG")
    with Image.open(BytesIO(redrawn(out.getvalue(), PNG).data)) as picture:
        assert picture.getpixel((1, 1)) == (10, 20, 30, 40)
    out = BytesIO()
    Image.new("P", (8, 8)).save(out, "PNG")
    assert redrawn(out.getvalue(), PNG).data


def test_a_small_file_that_says_it_is_huge_is_refused_before_it_is_drawn() -> None:
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    header = b"IHDR" + size
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    with pytest.raises(FileNotTaken) as refused:
        redrawn(bomb + bytes(200), PNG)
    assert refused.value.why in ("too_large", "damaged")
    out = BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(FileNotTaken, match="50 million pixels"):
        redrawn(out.getvalue(), PNG)


def test_a_picture_that_moves_is_refused_with_what_to_do() -> None:
    out = BytesIO()
    first, second = Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), (9, 9, 9))
    first.save(out, "WEBP", save_all=True, append_images=[second])
    with pytest.raises(FileNotTaken, match="Send a film as MP4"):
        redrawn(out.getvalue(), WEBP)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 600), st.binary(min_size=1, max_size=40))
def test_a_photo_damaged_anywhere_is_drawn_or_refused_and_nothing_else(at: int, garbage: bytes) -> None:
    whole = a_photo()
    with contextlib.suppress(FileNotTaken):
        assert redrawn(whole[:at] + garbage + whole[at + len(garbage) :], JPEG).data
