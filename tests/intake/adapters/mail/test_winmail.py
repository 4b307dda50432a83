"""What Outlook packs into winmail.dat is unpacked, and rubbish in its place brings nothing down."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.mail.mime import read_mail
from services.intake.adapters.mail.winmail import unpack
from tests.support.builders.mail import raw


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def packed(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def properties(*values: bytes) -> bytes:
    return attribute(1, 0x00069003, struct.pack("<I", len(values)) + b"".join(values))


def variable(kind: int, number: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


FILE = attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, b"a.txt\0") + attribute(2, 0x0006800F, b"hello")


def test_the_plain_body_and_the_files_are_found() -> None:
    found = unpack(packed(attribute(1, 0x0002800C, b"He hits me\r\n\0"), FILE))
    assert found.text == "He hits me"
    assert [(name, size) for name, size, _ in found.files] == [("a.txt", 5)]


@pytest.mark.parametrize(
    "value",
    [
        variable(0x001F, 0x1000, "He hits me".encode("utf-16-le")),
        variable(0x001E, 0x1000, b"He hits me"),
        variable(0x0102, 0x1013, b"<p>He hits me</p>"),
    ],
    ids=["in sixteen bits", "in eight bits", "as a page"],
)
def test_a_body_among_the_properties_is_found_behind_others(value: bytes) -> None:
    fixed = struct.pack("<HHI", 0x0003, 0x0E07, 1)
    named = struct.pack("<HH16sII", 0x0003, 0x8001, b"g" * 16, 0, 5) + struct.pack("<I", 1)
    spoken = struct.pack("<HH16sII", 0x0003, 0x8002, b"g" * 16, 1, 6) + b"abcdef\0\0" + struct.pack("<I", 1)
    assert unpack(packed(properties(fixed, named, spoken, value))).text == "He hits me"


def test_a_message_that_is_nothing_but_winmail_still_has_words() -> None:
    inside = packed(attribute(1, 0x0002800C, b"He hits me\0"), FILE).decode("latin-1").encode("latin-1")
    message = raw("From: a@example.org", "Content-Type: application/ms-tnef; name=winmail.dat", "", "") + inside
    mail = read_mail(message)
    assert mail.text == "He hits me"
    assert {"winmail"} <= mail.oddities
    assert len(mail.attached) == 2


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 200))
def test_rubbish_brings_nothing_down(rubbish: bytes, where: int) -> None:
    whole = packed(properties(variable(0x001E, 0x1000, b"text"), rubbish), FILE)
    for planted in (rubbish, whole, whole[:where] + rubbish + whole[where:], whole[:where]):
        unpack(planted)
