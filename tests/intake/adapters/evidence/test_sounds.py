"""Of MP3 and AMR only frames are kept, wherever they are cut, so that no tag of any kind comes along."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.sounds import AmrFrames, Mp3Frames
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, PLACE, an_amr, an_mp3

FRAME = b"\xff\xfb\x90\x00" + bytes(413)


def passed(stream: Mp3Frames | AmrFrames, data: bytes, cut: int = 1_000_000) -> bytes:
    return b"".join(stream.feed(data[at : at + cut]) for at in range(0, len(data), cut)) + stream.end()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 3_000))
def test_the_frames_stay_and_every_tag_goes_wherever_it_is_cut(cut: int) -> None:
    recording = an_mp3()
    assert DEVICE.encode() in recording
    assert PLACE in recording
    assert passed(Mp3Frames(), recording, cut) == FRAME * 6


def test_what_stands_between_frames_and_is_neither_goes_too() -> None:
    noisy = FRAME * 2 + b"LYRICSBEGIN" + DEVICE.encode() + b"\xff\x00 no frame" + FRAME * 2
    assert passed(Mp3Frames(), noisy) == FRAME * 4


@pytest.mark.parametrize(
    "recording",
    [b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + DEVICE.encode(), b"ID3" + b"x" * 2_000_000, b"\xff\xfb\x90\x00" * 60_000],
    ids=["a tag longer than the file", "no frame in two megabytes", "beginnings of frames alone"],
)
def test_what_holds_no_frame_is_refused(recording: bytes) -> None:
    with pytest.raises(FileNotTaken, match="cannot be read"):
        passed(Mp3Frames(), recording, 65_536)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 900))
def test_frames_of_amr_pass_and_whatever_is_none_is_refused(cut: int) -> None:
    assert passed(AmrFrames(), an_amr(), cut) == an_amr()
    assert passed(AmrFrames(), an_amr() + b"\x3c" + bytes(9), cut) == an_amr()
    for hostile in (an_amr() + DEVICE.encode(), b"#!AMR\n" + b"\x4c" + bytes(40)):
        with pytest.raises(FileNotTaken, match="cannot be read"):
            passed(AmrFrames(), hostile, cut)
