"""Which decision about absences and emergency views answers which command, and in which stream it is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.triage.application.handlers import Decide
from services.triage.domain.desk import absence, emergency_view
from services.triage.domain.desk.commands import (
    EndAbsence,
    NoteMissedReview,
    OpenInEmergency,
    RecordAbsence,
    ReviewEmergencyView,
)
from services.triage.domain.desk.events import EmergencyViewOpened
from shared.kernel.handling import Command, Deadline, Handler, Timer
from shared.kernel.messages import Fact

_REVIEW = "emergency_review"


def absence_stream(account_id: str) -> str:
    """The stream of one officer's absences: one, so that two never meet."""
    return f"absence-{account_id}"


def _of_absence(decide: Decide) -> Handler:
    return Handler(
        decider=absence.DECIDER,
        stream=lambda command: absence_stream(command.account_id),
        decide=decide,
        about=lambda command, state: (),
    )


def emergency_stream(view_id: str) -> str:
    """The stream of one record opened in an emergency."""
    return f"emergency-{view_id}"


def _review_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    return [
        Timer(f"{_REVIEW}/{fact.view_id}", _REVIEW, fact.review_due_at, {"view_id": fact.view_id})
        for fact in facts
        if isinstance(fact, EmergencyViewOpened)
    ]


def _missed(timer: Timer, moment: datetime) -> Sequence[Command]:
    return (NoteMissedReview(at=moment, view_id=timer.payload["view_id"], due_at=moment),)


def _about(command: Any, state: emergency_view.EmergencyView) -> tuple[str, ...]:
    if isinstance(command, OpenInEmergency):
        return (command.referral_id,)
    return (state.opened.referral_id,) if isinstance(state, emergency_view.Opened) else ()


def _of_emergency(decide: Decide) -> Handler:
    return Handler(
        decider=emergency_view.DECIDER,
        stream=lambda command: emergency_stream(command.view_id),
        decide=decide,
        about=_about,
        timers=_review_timers,
    )


DESK_DEADLINES: tuple[Deadline, ...] = (Deadline(_REVIEW, _missed),)
DESK_COMMANDS: dict[type[Command], Handler] = {
    RecordAbsence: _of_absence(absence.record_absence),
    EndAbsence: _of_absence(absence.end_absence),
    OpenInEmergency: _of_emergency(emergency_view.open_in_emergency),
    ReviewEmergencyView: _of_emergency(emergency_view.review_emergency_view),
    NoteMissedReview: _of_emergency(emergency_view.note_missed_review),
}
