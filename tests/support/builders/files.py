"""Small files as telephones and programs make them, with what these write into them; all invented."""

import base64
import struct
from functools import cache
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


A_PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n4 0 obj<</Author("
    + DEVICE.encode()
    + b")>>endobj\ntrailer<</Root 1 0 R/Info 4 0 R/Size 5>>\nstartxref\n0\n%%EOF\n"
    + b"% nothing more\n" * 20
)

# Red on the left, as a telephone takes it, with its maker, its time, a place and an XMP packet; drawn for these tests.
A_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAghtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAEZpbG9jAAAA"
    "AERAAAMAAQAAAAACLAABAAAAAAAAAFYAAgAAAAACggABAAAAAAAAAMQAAwAAAAADRgABAAAAAAAAACkAAABiaWluZgAAAAAAAwAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAACppbmZlAgAAAQADAABtaW1lAGFwcGxpY2F0aW9uL3JkZit4bWwAAAAAAA5waXRtAAAA"
    "AAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAq"
    "QgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAA"
    "AAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWB"
    "AgMFhAAAAChpcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAADmNkc2MAAwABAAEAAAFLbWRhdAAAAFIoAa8TgPUngT//4yFH/7yOeH5AezE//2eJKPo0"
    "h/+FCXiSU4R5C1V+G/WdbMu1FmcZjE3KeuVob4sbYRu7Rr+IYrHLKG+BZ+rO/lHTM0/e4jDwAAAABkV4aWYAAE1NACoAAAAIAAMBDwACAAAAGAAA"
    "ADKHaQAEAAAAAQAAAEqIJQAEAAAAAQAAAIQAAAAATWFkZSBieSBFeGFtcGxlIFBob25lIDcAAAKQAwACAAAAFAAAAGiQEQACAAAABwAAAHwAAAAA"
    "MjAyNjoxMToyMCAyMzoxNDowNQArMDE6MDAAAAACAAEAAgAAAAJOAAAAAAIABQAAAAMAAACiAAAAAAAAAAAAAAABAAAAAAAAAAEAAAAAAAAAATx4"
    "OnhtcG1ldGE+KzAwLjAwMDArMDAwLjAwMDAvPC94OnhtcG1ldGE+"
)


def an_mp3() -> bytes:
    """Silence in frames, with tags before, between and behind that say who made it and where."""
    told = DEVICE.encode() + PLACE
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    ape = (
        b"APETAGEX" + (2000).to_bytes(4, "little") + (len(told) + 32).to_bytes(4, "little") + (1).to_bytes(4, "little")
    )
    header, footer = ape + b"\x00\x00\x00\xa0" + bytes(8), ape + b"\x00\x00\x00\x80" + bytes(8)
    id3 = b"ID3\x04\x00\x00" + bytes((0, 0, len(told) >> 7, len(told) & 0x7F)) + told
    return id3 + frame * 3 + id3 + frame * 3 + header + told + footer + b"TAG" + told.ljust(125, b"\x00")[:125]


def a_wav() -> bytes:
    """Silence, with the chunks in which recorders say who made it, when and where."""
    chunks = [
        (b"bext", DEVICE.encode().ljust(256, b"\x00") + PLACE),
        (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8_000, 16_000, 2, 16)),
        (b"LIST", b"INFOIART" + struct.pack("<I", len(DEVICE)) + DEVICE.encode()),
        (b"data", SOUND),
        (b"id3 ", b"ID3" + DEVICE.encode() + PLACE),
    ]
    body = b"".join(name + struct.pack("<I", len(held)) + held + bytes(len(held) % 2) for name, held in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def an_amr() -> bytes:
    """Half a second of frames."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 25


@cache
def an_ogg(known: bytes = b"OpusHead", comments: bytes = b"OpusTags", ending: bytes = b"") -> bytes:
    """Two pages of sound behind a packet of comments that says who made it and where, and runs over two pages."""
    told = struct.pack("<I", len(DEVICE)) + DEVICE.encode() + struct.pack("<I", 1)
    cover = b"LOCATION=" + PLACE + b"x" * 66_000
    packet = comments + told + struct.pack("<I", len(cover)) + cover + ending
    first = _ogg_page(2, 0, known + bytes(11), bytes((len(known) + 11,)))
    pages, number = [], 1
    while packet or number == 1:
        body, packet = packet[: 255 * 255], packet[255 * 255 :]
        whole, rest = divmod(len(body), 255)
        lacing = b"\xff" * whole + (bytes((rest,)) if not packet else b"")
        pages.append(_ogg_page(0 if number == 1 else 1, number, body, lacing))
        number += 1
    sound = [_ogg_page(0, number + at, SOUND[:200], bytes((200,))) for at in range(2)]
    return first + b"".join([*pages, *sound])


def _ogg_page(kind: int, number: int, body: bytes, lacing: bytes) -> bytes:
    head = b"OggS\x00" + bytes((kind,)) + bytes(8) + b"\x07\x00\x00\x00" + struct.pack("<I", number)
    page = head + bytes(4) + bytes((len(lacing),)) + lacing + body
    return page[:22] + struct.pack("<I", ogg_crc(page)) + page[26:]


def ogg_crc(page: bytes) -> int:
    """The check sum of a page whose own is taken for nothing; bit by bit, as RFC 3533 words it."""
    crc = 0
    for byte in page[:22] + bytes(4) + page[26:]:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return crc


def element(name: str, *content: bytes, unknown: bool = False) -> bytes:
    """An element of a WebM file; its length in four bytes, or not known."""
    held = b"".join(content)
    length = b"\x01\xff\xff\xff\xff\xff\xff\xff" if unknown else (1 << 28 | len(held)).to_bytes(4, "big")
    return bytes.fromhex(name) + length + held


def a_webm(unknown: bool = True) -> bytes:
    """A recording as a browser makes it, that says who made it, when and where."""
    told, place = DEVICE.encode(), PLACE
    vorbis = b"\x02\x04\x38head" + (b"\x03vorbis" + struct.pack("<I", 40) + told.ljust(40) + bytes(4) + b"\x01")
    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40"), element("4d80", told), element("5741", told),
                   element("7ba9", told + place), element("4461", bytes(8)))  # fmt: skip
    track = element("ae", element("d7", b"\x01"), element("536e", told), element("63a2", vorbis + b"setup"))
    tags = element("1254c367", element("7373", told + place))
    blocks = element("e7", b"\x00"), element("a3", b"\x81\x00\x00\x80" + SOUND)
    cluster = element("1f43b675", *blocks, unknown=unknown)
    segment = element("18538067", info, element("1654ae6b", track), tags, cluster, tags, unknown=unknown)
    return element("1a45dfa3", element("4282", b"webm")) + segment
