"""Which decision answers which command about dead ends and door checks, and the clock by which somebody is asked."""

from collections.abc import Callable, Sequence
from datetime import datetime

from services.triage.domain.directory import dead_ends
from services.triage.domain.directory.dead_end_events import DoorCheckAgreed
from services.triage.domain.directory.dead_ends import (
    DEAD_ENDS,
    DOOR_CHECK,
    AgreeDoorCheck,
    NoteDoorCheck,
    NoteDoorCheckDue,
    ReportDeadEnd,
)
from shared.kernel.handling import Command, Deadline, Handler, Timer
from shared.kernel.messages import Fact

_KIND = "door_check"


def dead_end_commands() -> dict[type[Command], Handler]:
    """The table of commands."""
    return {
        ReportDeadEnd: Handler(
            decider=DEAD_ENDS,
            stream=lambda command: f"dead-ends-{command.entry_id}-{command.today}",
            decide=dead_ends.report_dead_end,
            about=lambda command, state: (),
        ),
        AgreeDoorCheck: _of_check(dead_ends.agree_door_check),
        NoteDoorCheckDue: _of_check(dead_ends.note_door_check_due),
        NoteDoorCheck: _of_check(dead_ends.note_door_check),
    }


def _of_check(decide: Callable[..., Sequence[Fact]]) -> Handler:
    return Handler(
        decider=DOOR_CHECK,
        stream=lambda command: f"door-check-{command.referral_id}",
        decide=decide,
        about=lambda command, state: (command.referral_id,),
        timers=_timers,
    )


def _timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    return [
        Timer(f"{_KIND}/{fact.referral_id}", _KIND, fact.ask_at, {"referral_id": fact.referral_id})
        for fact in facts
        if isinstance(fact, DoorCheckAgreed)
    ]


def _due(timer: Timer, moment: datetime) -> Sequence[Command]:
    return (NoteDoorCheckDue(at=moment, referral_id=timer.payload["referral_id"]),)


DEADLINES: tuple[Deadline, ...] = (Deadline(_KIND, _due),)
