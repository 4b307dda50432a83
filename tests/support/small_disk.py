"""A small disk in memory, which can be filled, emptied and made read-only."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.missing import missing


class SmallDisk:
    """A file system of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leaving: int = 0) -> None:
        """Leave this many bytes, or none at all."""
        free = shutil.disk_usage(self.folder).free
        # Whoever else writes here meanwhile may leave less than was free a moment ago: full it is all the same.
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as out:
            out.write(b"\0" * max(0, free - leaving))

    def make_room(self) -> None:
        """Give back what was filled."""
        self._ballast.unlink()

    def make_read_only(self) -> None:
        """From now on nothing can be written."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)


@contextlib.contextmanager
def a_small_disk(folder: Path, megabytes: int, mode: str = "0700") -> Iterator[SmallDisk]:
    """An empty disk of so many megabytes for as long as the block lasts; making one takes the rights to mount."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode={mode}", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"no small disk: this user may not mount one ({type(error).__name__})")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """One of one megabyte."""
    with a_small_disk(tmp_path / "small-disk", 1) as disk:
        yield disk
