"""Throws away the bytes of evidence that nobody may open any more, and of files that nothing ever spoke of."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from services.intake.adapters.evidence.store import EvidenceStore
from services.intake.domain.evidence import Folder
from shared.kernel.clock import Clock

_EVERY = timedelta(minutes=15)
_AT_ONCE = 50

_log = structlog.get_logger()


class Sweeping:
    """Goes through all files a few at a time, and around again after a quarter of an hour.

    `folder_of` folds what the log says of a referral's evidence, `living` says whose key is there, `is_held` whether
    somebody's details must be kept.
    """

    def __init__(
        self,
        store: EvidenceStore,
        folder_of: Callable[[str], Folder],
        living: Callable[[Sequence[str]], set[str]],
        is_held: Callable[[str], bool],
        clock: Clock,
    ) -> None:
        self._store, self._folder_of, self._living, self._is_held = store, folder_of, living, is_held
        self._clock = clock
        self._after = ""
        self._next: datetime | None = None

    def step(self) -> bool:
        """Look at a few; False when there is nothing to look at before the next round."""
        now = self._clock()
        if self._next is not None and now < self._next:
            return False
        self._next = None
        found = self._store.after(self._after, _AT_ONCE)
        if not found:
            self._after, self._next = "", now + _EVERY
            self._store.tidy()
            return False
        self._after = found[-1][0]
        living = self._living(sorted({person_id for _, _, person_id, _ in found}))
        folders = {reference: self._folder_of(reference) for reference in {row[1] for row in found}}
        gone = [
            evidence_id
            for evidence_id, reference, person_id, old in found
            if person_id not in living or self._is_over(evidence_id, folders[reference], person_id, old)
        ]
        if gone:
            self._store.discard(gone)
            _log.info("evidence_discarded", files=len(gone))
        return True

    def all(self) -> None:
        """One whole round, from the beginning."""
        self._after, self._next = "", None
        while self.step():
            pass

    def _is_over(self, evidence_id: str, folder: Folder, person_id: str, old: bool) -> bool:
        piece = folder.pieces.get(evidence_id)
        if piece is None:
            return old
        return piece.withdrawn and not self._is_held(person_id)
