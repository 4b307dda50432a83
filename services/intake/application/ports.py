"""What intake needs from outside."""

from collections.abc import Sequence
from typing import Protocol


class Keys(Protocol):
    """Where everybody's data keys are."""

    def destroy(self, person_id: str) -> bool:
        """Make a person unreadable for good; False where there was no key left. Doing it twice does no harm."""
        ...

    def living(self, person_ids: Sequence[str]) -> set[str]:
        """Those of these people whose key is there."""
        ...
