"""What sort of file it is, told from its bytes; whatever could be run or drawn by a browser is none of ours."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.sniffing import (
    AMR,
    HEAD,
    HEIC,
    JPEG,
    M4A,
    MP3,
    MP4,
    OGG,
    PDF,
    PNG,
    QUICKTIME,
    TEXT,
    THREE_GP,
    WAV,
    WEBM,
    WEBP,
    FileType,
    is_plain,
    sniffed,
)
from tests.support.builders.files import A_PDF, a_film, a_photo

TAKEN: list[tuple[FileType, bytes]] = [
    (JPEG, a_photo()),
    (PNG, a_photo("PNG")),
    (WEBP, a_photo("WEBP")),
    (HEIC, a_film(b"heic")),
    (MP4, a_film()),
    (QUICKTIME, a_film(b"qt  ")),
    (THREE_GP, a_film(b"3gp5")),
    (M4A, a_film(b"M4A ")),
    (WEBM, b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(40)),
    (MP3, b"ID3\x04" + bytes(600)),
    (MP3, b"\xff\xfb\x90\x64" + bytes(600)),
    (WAV, b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(30)),
    (OGG, b"OggS\x00\x02" + bytes(60)),
    (AMR, b"#!AMR\n" + bytes(60)),
    (PDF, A_PDF),
    (TEXT, "23:10 music again, until 02:00 – windows rattled\r\n".encode()),
    (TEXT, "é".encode() * 4000),
]
NOT_TAKEN = {
    "a program": b"MZ\x90\x00" + bytes(600),
    "a program of another system": b"\x7fELF\x02\x01\x01" + bytes(600),
    "a page": b"<!DOCTYPE html><script>alert(1)</script>" * 20,
    "a page after blanks": b" \n\t <html>" + b"x" * 600,
    "a drawing that may hold scripts": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>' * 20,
    "the same behind a byte order mark": b"\xef\xbb\xbf<?xml version='1.0'?>" + b"x" * 600,
    "an archive": b"PK\x03\x04" + bytes(600),
    "an animation": b"GIF89a" + bytes(600),
    "another riff": b"RIFF\x24\x00\x00\x00ACON" + bytes(600),
    "an unknown box": b"\x00\x00\x00\x18ftypzzzz" + bytes(600),
    "matroska that is no webm": b"\x1a\x45\xdf\xa3" + b"matroska" * 80,
    "blanks": b"   \n",
    "nothing readable": b"\xfe\xfe\xfe\xfe" * 200,
}


@pytest.mark.parametrize(("wanted", "data"), TAKEN, ids=lambda value: getattr(value, "media_type", ""))
def test_what_we_take_is_known_by_its_beginning(wanted: FileType, data: bytes) -> None:
    assert sniffed(data[:HEAD]) is wanted


@pytest.mark.parametrize("data", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_we_do_not_take_is_none_of_these(data: bytes) -> None:
    assert sniffed(data[:HEAD]) is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=HEAD))
def test_any_bytes_are_judged_without_harm(data: bytes) -> None:
    found = sniffed(data)
    assert found is not TEXT or (is_plain(data, whole=len(data) < HEAD) and not data.lstrip().startswith(b"<!"))


def test_a_letter_cut_in_half_at_the_end_is_no_fault_but_one_in_the_middle_is() -> None:
    assert is_plain("aé".encode()[:2], whole=False)
    assert not is_plain("aé".encode()[:2], whole=True)
    assert not is_plain(b"a\xc3b" + b"c" * 40, whole=False)
