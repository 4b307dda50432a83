"""The panels' dates as they have been given out: the timetable, corrected by what was convened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.panels.application.ports import Histories
from services.panels.domain.commands import ConveneMeeting
from services.panels.domain.meeting import Convened
from services.panels.domain.schedule import LONGEST_SHIFT, Placement, Timetable, is_late, scheduled_days
from services.panels.domain.values.sittings import Sitting, a_year_after, london_day
from shared.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which meeting is next. A date or deadline once given counts, even where the timetable has learned better."""

    timetable: Timetable
    histories: Histories
    clock: Clock

    def now(self, at: datetime) -> datetime:
        """The later of when it happened and this moment: what was held up on its way cannot meet a past deadline."""
        return max(at, self.clock())

    def place(self, panel: str, at: datetime) -> Placement:
        """Where something that arrives now is heard next, and whether it came too late for that."""
        moment = self.now(at)
        sitting = self.next_after(panel, moment)
        return Placement(sitting, is_late(sitting, moment))

    def next_after(self, panel: str, moment: datetime) -> Sitting:
        """The first regular meeting that begins after a moment."""
        return next(found for found in self._given(panel, london_day(moment)) if found.starts_at > moment)

    def sitting(self, meeting_id: str) -> Sitting | None:
        """A meeting's dates, None where it has not been convened."""
        meeting = self.histories.meeting(meeting_id)
        return meeting.sitting if isinstance(meeting, Convened) else None

    def _given(self, panel: str, day: date) -> Iterator[Sitting]:
        for reckoned in self.timetable.from_day(panel, day):
            yield self.sitting(reckoned.meeting_id) or reckoned


def convene_ahead(timetable: Timetable, panel: str, at: datetime) -> list[ConveneMeeting]:
    """A command for each regular meeting of the year ahead, and for the first one after that year.

    Sending them again does nothing, except that a meeting is moved whose day has become a bank holiday.
    """
    today = london_day(at)
    commands = []
    for scheduled_on in scheduled_days(timetable.panel(panel), today - LONGEST_SHIFT):
        day = timetable.sitting(panel, scheduled_on).day
        if day >= today:
            commands.append(ConveneMeeting(at=at, panel=panel, scheduled_on=scheduled_on))
        if day > a_year_after(today):
            break
    return commands
