"""Where the master key comes from: the environment, else a file that is made once, for an empty keyring only."""

import base64
import contextlib
import os
import stat
import tempfile
from pathlib import Path

from shared.event_store.keyring import WrongMasterKey
from shared.event_store.wrapping import MASTER_KEY_BYTES

_MISSHAPEN = (
    "The master key must be 32 bytes in base64, and a former one likewise on a line of its own after it. "
    "Set WAYMARK_MASTER_KEY, or restore keys/master.key."
)


def master_key(given: str | None, file: Path, keyring_exists: bool) -> bytes:
    """The 32 bytes every data key is wrapped with, made and kept with mode 0600 where there is nothing to lose yet.

    While the key is being changed, those of the former one come behind it.

    Raises WrongMasterKey with what to do.
    """
    if given:
        return _decoded(given.encode())
    if not file.exists() and not keyring_exists:
        _make(file)
    if not file.exists():
        raise WrongMasterKey(
            f"There is a keyring but no master key. Set WAYMARK_MASTER_KEY or put the key back at {file}; "
            "a new key would open nothing."
        )
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise WrongMasterKey(f"{file} can be read by others. Give it mode 0600, then start again.")
    return _decoded(file.read_bytes())


def _make(file: Path) -> None:
    """Put a new key on the disk whole or not at all; of two programs that start together, the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(base64.b64encode(os.urandom(MASTER_KEY_BYTES)))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _decoded(text: bytes) -> bytes:
    """Every key of a text, one after the other: the first wraps, all of them open (`MasterKeys`)."""
    try:
        keys = [base64.b64decode(word, validate=True) for word in text.split()]
    except ValueError:
        raise WrongMasterKey(_MISSHAPEN) from None
    if not keys or any(len(key) != MASTER_KEY_BYTES for key in keys):
        raise WrongMasterKey(_MISSHAPEN)
    return b"".join(keys)
