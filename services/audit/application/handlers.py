"""Which decision answers which command of audit, and what is gathered for it on the way."""

from collections.abc import Callable, Mapping
from typing import Any

from services.audit.domain import desk, looks, verification
from services.audit.domain.commands import (
    CompleteVerification,
    DrawSample,
    DrawSampleFrom,
    RecordFinding,
    RequestVerification,
    RevealDetail,
    ReviewLooks,
)
from shared.kernel.handling import Command, Handler

Population = Callable[[], tuple[int, str, tuple[str, ...]]]
"""The ledger's size, its tree head in base64, and every reference it knows."""


def commands(population: Population) -> Mapping[type[Command], Handler]:
    """The table of commands."""

    def from_ledger(command: DrawSample) -> DrawSampleFrom:
        position, tree_head, references = population()
        return DrawSampleFrom(**dict(command), ledger_position=position, tree_head=tree_head, references=references)

    return {
        RevealDetail: Handler(
            decider=desk.DECIDER,
            stream=lambda command: reveal_stream(command.reveal_id),
            decide=desk.reveal_detail,
            about=lambda command, state: (command.referral_id,),
        ),
        DrawSample: Handler(
            decider=desk.DECIDER,
            stream=lambda command: f"sample-{command.sample_id}",
            decide=desk.draw_sample,
            about=_nobody,
            gather=from_ledger,
        ),
        RequestVerification: Handler(
            decider=verification.DECIDER,
            stream=lambda command: f"verification-{command.verification_id}",
            decide=verification.request_verification,
            about=_nobody,
        ),
        CompleteVerification: Handler(
            decider=verification.DECIDER,
            stream=lambda command: f"verification-{command.verification_id}",
            decide=verification.complete_verification,
            about=_nobody,
        ),
        RecordFinding: Handler(
            decider=verification.FINDING,
            stream=lambda command: f"finding-{command.finding_id}",
            decide=verification.record_finding,
            about=_nobody,
        ),
        ReviewLooks: Handler(
            decider=looks.DECIDER,
            stream=lambda command: f"looks-{command.week}",
            decide=looks.review_looks,
            about=_nobody,
        ),
    }


def reveal_stream(reveal_id: str) -> str:
    """Where a reveal stands."""
    return f"reveal-{reveal_id}"


def _nobody(command: Any, state: Any) -> tuple[str, ...]:
    return ()
