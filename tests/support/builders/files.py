"""Small files as telephones and programs make them, with what these write into them; all invented."""

import struct
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

# Where no house is: out at sea, where the meridian crosses the equator.
PLACE = b"+00.0000+000.0000/"
DEVICE = "Made by Example Phone 7"


def a_photo(picture_format: str = "JPEG", size: tuple[int, int] = (48, 32), **saved: Any) -> bytes:
    """A picture, red on the left; as a JPEG it says when, where and by what it was made."""
    picture = Image.new("RGB", size, (20, 20, 20))
    picture.paste((200, 20, 20), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    picture.save(out, picture_format, **({"exif": exif()} if picture_format in ("JPEG", "WEBP") else {}), **saved)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes into a photo."""
    made = Image.Exif()
    made[0x010F], made[0x0112] = DEVICE, orientation
    made.get_ifd(0x8769).update({0x9003: "2026:11:20 23:14:05", 0x9011: "+01:00"})
    made.get_ifd(0x8825).update({1: "N", 2: (IFDRational(0), IFDRational(0), IFDRational(0))})
    return made


def box(name: bytes, *content: bytes) -> bytes:
    """A box of an MP4 file."""
    held = b"".join(content)
    return struct.pack(">I", 8 + len(held)) + name + held


SOUND = bytes(range(256)) * 40


def a_film(brand: bytes = b"isom", sound: bytes = SOUND) -> bytes:
    """A film whose boxes say where it was made and by what; its index comes last, as telephones write it."""
    told = box(b"udta", box(b"\xa9xyz", PLACE), box(b"\xa9mak", DEVICE.encode()))
    track = box(b"trak", box(b"tkhd", bytes(20)), box(b"meta", PLACE), box(b"mdia", box(b"mdhd", bytes(8))))
    index = box(b"moov", box(b"mvhd", bytes(100)), track, told)
    return box(b"ftyp", brand, bytes(4), b"isommp42") + box(b"mdat", sound) + index + box(b"uuid", PLACE)


A_PDF = b"%PDF-1.7\n" + b"1 0 obj << /Author (" + DEVICE.encode() + b") >> endobj\n" * 20 + b"%%EOF\n"
