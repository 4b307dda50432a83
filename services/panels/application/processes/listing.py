"""Watches over every listed case until it is heard, and over the calendar so that it never runs out.

Its memory is the case's own history: a timer set when a case comes onto an agenda asks, some days after the meeting,
whether it was heard there.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.panels.application.calendar import convene_ahead
from services.panels.domain.commands import CarryOverUnheardCase
from services.panels.domain.events import (
    CaseCarriedOver,
    CaseDecided,
    CaseDeferred,
    CaseListed,
    CaseMovedToSitting,
    LateReferralAccepted,
    LateReferralRaised,
    MeetingConvened,
    MeetingMoved,
)
from services.panels.domain.schedule import Timetable
from services.panels.domain.values.sittings import Sitting
from shared.kernel.handling import Command, Deadline, Timer
from shared.kernel.messages import Fact

# Minutes are often written up on the days after the meeting; after that the case must not lie unnoticed.
GRACE = timedelta(days=2)

_HEARING = "panels.hearing"
_CALENDAR = "panels.calendar"
_PUT_ON_AGENDA = (
    CaseListed, LateReferralRaised, LateReferralAccepted, CaseMovedToSitting, CaseDeferred, CaseCarriedOver,
)  # fmt: skip


def hearing_timers(facts: Sequence[Fact]) -> list[Timer]:
    """One timer for a case: set anew with each meeting it is put on, taken back when it is decided."""
    timers = []
    for fact in facts:
        if isinstance(fact, _PUT_ON_AGENDA):
            timers.append(_hearing(fact.case_id, fact.sitting))
        elif isinstance(fact, CaseDecided):
            timers.append(Timer(f"hearing/{fact.case_id}", _HEARING, None))
    return timers


def calendar_timers(facts: Sequence[Fact]) -> list[Timer]:
    """Each regular meeting, when it begins, has the calendar filled again a year ahead."""
    return [
        Timer(f"calendar/{fact.meeting_id}", _CALENDAR, fact.sitting.starts_at, {"panel": fact.panel})
        for fact in facts
        if isinstance(fact, MeetingConvened | MeetingMoved) and fact.sitting.kind == "regular"
    ]


def deadlines(timetable: Timetable) -> tuple[Deadline, ...]:
    """What to do when these timers fall due."""

    def fill_calendar(timer: Timer, moment: datetime) -> Sequence[Command]:
        return convene_ahead(timetable, timer.payload["panel"], moment)

    return (Deadline(_HEARING, carry_over_unheard_case), Deadline(_CALENDAR, fill_calendar))


def carry_over_unheard_case(timer: Timer, moment: datetime) -> Sequence[Command]:
    """Ask whether the case was heard; if not, it stands on the next agenda."""
    case_id, meeting_id = timer.payload["case_id"], timer.payload["meeting_id"]
    return [CarryOverUnheardCase(at=moment, case_id=case_id, meeting_id=meeting_id)]


def _hearing(case_id: str, sitting: Sitting) -> Timer:
    payload = {"case_id": case_id, "meeting_id": sitting.meeting_id}
    return Timer(f"hearing/{case_id}", _HEARING, sitting.starts_at + GRACE, payload)
