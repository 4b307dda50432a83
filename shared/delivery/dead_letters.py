"""Messages that could not be taken, with the reason, and those that wait behind them so that order is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.event_store.store import EventStore
from shared.kernel.identifiers import new_id

_KEEP = (
    "INSERT INTO dead_letters (letter_id, policy, event_id, event_type, message_key, arrived, message, "
    "reason, parked_behind, dead_at) VALUES (?, ?, ?, ?, ?, "
    "(SELECT coalesce(max(arrived), 0) + 1 FROM dead_letters), ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_LETTERS = (
    "SELECT letter_id, policy, event_id, event_type, message_key, reason, parked_behind, dead_at, message "
    "FROM dead_letters"
)
_ALL = f"{_LETTERS} ORDER BY arrived, letter_id"
_FIRST_OF_KEY = f"{_LETTERS} WHERE policy = ? AND message_key = ? ORDER BY arrived, letter_id LIMIT 1"
_HELD = "SELECT DISTINCT policy, message_key FROM dead_letters"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message set aside for one policy. `reason` names what went wrong, never what the message holds."""

    letter_id: str
    policy: str
    event_id: str
    event_type: str
    key: str
    reason: str
    parked_behind: str | None
    dead_at: str
    message: bytes


class DeadLetters:
    """One service's dead letters, kept beside its log."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def first(self, policy: str, key: str) -> DeadLetter | None:
        """The letter that later messages of its key must wait behind, if there is one."""
        return next(iter(self._found(_FIRST_OF_KEY, (policy, key))), None)

    def held(self) -> set[tuple[str, str]]:
        """Each policy and key that has letters."""
        return {(str(policy), str(key)) for policy, key in self._store.look(_HELD)}

    def keep(
        self,
        policy: str,
        event_id: str,
        event_type: str,
        key: str,
        message: bytes,
        reason: str,
        behind: str | None,
        at: str,
    ) -> None:
        """Set a message aside; the same message a second time changes nothing."""
        self._store.beside(_KEEP, (new_id(), policy, event_id, event_type, key, message, reason, behind, at))

    def all(self) -> list[DeadLetter]:
        """Every letter, in order of arrival."""
        return self._found(_ALL)

    def drop(self, letter_id: str) -> None:
        """Forget a letter whose message has been taken after all."""
        self._store.beside("DELETE FROM dead_letters WHERE letter_id = ?", (letter_id,))

    def _found(self, statement: str, parameters: Sequence[object] = ()) -> list[DeadLetter]:
        rows: Any = self._store.look(statement, parameters)
        return [DeadLetter(*row) for row in rows]
