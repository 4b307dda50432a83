"""Of a WebM recording everything that tells becomes void or blank in its place; sound, pictures and times stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.webm import Elements
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, PLACE, SOUND, a_webm, element


def passed(data: bytes, cut: int = 1_000_000) -> bytes:
    elements = Elements()
    return b"".join(elements.feed(data[at : at + cut]) for at in range(0, len(data), cut)) + elements.end()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6_000), st.booleans())
def test_what_tells_goes_wherever_it_is_cut_and_all_else_stays_in_its_place(cut: int, unknown: bool) -> None:
    recording = a_webm(unknown)
    assert PLACE in recording
    out = passed(recording, cut)
    assert len(out) == len(recording)
    assert DEVICE.encode() not in out
    assert PLACE not in out
    assert out.index(SOUND) == recording.index(SOUND)
    assert element("2ad7b1", b"\x0f\x42\x40") in out
    assert b"setup" in out


@pytest.mark.parametrize(
    "recording",
    [
        a_webm()[:60],
        b"\x1a\x45\xdf\xa3\x00\x00" + bytes(20),
        element("1a45dfa3") + element("18538067", b"\x15\x49\xa9\x66\x18\x00\x00\x00", unknown=True),
        element("1a45dfa3") + element("18538067", element("1549a966", b"\x4d\x80\x10\x00\x00\xff"), unknown=True),
        element("1a45dfa3") + element("18538067", b"\x12\x54\xc3\x67\x01\xff\xff\xff\xff\xff\xff\xff", unknown=True),
    ],
    ids=["cut off", "no length", "more than is held", "an inner element too long", "tags without a length"],
)
def test_what_cannot_be_read_is_refused(recording: bytes) -> None:
    with pytest.raises(FileNotTaken, match="cannot be read"):
        passed(recording)
