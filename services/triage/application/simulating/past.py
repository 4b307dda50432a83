"""Past referrals as triage's log tells them: what was known when each came in, what was decided, what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from services.triage.application.judge import received_on
from services.triage.domain.decision import Decision
from services.triage.domain.events import (
    AnswerValue,
    AssessmentOpened,
    DecisionConfirmed,
    DecisionOverridden,
    ReferralTriaged,
    ResponseMissed,
)
from shared.kernel.messages import Recorded


@dataclass(frozen=True, slots=True)
class Settled:
    """How a person settled one round: the rule that had given the primary route, and whether they decided otherwise."""

    rule: str
    overridden: bool
    at: datetime


@dataclass(slots=True)
class Past:
    """One referral. `answers` and `decision` are those of the day it came in; what was asked later, the rules asked."""

    reference: str
    kind: str
    channel: str
    category: str | None
    strands: tuple[str, ...]
    ward: str | None
    origin: str
    received_at: datetime
    received_on: date
    answers: dict[str, AnswerValue]
    decision: Decision | None = None
    late: bool = False
    settled: list[Settled] = field(default_factory=list)
    rules_of_rounds: dict[int, str] = field(default_factory=dict)


def past_referrals(log: Iterable[Recorded]) -> list[Past]:
    """Every referral that was judged and whose beginning is told, in the order in which they reached triage."""
    found: dict[str, Past] = {}
    for recorded in log:
        if isinstance(recorded.fact, AssessmentOpened):
            found[recorded.stream] = _opened(recorded.fact)
        elif (past := found.get(recorded.stream)) is not None:
            _add(past, recorded)
    return [past for past in found.values() if past.decision is not None]


def _add(past: Past, recorded: Recorded) -> None:
    match recorded.fact:
        case ReferralTriaged() as judged:
            past.decision = past.decision or judged.decision
            past.rules_of_rounds[judged.round] = judged.decision.reasons[0].rule
        case DecisionConfirmed() | DecisionOverridden() as settled:
            overridden = isinstance(settled, DecisionOverridden)
            past.settled.append(Settled(past.rules_of_rounds[settled.round], overridden, recorded.occurred_at))
        case ResponseMissed():
            past.late = True


def _opened(opened: AssessmentOpened) -> Past:
    referral = opened.referral
    return Past(
        reference=referral.reference,
        kind=referral.kind,
        channel=referral.channel,
        category=referral.category,
        strands=referral.strands,
        ward=referral.ward,
        origin=referral.origin,
        received_at=referral.received_at,
        received_on=received_on(referral),
        answers=referral.answers,
    )
