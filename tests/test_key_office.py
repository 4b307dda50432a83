"""The master key is changed by command, beside a running borough, and what stands in the way is said."""

import base64
import sqlite3
from pathlib import Path

import pytest

from services.__main__ import parser
from services.one_process import build
from shared.kernel.personal import Identity, Unsealed
from shared.runtime.cli import main
from shared.runtime.settings import from_environment

pytestmark = pytest.mark.slow

OLD, NEW = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def rotate(data: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> int:
    monkeypatch.setenv("WAYMARK_MASTER_KEY", "\n".join(keys))
    return main(parser(), ["rotate-master-key", "--data", str(data)])


def test_a_running_borough_goes_on_and_the_next_start_needs_the_new_key_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = build(from_environment({"WAYMARK_MASTER_KEY": f"{NEW}\n{OLD}"}, data=str(tmp_path)))
    keyring = running.ground.keyring
    keyring.mint("p-1")
    keyring.flush()
    value = keyring.seal(Unsealed("p-1", Identity, "Jo Example"))
    assert rotate(tmp_path, monkeypatch, NEW, OLD) == 0
    assert "none is left under another master key" in capsys.readouterr().out
    assert keyring.open(value, Identity) == "Jo Example"
    running.close()
    again = build(from_environment({"WAYMARK_MASTER_KEY": NEW}, data=str(tmp_path)))
    assert again.ground.keyring.open(value, Identity) == "Jo Example"
    again.close()


def test_the_keys_of_the_former_master_key_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = build(from_environment({"WAYMARK_MASTER_KEY": OLD}, data=str(tmp_path)))
    for number in range(3):
        before.ground.keyring.mint(f"p-{number}")
    before.ground.keyring.flush()
    before.close()
    with sqlite3.connect(
        tmp_path / "keyring.sqlite"
    ) as keyring:  # with those of the places that keep keys of their own
        (keys,) = keyring.execute("SELECT count(*) FROM data_keys WHERE wrapped IS NOT NULL").fetchone()
    assert keys > 3
    assert rotate(tmp_path, monkeypatch, NEW, OLD) == 0
    assert f"Done: {keys} data keys were wrapped anew" in capsys.readouterr().out
    assert rotate(tmp_path, monkeypatch, NEW) == 0
    assert "Done: 0 data keys" in capsys.readouterr().out


def test_without_the_former_key_or_without_a_keyring_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rotate(tmp_path / "none", monkeypatch, NEW) == 2
    assert "no keyring here yet" in capsys.readouterr().err
    build(from_environment({"WAYMARK_MASTER_KEY": OLD}, data=str(tmp_path))).close()
    assert rotate(tmp_path, monkeypatch, NEW) == 2
    told = capsys.readouterr().err
    assert "the former one; then run this again" in told
    assert OLD not in told
    assert NEW not in told


def test_whether_the_master_key_fits_is_told_and_a_keyring_is_begun_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(key: str) -> int:
        monkeypatch.setenv("WAYMARK_MASTER_KEY", key)
        return main(parser(), ["check-master-key", "--data", str(tmp_path)])

    assert check(OLD) == check(OLD) == check(f"{NEW}\n{OLD}") == 0
    assert capsys.readouterr().out.count("opens the keyring") == 3
    assert check(NEW) == 2
    assert "does not fit this keyring" in capsys.readouterr().err
