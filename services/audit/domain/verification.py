"""One verification: asked for, then completed, once."""

from collections.abc import Sequence
from hashlib import sha256

from services.audit.domain.commands import CompleteVerification, RecordFinding, RequestVerification
from services.audit.domain.events import FindingRecorded, VerificationCompleted, VerificationRequested
from services.audit.domain.values import Found
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State


class Unknown(State, frozen=True, kw_only=True):
    """Nobody has asked for it."""


class Running(State, frozen=True, kw_only=True):
    """Asked for and not yet done."""


class Completed(State, frozen=True, kw_only=True):
    """Done."""


Verification = Unknown | Running | Completed


def evolve(state: Verification, fact: Fact) -> Verification:
    """Each fact moves it on."""
    match fact:
        case VerificationRequested():
            return Running()
        case VerificationCompleted():
            return Completed()
    return state


def request_verification(command: RequestVerification, state: Verification) -> Sequence[Fact]:
    """Asked twice, run once."""
    if not isinstance(state, Unknown):
        return ()
    return (VerificationRequested(verification_id=command.verification_id),)


def complete_verification(command: CompleteVerification, state: Verification) -> Sequence[Fact]:
    """One that was run by command, without being asked for first, counts like any other."""
    if isinstance(state, Completed):
        return ()
    outcome = command.outcome
    return (
        VerificationCompleted(
            verification_id=command.verification_id,
            result=outcome.result,
            checked=outcome.checked,
            ledger_position=outcome.ledger_position,
            tree_head=outcome.tree_head,
            found=len(outcome.findings),
            first=outcome.findings[0] if outcome.findings else None,
            notices=outcome.notices,
        ),
    )


DECIDER: Decider[Verification] = Decider(Unknown(), evolve)


class NotFoundBefore(State, frozen=True, kw_only=True):
    """Nobody has come upon it yet."""


class FoundBefore(State, frozen=True, kw_only=True):
    """It is known."""


FindingState = NotFoundBefore | FoundBefore


def record_finding(command: RecordFinding, state: FindingState) -> Sequence[Fact]:
    """What is found again and again is written down once."""
    if isinstance(state, FoundBefore):
        return ()
    return (
        FindingRecorded(
            finding_id=command.finding_id, verification_id=command.verification_id, finding=command.finding
        ),
    )


FINDING: Decider[FindingState] = Decider(NotFoundBefore(), lambda state, fact: FoundBefore())


def finding_id(found: Found) -> str:
    """The same finding has the same id however often it is come upon."""
    parts = (found.kind, found.source, found.stream, found.position, found.ledger_position, found.says)
    return sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]
