"""Which decision answers which command about hand-overs, what is gathered for it, and the clock of its receipt."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from services.triage.domain.handover import handing_over
from services.triage.domain.handover.commands import (
    HandOver,
    HandOverAfterCall,
    Known,
    NoteLateReceipt,
    NoteNotSent,
    NoteProtectionSilence,
    NoteReceipt,
    SettleHandover,
)
from services.triage.domain.handover.events import HandoverMade
from services.triage.domain.handover.handing_over import HANDOVERS
from services.triage.domain.handover.waiting import answering_silence, note_protection_silence
from services.triage.domain.safeguarding.referral_events import SafeguardingReferred
from shared.kernel.handling import Command, Deadline, Handler, Timer
from shared.kernel.messages import Fact

_KIND = "handover_receipt"

KnownOf = Callable[[str, datetime], Known]
"""What a decision needs to know of a referral at a moment."""


def handovers_of(referral_id: str) -> str:
    """The stream of a referral's hand-overs."""
    return f"handovers-{referral_id}"


def handover_commands(known_of: KnownOf) -> dict[type[Command], Handler]:
    """The table of commands."""

    def gathered(command: Any) -> Any:
        return command.model_copy(update={"known": known_of(command.referral_id, command.at)})

    def of(decide: Callable[..., Sequence[Fact]], gather: Callable[[Any], Any] = lambda command: command) -> Handler:
        return Handler(
            decider=HANDOVERS,
            stream=lambda command: handovers_of(command.referral_id),
            decide=answering_silence(decide),
            about=lambda command, state: (command.referral_id,),
            gather=gather,
            timers=receipt_timers,
        )

    return {
        HandOver: of(handing_over.hand_over, gathered),
        HandOverAfterCall: of(handing_over.hand_over_after_call, gathered),
        NoteReceipt: of(handing_over.note_receipt),
        NoteNotSent: of(handing_over.note_not_sent),
        NoteProtectionSilence: of(note_protection_silence),
        NoteLateReceipt: of(handing_over.note_late_receipt),
        SettleHandover: of(handing_over.settle_handover),
    }


def receipt_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    """When whoever has it must have said so."""
    return [
        Timer(
            f"{_KIND}/{fact.handover_id}",
            _KIND,
            fact.receipt_due_at,
            {"referral_id": fact.referral_id, "handover_id": fact.handover_id},
        )
        for fact in facts
        if isinstance(fact, HandoverMade | SafeguardingReferred)
    ]


def _late(timer: Timer, moment: datetime) -> Sequence[Command]:
    return (NoteLateReceipt(at=moment, due_at=moment, **timer.payload),)


DEADLINES: tuple[Deadline, ...] = (Deadline(_KIND, _late),)
