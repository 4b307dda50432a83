"""What intake needs from outside."""

from typing import Protocol


class Keys(Protocol):
    """Where everybody's data keys are."""

    def destroy(self, person_id: str) -> bool:
        """Make a person unreadable for good; False where there was no key left. Doing it twice does no harm."""
        ...
