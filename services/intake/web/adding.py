"""Files that were taken in become evidence: one fact for each, by whatever road they came."""

from collections.abc import Sequence
from typing import Literal

from fastapi import Request

from services.intake.application.handlers import evidence_stream
from services.intake.application.ports import Held
from services.intake.domain.commands import AddEvidence
from services.intake.domain.given import GivenEvidence
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.desk import Desk
from shared.kernel.dispatching import Receipt
from shared.web.caller import context_of

Road = Literal["resident", "staff", "partner", "email"]


def command_of(desk: Desk, found: Standing, held: Held, given: GivenEvidence, road: Road) -> AddEvidence:
    """What makes a file part of a referral; received now."""
    return AddEvidence.model_validate(
        {
            "at": desk.clock(),
            "referral_id": found.submitted.referral_id,
            "reference": found.submitted.reference,
            "evidence_id": held.evidence_id,
            "person_id": held.person_id,
            "kind": held.kind,
            "file": held.file,
            "road": road,
            "given": given,
        }
    )


async def add_all(
    desk: Desk, request: Request, found: Standing, files: Sequence[Held], given: GivenEvidence, road: Road
) -> int:
    """Make all of them part of the referral; the position of the last. Sent twice, each is added once."""
    position = 0
    for held in files:
        receipt = Receipt(f"evidence/{found.submitted.reference}", held.evidence_id)
        command = command_of(desk, found, held, given, road)
        position = (await desk.dispatch.later(command, context_of(request), receipt)).last_position
    return position


def record_opened(desk: Desk, request: Request, found: Standing, evidence_id: str) -> None:
    """Record that a piece of evidence is fetched, before a byte of it is sent."""
    submitted = found.submitted
    stream = evidence_stream(submitted.reference)
    desk.record_view(context_of(request), stream, (submitted.referral_id,), f"evidence {evidence_id}")
