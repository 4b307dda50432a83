"""The master key comes from the environment or a private file, and is made only where there is nothing to lose."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.event_store.keyring import WrongMasterKey
from shared.event_store.master_key import master_key

GIVEN = base64.b64encode(bytes(range(32))).decode()


def test_a_given_key_wins_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    assert master_key(f" {GIVEN}\n", file, keyring_exists=True) == bytes(range(32))
    assert not file.exists()


def test_a_former_key_may_stand_behind_the_one_that_wraps(tmp_path: Path) -> None:
    former = base64.b64encode(bytes(32)).decode()
    assert master_key(f"{GIVEN}\n{former}\n", tmp_path / "none", keyring_exists=True) == bytes(range(32)) + bytes(32)


def test_the_first_start_makes_a_key_for_nobody_elses_eyes_and_the_next_finds_it(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    made = master_key(None, file, keyring_exists=False)
    assert len(made) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert master_key(None, file, keyring_exists=True) == made
    assert [path.name for path in file.parent.iterdir()] == ["master.key"]


def test_programs_that_start_together_end_up_with_one_key(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    with ThreadPoolExecutor(16) as starts:
        keys = set(starts.map(lambda _: master_key(None, file, keyring_exists=False), range(16)))
    assert len(keys) == 1


def test_no_new_key_is_made_beside_a_keyring_that_it_would_not_open(tmp_path: Path) -> None:
    with pytest.raises(WrongMasterKey, match="a new key would open nothing"):
        master_key(None, tmp_path / "master.key", keyring_exists=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "master.key"
    master_key(None, file, keyring_exists=False)
    file.chmod(mode)
    with pytest.raises(WrongMasterKey, match="mode 0600"):
        master_key(None, file, keyring_exists=True)


@pytest.mark.parametrize("text", ["", "not base64!", "c2hvcnQ=", GIVEN + "AAAA", "clé"])
def test_a_misshapen_key_is_said_without_being_repeated(tmp_path: Path, text: str) -> None:
    file = tmp_path / "master.key"
    file.write_text(text)
    file.chmod(0o600)
    for given in filter(None, (text, None)):
        with pytest.raises(WrongMasterKey, match="32 bytes in base64") as caught:
            master_key(given, file, keyring_exists=True)
        assert not text or text not in str(caught.value)
    with pytest.raises(WrongMasterKey, match="32 bytes in base64"):
        master_key(None, file, keyring_exists=True)
