"""Of a WAV the sound stays where it is, and every other chunk becomes empty."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.adapters.evidence.waves import Chunks
from services.intake.domain.refusals import FileNotTaken
from tests.support.builders.files import DEVICE, PLACE, SOUND, a_wav


def passed(data: bytes, cut: int = 1_000_000) -> bytes:
    chunks = Chunks()
    return b"".join(chunks.feed(data[at : at + cut]) for at in range(0, len(data), cut)) + chunks.end()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4_000))
def test_the_sound_stays_in_its_place_and_what_tells_goes(cut: int) -> None:
    wave = a_wav()
    assert DEVICE.encode() in wave
    out = passed(wave, cut)
    assert len(out) == len(wave)
    assert out.index(b"data") == wave.index(b"data")
    assert SOUND in out
    assert DEVICE.encode() not in out
    assert PLACE not in out
    assert b"LIST" not in out
    assert b"bext" not in out


def test_a_recorder_that_did_not_know_how_long_it_would_be_is_taken() -> None:
    endless = a_wav()[: a_wav().index(b"data")] + b"data\xff\xff\xff\xff" + SOUND
    assert passed(endless).endswith(SOUND)


@pytest.mark.parametrize("wave", [b"RIFF\x00\x00\x00\x00WAVE", a_wav()[:300], b"RIFF"])
def test_without_sound_it_is_refused(wave: bytes) -> None:
    with pytest.raises(FileNotTaken, match="cannot be read"):
        passed(wave)
