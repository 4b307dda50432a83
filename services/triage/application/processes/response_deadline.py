"""Chases a case whose first response is late: a timer beside the log, due when the policy says."""

from collections.abc import Sequence
from datetime import datetime

from services.triage.domain.commands import NoteLateResponse
from services.triage.domain.events import CaseOpened
from shared.kernel.handling import Command, Deadline, Timer
from shared.kernel.messages import Fact

_KIND = "response_deadline"


def response_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    """The deadlines these facts set."""
    return [
        Timer(f"{_KIND}/{fact.referral_id}", _KIND, fact.due_at, {"referral_id": fact.referral_id})
        for fact in facts
        if isinstance(fact, CaseOpened) and fact.due_at is not None
    ]


def _late(timer: Timer, moment: datetime) -> Sequence[Command]:
    return (NoteLateResponse(at=moment, referral_id=timer.payload["referral_id"], due_at=moment),)


DEADLINES: tuple[Deadline, ...] = (Deadline(_KIND, _late),)
