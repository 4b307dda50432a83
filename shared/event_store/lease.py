"""One worker at a time: a lease is held by a living process and falls free with it."""

import fcntl
import os
from pathlib import Path
from typing import Protocol


class Lease(Protocol):
    """The right to do one named piece of work until released, the process ends, or it is lost.

    Whoever goes on with the work asks `acquire` again before each step: a lease kept far away may have been lost.
    """

    def acquire(self) -> bool:
        """Whether it is ours: taken if it is free, and never waited for."""
        ...

    def release(self) -> None:
        """Give it back; harmless if it is not held."""
        ...


class Leases(Protocol):
    """Gives out leases by name; the same name is held by at most one process and one holder in it."""

    def lease(self, name: str) -> Lease: ...


class FileLease:
    """A lease kept as an advisory lock on a file; the system frees it when the process dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Take it if it is free; never waits."""
        if self._handle is not None:
            return True
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Give it back; harmless if it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class FileLeases:
    """Leases as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def lease(self, name: str) -> Lease:
        return FileLease(self._folder / f"{name}.lease")
