"""What a page asks about closing a case for silence: what is still in the way, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.law import InForce
from services.triage.domain.closing import CLOSING, SilencePractice, in_the_way
from shared.kernel.messages import Recorded
from shared.kernel.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class ClosingRoom:
    """The practice by day, and the calendar."""

    practice: InForce[SilencePractice]
    calendar: WorkingDays

    def silence_says(self, story: Sequence[Recorded], now: datetime) -> str | None:
        """What keeps a case from being closed for silence now; None where nothing does."""
        state = CLOSING.fold(recorded.fact for recorded in story)
        refusal = in_the_way(state, self.practice.on(day_of(now)), self.calendar, now)
        return refusal.says if refusal is not None else None
