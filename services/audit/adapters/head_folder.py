"""Signed tree heads as files in a folder that should be out of reach of whoever writes the logs."""

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from services.audit.adapters.files import write_once
from services.audit.application.ports import SignedHead

_NAME = re.compile(r"(\d{12})\.(\d{8}T\d{6}Z)\.checkpoint")
_SIGNED_AT = "%Y%m%dT%H%M%SZ"
_KEY = "ledger.pub"
_READ_ONLY = 0o444


class HeadFolder:
    """One file a head, named by size and time, written once and never over another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, size: int, signed_at: datetime, note: str) -> str:
        """Puts a head there, whole or not at all; returns its name."""
        name = f"{size:012d}.{signed_at.astimezone(UTC).strftime(_SIGNED_AT)}.checkpoint"
        write_once(self._folder / name, note, _READ_ONLY)
        return name

    def newest_first(self) -> Iterator[SignedHead]:
        """The heads in the folder, the largest first, whatever is in them; each is read when it is asked for."""
        for name, size, signed_at in sorted(self._names(), key=lambda named: (named[1], named[2]), reverse=True):
            yield SignedHead(name, size, signed_at, (self._folder / name).read_bytes().decode(errors="replace"))

    def newest_size(self) -> int:
        """The size of the largest head, 0 where there is none."""
        return max((size for _, size, _ in self._names()), default=0)

    def public_key(self) -> str | None:
        """The ledger's public key as it was put beside the first head."""
        file = self._folder / _KEY
        return file.read_text("utf-8", errors="replace") if file.exists() else None

    def keep_public_key(self, text: str) -> None:
        """Put the ledger's public key beside its heads; one that is there stays."""
        write_once(self._folder / _KEY, text, _READ_ONLY)

    def _names(self) -> Iterator[tuple[str, int, datetime]]:
        if not self._folder.is_dir():
            return
        for name in os.listdir(self._folder):
            if (parts := _NAME.fullmatch(name)) is not None:
                with contextlib.suppress(ValueError):
                    yield name, int(parts[1]), datetime.strptime(parts[2], _SIGNED_AT).replace(tzinfo=UTC)
