"""The boxes of a film that tell of its device are emptied, however it arrives in pieces; sound and pictures stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.recordings import Boxes
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, PLACE, SOUND, a_film, box


def passed(data: bytes, cut: int = 1_000_000) -> bytes:
    boxes = Boxes()
    out = b"".join(boxes.feed(data[at : at + cut]) for at in range(0, len(data), cut))
    return out + boxes.end()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 12_000))
def test_what_tells_of_the_device_goes_wherever_the_film_is_cut_and_all_else_stays(cut: int) -> None:
    film = a_film()
    assert PLACE in film
    out = passed(film, cut)
    assert len(out) == len(film)
    assert PLACE not in out
    assert DEVICE.encode() not in out
    assert SOUND in out
    assert out.index(SOUND) == film.index(SOUND)
    assert [name for name in (b"mvhd", b"tkhd", b"mdhd", b"mdat", b"moov") if name not in out] == []


def test_sound_that_happens_to_look_like_a_box_is_left_alone() -> None:
    film = a_film(sound=b"udta" + PLACE)
    assert b"udta" + PLACE in passed(film)


def test_a_last_box_without_a_length_goes_to_the_end() -> None:
    film = box(b"ftyp", b"isom") + b"\x00\x00\x00\x00mdat" + SOUND
    assert passed(film) == film


def test_a_box_of_64_bits_passes() -> None:
    film = box(b"ftyp", b"isom") + b"\x00\x00\x00\x01mdat" + (16 + len(SOUND)).to_bytes(8, "big") + SOUND
    assert passed(film, 7) == film


DEEP = b"x"
for _ in range(5_000):
    DEEP = box(b"moov", DEEP)


@pytest.mark.parametrize(
    "film",
    [
        a_film()[:-3],
        a_film()[:100],
        box(b"ftyp", b"isom") + b"\x00\x00\x00\x03mdat",
        box(b"ftyp", b"isom") + box(b"moov", b"\x00\x00\x00\xffudta"),
        box(b"ftyp", b"isom") + b"\x7f\xff\xff\xffmoov",
        box(b"ftyp", b"isom") + DEEP,
    ],
    ids=["cut off", "cut off early", "too short a box", "a box beyond its box", "an endless index", "without bottom"],
)
def test_what_is_no_whole_recording_is_refused(film: bytes) -> None:
    with pytest.raises(FileNotTaken, match="cannot be read"):
        passed(film)
