"""The signing key is made once, kept to its owner, and shown to nobody; heads are written once, whole."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.audit.adapters.head_folder import HeadFolder
from services.audit.adapters.key_files import KeyFiles, SigningKeyLost
from services.audit.domain.checkpoint import SigningKey, read_key

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def keys(folder: Path, heads: Path | None = None) -> KeyFiles:
    return KeyFiles(folder / "keys", HeadFolder(heads or folder / "heads"), "Waymark Borough Council")


def test_the_key_is_made_when_first_needed_and_is_the_same_ever_after(tmp_path: Path) -> None:
    assert keys(tmp_path).trusted() is None
    made = keys(tmp_path).signer().verifier
    assert keys(tmp_path).signer().verifier == made == keys(tmp_path).trusted()
    assert made.name.startswith("waymark-borough-council/ledger-")
    assert keys(tmp_path).agree()


def test_the_secret_half_is_readable_by_its_owner_alone_and_never_printed(tmp_path: Path) -> None:
    signer = keys(tmp_path).signer()
    secret = tmp_path / "keys" / "ledger-signing.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.read_text().split()[1] not in repr(signer)
    secret.chmod(0o644)
    with pytest.raises(SigningKeyLost, match="Give it mode 0600"):
        keys(tmp_path).signer()


def test_the_public_half_is_one_line_to_be_printed(tmp_path: Path) -> None:
    signer = keys(tmp_path).signer()
    assert read_key((tmp_path / "keys" / "ledger-signing.pub").read_text()) == signer.verifier


def test_the_key_beside_the_heads_is_believed_before_the_one_in_the_data_folder(tmp_path: Path) -> None:
    genuine = keys(tmp_path).signer().verifier
    public = tmp_path / "keys" / "ledger-signing.pub"
    public.unlink()
    public.write_text(SigningKey("other/ledger", bytes(32)).verifier.text)
    assert keys(tmp_path).trusted() == genuine
    assert not keys(tmp_path).agree()


def test_a_key_brought_from_elsewhere_is_believed_before_all(tmp_path: Path) -> None:
    keys(tmp_path).signer()
    brought = SigningKey("on/paper", bytes(32)).verifier
    given = KeyFiles(tmp_path / "keys", HeadFolder(tmp_path / "heads"), "Council", brought)
    assert given.trusted() == brought


@pytest.mark.parametrize("content", ["", "name !", "name AAAA"])
def test_a_spoilt_key_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    keys(tmp_path).signer()
    (tmp_path / "keys" / "ledger-signing.key").write_text(content)
    with pytest.raises(SigningKeyLost, match="holds no signing key"):
        keys(tmp_path).signer()


def test_a_head_once_written_is_never_written_over(tmp_path: Path) -> None:
    folder = HeadFolder(tmp_path / "heads")
    name = folder.keep(12, NOON, "first")
    assert folder.keep(12, NOON, "second") == name == "000000000012.20261123T120000Z.checkpoint"
    [head] = folder.newest_first()
    assert (head.note, head.size, head.signed_at) == ("first", 12, NOON)
    assert stat.S_IMODE((tmp_path / "heads" / name).stat().st_mode) == 0o444


def test_other_files_in_the_folder_are_no_heads(tmp_path: Path) -> None:
    folder = HeadFolder(tmp_path)
    assert (list(folder.newest_first()), folder.newest_size()) == ([], 0)
    for name in ("README", "12.checkpoint", "000000000012.20261399T120000Z.checkpoint"):
        (tmp_path / name).write_text("x")
    folder.keep(7, NOON, "seven")
    folder.keep(30, NOON, "thirty")
    assert [head.size for head in folder.newest_first()] == [30, 7]
    assert folder.newest_size() == 30
