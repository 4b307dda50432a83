"""Files that are written once: whole or not at all, on the disk before anybody relies on them, never over another."""

import contextlib
import os
import tempfile
from pathlib import Path


def write_once(file: Path, text: str, mode: int) -> None:
    """Put the text there unless something is there already; of two programs that start together, one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        os.chmod(draft, mode)
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
