"""Photos are drawn anew from their pixels: where, when and by which device they were made does not come along."""

import contextlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageOps

from services.intake.adapters.evidence.sniffing import FileType
from services.intake.domain.refusals import FileNotTaken

# Beyond any telephone's usual picture. A small file may say that it is larger than all memory.
MOST_PIXELS = 50_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_QUALITY = 92
# Each takes a few hundred MiB while it is drawn.
_at_once = threading.Semaphore(2)
_DAMAGED = "This photo cannot be opened. It may be damaged. Choose another file, or take the photo again."
_TOO_LARGE = "This photo has more than 50 million pixels. Save it smaller, or take a screenshot of it, and add that."
_MOVES = "This picture moves. Send a film as MP4, or a still picture as JPEG or PNG."


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A photo without anything but its pixels; `made_at` is what its device's clock said."""

    data: bytes
    made_at: datetime | None


def redrawn(data: bytes, found: FileType) -> Redrawn:
    """The same picture from its pixels alone. Raises FileNotTaken where it cannot be drawn."""
    picture_format = _FORMATS[found.media_type]
    with _at_once:
        return _redrawn(data, picture_format, picture_format)


def redrawn_heic(data: bytes) -> Redrawn:
    """The same for what iPhones take, as JPEG; for the program of `washing` alone, which may be lost to its decoder."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)
    return _redrawn(data, "HEIF", "JPEG")


def _redrawn(data: bytes, comes_as: str, kept_as: str) -> Redrawn:
    try:
        # Pillow warns of large pictures and refuses very large ones itself; ours is decided before it draws.
        with Image.open(BytesIO(data), formats=(comes_as,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileNotTaken("too_large", _TOO_LARGE)
            if comes_as != "HEIF" and getattr(picture, "n_frames", 1) > 1:
                raise FileNotTaken("type_not_taken", _MOVES)
            return Redrawn(_drawn(picture, kept_as), _made_at(picture))
    except FileNotTaken:
        raise
    # Whatever a broken or hostile file makes a decoder do, it is the file that is at fault.
    except Exception as broken:
        raise FileNotTaken("damaged", _DAMAGED) from broken


def _drawn(picture: Image.Image, picture_format: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    with_alpha = "A" in upright.getbands() or "transparency" in upright.info
    wanted = "RGBA" if with_alpha and picture_format != "JPEG" else "RGB"
    plain = _in_srgb(upright, wanted)
    plain.info.clear()
    out = BytesIO()
    plain.save(out, picture_format, quality=_QUALITY)
    return out.getvalue()


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """Colours as they were meant: the profile, which may name a device, does not come along."""
    profile = picture.info.get("icc_profile")
    converted = picture.convert(mode)
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            told: Any = ImageCms.profileToProfile(
                converted, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            return converted if told is None else told
    return converted


def _made_at(picture: Image.Image) -> datetime | None:
    """What the device's clock said, with the offset it gave, else taken for UTC; None where it says nothing."""
    with contextlib.suppress(Exception):  # it is a hint, and what stands there may be anything
        told = picture.getexif().get_ifd(ExifTags.IFD.Exif)
        moment = datetime.strptime(str(told[ExifTags.Base.DateTimeOriginal]), "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
        offset = str(told.get(ExifTags.Base.OffsetTimeOriginal, "")).strip()
        return datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{offset}") if offset else moment
    return None
