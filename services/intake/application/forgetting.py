"""Forgetting somebody is asked for, done and written down; a timer finishes it should we fall over in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.intake.application.ports import Keys
from services.intake.domain.commands import CompleteForgetting
from services.intake.domain.events import ForgetRequested, PersonForgotten
from shared.kernel.handling import Command, Deadline, Timer
from shared.kernel.messages import Fact

# Whoever asked finishes it at once; this long after, the timer does.
_GRACE = timedelta(minutes=1)
_KIND = "complete_forgetting"


def forgetting_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    """The timer set by the request and taken back when it is done."""
    timers = []
    for fact in facts:
        if isinstance(fact, ForgetRequested):
            timers.append(_timer(fact.person_id, fact.requested_at + _GRACE))
        elif isinstance(fact, PersonForgotten):
            timers.append(_timer(fact.person_id, None))
    return timers


def finish_forgetting(keys: Keys, person_id: str, at: datetime) -> CompleteForgetting:
    """Destroy the key, then say so: only after `ForgetRequested` stands in the log."""
    keys.destroy(person_id)
    return CompleteForgetting(at=at, person_id=person_id)


def deadlines(keys: Keys) -> tuple[Deadline, ...]:
    """The table of deadlines."""

    def react(timer: Timer, moment: datetime) -> Sequence[Command]:
        return (finish_forgetting(keys, timer.payload["person_id"], moment),)

    return (Deadline(_KIND, react),)


def _timer(person_id: str, due_at: datetime | None) -> Timer:
    return Timer(f"{_KIND}/{person_id}", _KIND, due_at, {"person_id": person_id})
