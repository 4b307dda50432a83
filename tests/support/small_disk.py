"""A disk of a few hundred kilobytes, which can be filled, emptied and made read-only."""

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
        with self._ballast.open("ab") as out:
            out.write(b"\0" * max(0, free - leaving))

    def make_room(self) -> None:
        """Give back what was filled."""
        self._ballast.unlink()

    def make_read_only(self) -> None:
        """From now on nothing can be written."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """An empty disk of one megabyte in memory; making one takes the rights to mount."""
    folder = tmp_path / "small-disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"no small disk: this user may not mount one ({type(error).__name__})")
    yield SmallDisk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
