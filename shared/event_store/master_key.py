"""Where the master key comes from: the environment, else a file that is made once, for an empty keyring only."""

import base64
import binascii
import os
import stat
from pathlib import Path

from shared.event_store.keyring import WrongMasterKey

_MISSHAPEN = "The master key must be 32 bytes in base64. Set WAYMARK_MASTER_KEY, or restore keys/master.key."


def master_key(given: str | None, file: Path, keyring_exists: bool) -> bytes:
    """The 32 bytes every data key is wrapped with; made and kept with mode 0600 where there is nothing to lose yet."""
    if given:
        return _decoded(given)
    if file.exists():
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise WrongMasterKey(f"{file} can be read by others. Give it mode 0600, then start again.")
        return _decoded(file.read_text())
    if keyring_exists:
        raise WrongMasterKey(
            f"There is a keyring but no master key. Set WAYMARK_MASTER_KEY or put the key back at {file}; "
            "a new key would open nothing."
        )
    key = os.urandom(32)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(base64.b64encode(key).decode("ascii"))
    return key


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        raise WrongMasterKey(_MISSHAPEN) from None
    if len(key) != 32:
        raise WrongMasterKey(_MISSHAPEN)
    return key
