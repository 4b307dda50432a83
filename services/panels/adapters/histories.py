"""Folds the panels' own streams at the moment a decision needs them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.panels.domain import case, meeting
from services.panels.domain.case import Case
from services.panels.domain.meeting import Meeting

Fold = Callable[[str, Any], tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class LoggedHistories:
    """Reads through the log's `fold(stream, decider)`, which gives the state and its version."""

    fold: Fold

    def case(self, case_id: str) -> Case:
        """A person's case before a panel."""
        found: Case = self.fold(f"case-{case_id}", case.DECIDER)[0]
        return found

    def meeting(self, meeting_id: str) -> Meeting:
        """A meeting."""
        found: Meeting = self.fold(f"meeting-{meeting_id}", meeting.DECIDER)[0]
        return found
