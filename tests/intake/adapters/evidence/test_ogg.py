"""Of an Ogg recording the comments become empty, every check sum fits again, and the sound is untouched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.ogg import OggPages
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, PLACE, SOUND, an_ogg, ogg_crc

VORBIS = (b"\x01vorbis", b"\x03vorbis", b"\x01")


def passed(data: bytes, cut: int = 10_000_000) -> bytes:
    pages = OggPages()
    return b"".join(pages.feed(data[at : at + cut]) for at in range(0, len(data), cut)) + pages.end()


def pages_of(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        fixed = at + 27 + data[at + 26]
        end = fixed + sum(data[at + 27 : fixed])
        found.append(data[at:end])
        at = end
    return found


@settings(max_examples=6, deadline=None)
@given(st.integers(100, 90_000), st.booleans())
def test_comments_go_and_the_sound_stays_wherever_it_is_cut(cut: int, vorbis: bool) -> None:
    recording = an_ogg(*VORBIS) if vorbis else an_ogg()
    assert PLACE in recording
    out = passed(recording, cut)
    assert len(out) == len(recording)
    assert DEVICE.encode() not in out
    assert PLACE not in out
    before, after = pages_of(recording), pages_of(out)
    assert [len(page) for page in before] == [len(page) for page in after]
    assert [page for page in after if int.from_bytes(page[22:26], "little") != ogg_crc(page)] == []
    assert (after[0], after[-2:]) == (before[0], before[-2:])
    assert SOUND[:200] in out


def test_a_second_recording_behind_the_first_is_emptied_too() -> None:
    out = passed(an_ogg() + an_ogg(*VORBIS))
    assert PLACE not in out
    assert out.count(SOUND[:200]) == 4


@pytest.mark.parametrize(
    ("recording", "says"),
    [
        (an_ogg(b"\x80theora"), "Save it as MP3"),
        (an_ogg()[: len(pages_of(an_ogg())[0])] * 2, "Save it as MP3"),
        (an_ogg(comments=b"NoOpus!!"), "cannot be read"),
        (an_ogg()[:60_000], "cannot be read"),
        (b"OggS" + bytes(40), "Save it as MP3"),
        (an_ogg()[:100] + b"JUNK" * 50, "cannot be read"),
    ],
    ids=["another codec", "two that run side by side", "no comments", "cut off", "nothing in it", "rubbish behind"],
)
def test_what_cannot_be_emptied_is_refused(recording: bytes, says: str) -> None:
    with pytest.raises(FileNotTaken, match=says):
        passed(recording)
