"""What a call that ended with "I send it on" asks of us."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from services.triage.application.handover.codes import new_code
from services.triage.domain.handover.commands import HandOverAfterCall, NoteNotSent
from shared.contracts.intake import CallerSignposted
from shared.contracts.model import SealedText
from shared.contracts.notifications import NoticeWithheld
from shared.kernel.handling import Command, Policy
from shared.kernel.messages import Message
from shared.kernel.personal import Narrative, Personal

# Ids of hand-overs are made within this name, so that one call makes one however often its message comes.
_HANDOVERS = UUID("b3a4b1d2-6f0d-5a6e-8f5e-2a1c9d4e7f30")


def hand_over_when_caller_signposted(message: Message) -> Sequence[Command]:
    """The caller was told that it goes there today; whoever was told otherwise takes it there."""
    told = CallerSignposted.model_validate(message.data)
    if not told.sent_on or message.context.origin == "import":
        return ()
    return (
        HandOverAfterCall(
            at=message.time,
            referral_id=told.referral_id,
            handover_id=str(uuid5(_HANDOVERS, message.id)),
            route=told.route,
            landlord=told.landlord,
            consent=told.consent or "not_sought",
            basis=told.basis,
            why=_kept(told.why),
            words=_kept(told.passed_on),
            code=new_code(),
        ),
    )


def leave_handover_open_when_notice_withheld(message: Message) -> Sequence[Command]:
    """What the gate let not go is handed over by a person, or not at all."""
    told = NoticeWithheld.model_validate(message.data)
    if told.handover_id is None or told.referral_id is None:
        return ()
    return (
        NoteNotSent(at=message.time, referral_id=told.referral_id, handover_id=told.handover_id, reasons=told.reasons),
    )


def _kept(value: SealedText | None) -> Personal[Narrative] | None:
    return None if value is None else Personal(value.p, value.c)


WHEN: tuple[Policy, ...] = (
    Policy("leave_handover_open_when_notice_withheld", NoticeWithheld.type(), leave_handover_open_when_notice_withheld),
    Policy("hand_over_when_caller_signposted", CallerSignposted.type(), hand_over_when_caller_signposted),
)
