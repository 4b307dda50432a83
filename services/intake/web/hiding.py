"""Which restricted place an address belongs to: asked at the door, of every page and of every count."""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from services.intake.domain.restricted import CodeOf
from services.intake.read_models.restricted_places import blind, known
from shared.kernel.personal import Indexer

# How old what the door knows may be: a place that is restricted just now is hidden there this much later.
_SECONDS = 2.0


class Reading(Protocol):
    """Intake's views, read."""

    def reading(self) -> AbstractContextManager[Any]: ...


class HiddenPlaces:
    """The restricted places by their signs, looked up again every few seconds: there are few, and seldom a new one."""

    def __init__(self, views: Reading, indexer: Indexer, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._views, self._indexer, self._monotonic = views, indexer, monotonic
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self._until = float("-inf")

    def refresh(self) -> None:
        """Look again if the last look is too long ago; from a thread, since it may wait for a database."""
        if self._monotonic() >= self._until:
            self._look()

    def code_of(self, signs: Iterable[str]) -> str | None:
        """The code of the restricted place one of these signs belongs to, as of the last look."""
        if not self._known:
            return None
        return next((self._known[sign] for sign in blind(self._indexer, signs) if sign in self._known), None)

    def now(self) -> CodeOf:
        """The same as of now, for whatever is about to be shown."""
        self._look()
        return self.code_of

    def _look(self) -> None:
        with self._lock:
            with self._views.reading() as connection:
                self._known = known(connection)
            self._until = self._monotonic() + _SECONDS
