"""What the pages about e-mail need beside the desk: a message's whole text as it came, and how long it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class MailShelf(Protocol):
    """The messages as they came, sealed."""

    def text_of(self, message_id: str) -> str | None:
        """All the words of a message; None where it is not kept any more or nothing in it can be read."""
        ...

    def files_of(self, message_id: str) -> Sequence[bytes]:
        """What is attached to a message, in its order; nothing where it is not kept any more."""
        ...

    def hand_over(self, message_id: str, person_id: str) -> None:
        """Keep it for ever, under the key of whoever it turned out to belong to."""
        ...

    def keep_until(self, message_id: str, until: datetime | None) -> None:
        """Throw it away then."""
        ...
