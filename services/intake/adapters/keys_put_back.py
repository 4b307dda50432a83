"""Sees to it that a keyring put back from a copy brings nobody back whom the log says is forgotten."""

from collections.abc import Callable, Sequence

import structlog

from services.intake.application.ports import Keys

Forgotten = Callable[[int], Sequence[tuple[int, str]]]
"""Positions behind one at which people were forgotten, and who: so many as are looked at together, in order."""

_log = structlog.get_logger()


class KeysPutBack:
    """Looks through everybody forgotten at each start, and from then on at whoever was forgotten since."""

    def __init__(self, keys: Keys, forgotten: Forgotten) -> None:
        self._keys = keys
        self._forgotten = forgotten
        self._looked_at = 0

    def step(self) -> bool:
        """Destroy what keys there are of the next of them; False when there was nobody more."""
        page = self._forgotten(self._looked_at)
        if not page:
            return False
        # Their keys were destroyed before the log said so: one that is there was put back.
        back = sorted(self._keys.living([person_id for _, person_id in page]))
        for person_id in back:
            self._keys.destroy(person_id)
        if back:
            _log.warning("keys_put_back_were_destroyed_again", keys=len(back))
        self._looked_at = page[-1][0]
        return True

    def all(self) -> None:
        """Look at everybody."""
        while self.step():
            pass
