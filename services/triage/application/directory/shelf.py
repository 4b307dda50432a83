"""The directory as it stands: what ships and every change since, which any process may have recorded."""

from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic

from services.triage.domain.directory.listed import Directory
from services.triage.domain.directory.register import evolve
from shared.kernel.messages import Recorded

DIRECTORY_STREAM = "directory-borough"
# What another process records is seen within this time; what this one records, at once.
_LOOK_EVERY = 1.0

Read = Callable[[int], Sequence[Recorded]]


class DirectoryShelf:
    """Folds what is new of the directory's stream when it is asked, once a second at most."""

    def __init__(self, shipped: Directory, read: Read) -> None:
        self.shipped = shipped
        self._read = read
        self._directory = shipped
        self._version = 0
        self._looked = float("-inf")
        self._lock = Lock()

    def now(self) -> Directory:
        """The directory as far as is known."""
        if monotonic() - self._looked > _LOOK_EVERY:
            self.look()
        return self._directory

    def look(self) -> None:
        """See what has been recorded, now."""
        with self._lock:
            news = self._read(self._version)
            for recorded in news:
                self._directory = evolve(self._directory, recorded.fact)
            self._version = news[-1].version if news else self._version
            self._looked = monotonic()
