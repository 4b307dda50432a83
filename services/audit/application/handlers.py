"""Which decision answers which command of audit, and what is gathered for it on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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
from shared.kernel.decider import Decider
from shared.kernel.handling import Command, Handler
from shared.kernel.messages import Fact

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
        DrawSample: replace(_about_nobody("sample", desk.DECIDER, desk.draw_sample), gather=from_ledger),
        RequestVerification: _about_nobody("verification", verification.DECIDER, verification.request_verification),
        CompleteVerification: _about_nobody("verification", verification.DECIDER, verification.complete_verification),
        RecordFinding: _about_nobody("finding", verification.FINDING, verification.record_finding),
        ReviewLooks: _about_nobody("looks", looks.DECIDER, looks.review_looks, "week"),
    }


def reveal_stream(reveal_id: str) -> str:
    """Where a reveal stands."""
    return f"reveal-{reveal_id}"


def _about_nobody(
    kind: str, decider: Decider[Any], decide: Callable[[Any, Any], Sequence[Fact]], by: str = ""
) -> Handler:
    """What concerns no referral: in a stream of its kind, told apart by that field of the command."""
    told_apart = by or f"{kind}_id"
    return Handler(
        decider=decider,
        stream=lambda command: f"{kind}-{getattr(command, told_apart)}",
        decide=decide,
        about=lambda command, state: (),
    )
