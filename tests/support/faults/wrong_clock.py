"""A clock that can be put wrong for one program, also while it runs, without touching the machine's."""

import functools
import os
import shutil
import struct
import subprocess
from pathlib import Path

from tests.support.missing import missing

_SOURCE = Path(__file__).with_suffix(".c")


class WrongClock:
    """One program's clock; right until it is put wrong."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.clock"
        self._file.write_bytes(struct.pack("=q", 0))
        self.environment = {"LD_PRELOAD": str(_library(folder)), "WRONG_CLOCK": str(self._file)}

    def set(self, seconds: int) -> None:
        """From now on it is ahead by so many seconds, or behind."""
        descriptor = os.open(self._file, os.O_WRONLY)
        os.pwrite(descriptor, struct.pack("=q", seconds), 0)
        os.close(descriptor)


@functools.cache
def _library(folder: Path) -> Path:
    """What is loaded into the program, made from C once."""
    compiler = shutil.which("cc") or missing("no wrong clock: there is no C compiler (cc) to make one")
    library = folder / "wrong_clock.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl"], check=True)
    return library
