"""What is attached to an e-mail becomes evidence when an officer says so, looked through like every other file."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from services.intake.domain.given import GivenEvidence
from services.intake.domain.mail.attached import attached_receipt
from services.intake.domain.refusals import FileNotTaken
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.adding import command_of
from services.intake.web.desk import Desk
from shared.web.guard import context_of


@dataclass(frozen=True, slots=True)
class Kept:
    """How many files are evidence now, how many could not be taken, and the position of the last."""

    kept: int
    not_taken: int
    position: int


def keep_attached(
    desk: Desk, request: Request, found: Standing, message_id: str, person_id: str, files: Sequence[bytes]
) -> Kept:
    """Add each to the referral, once however often it is asked for; whose consent it has, nobody has asked yet."""
    kept = not_taken = position = 0
    for number, content in enumerate(files):
        try:
            held = desk.evidence.take(found.submitted.reference, person_id, [content])
        except FileNotTaken:
            not_taken += 1
            continue
        command = command_of(desk, found, held, GivenEvidence(), "email")
        done = desk.dispatch(command, context_of(request), attached_receipt(message_id, number))
        if done.repeated is not None:
            desk.evidence.discard(held.evidence_id)
        kept, position = kept + 1, max(position, done.last_position)
    return Kept(kept, not_taken, position)
