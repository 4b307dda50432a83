"""The hand-overs of one referral: made on a footing, waiting for a receipt, late, received or seen to by a person."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from services.triage.domain.desk.events import SilenceAnswered, SilenceNoted
from services.triage.domain.handover.commands import (
    HandOver,
    HandOverAfterCall,
    Known,
    NoteLateReceipt,
    NoteNotSent,
    NoteReceipt,
    SettleHandover,
)
from services.triage.domain.handover.events import (
    HandoverLeftOpen,
    HandoverMade,
    HandoverReceived,
    HandoverSettled,
    ReceiptMissed,
)
from services.triage.domain.handover.making import Asked, made, taker
from services.triage.domain.handover.refusals import AlreadyWithThem, HandoverIsOver, NoSuchHandover
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from services.triage.domain.state import Assessed
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import Refusal

# Where it stands: waiting for a receipt, late with it, left to a person; received and settled are ends.
WAITING, LATE, LEFT_OPEN, RECEIVED, SETTLED = "waiting", "late", "left_open", "received", "settled"
_OVER = (RECEIVED, SETTLED)
_ON_THE_TELEPHONE = "call"


class OneHandover(State, frozen=True, kw_only=True):
    """One of them; `to` is None where nothing could be sent. `route` is that of a safeguarding referral, else None, and
    `answered` whether they said what they decided on it."""

    stands: str
    reference: str
    to: str | None = None
    route: str | None = None
    receipt_due_at: datetime | None = None
    answered: bool = False


class Handovers(State, frozen=True, kw_only=True):
    """All of one referral, by id, and the silences of those who protect that were noted and not answered."""

    by_id: dict[str, OneHandover] = msgspec.field(default_factory=dict)
    silences: tuple[SilenceNoted, ...] = ()


def evolve(state: Handovers, fact: Fact) -> Handovers:
    """The hand-overs after one more fact."""
    match fact:
        case HandoverMade():
            made = OneHandover(
                stands=WAITING, reference=fact.reference, to=fact.to.id, receipt_due_at=fact.receipt_due_at
            )
            return _with(state, fact.handover_id, made)
        case SafeguardingReferred():
            return _with(state, fact.handover_id, _referred(fact))
        case HandoverLeftOpen() if fact.handover_id in state.by_id:
            return _standing(state, fact.handover_id, LEFT_OPEN)
        case HandoverLeftOpen():
            return _with(state, fact.handover_id, OneHandover(stands=LEFT_OPEN, reference=fact.reference))
        case HandoverReceived():
            return _standing(state, fact.handover_id, RECEIVED)
        case ReceiptMissed():
            return _standing(state, fact.handover_id, LATE)
        case HandoverSettled():
            return _standing(state, fact.handover_id, SETTLED)
        case SafeguardingAnswered():
            return _changed(state, fact.handover_id, answered=True)
        case SilenceNoted():
            others = tuple(each for each in state.silences if each.rule != fact.rule)
            return msgspec.structs.replace(state, silences=(*others, fact))
        case SilenceAnswered():
            left = tuple(each for each in state.silences if each.rule != fact.rule)
            return msgspec.structs.replace(state, silences=left)
        case _:
            return state


def _referred(fact: SafeguardingReferred) -> OneHandover:
    return OneHandover(
        stands=WAITING,
        reference=fact.reference,
        to=fact.to.id if fact.to else None,
        route=fact.route,
        receipt_due_at=fact.receipt_due_at,
    )


HANDOVERS: Decider[Handovers] = Decider(Handovers(), evolve)


def hand_over(command: HandOver, state: Handovers) -> Sequence[Fact]:
    """Carry them, on a yes or another footing, to a mailbox that was made sure of."""
    known, words, why = _gathered(command.known), command.words.strip(), command.why.strip()
    if command.handover_id in state.by_id:
        return ()
    owner = known.standing.referral.account_of if isinstance(known.standing, Assessed) else ""
    asked = Asked(
        handover_id=command.handover_id,
        route=command.route,
        to=command.to,
        consent=command.consent,
        basis=command.basis,
        why=private(owner, Narrative, why) if why else None,
        words=private(owner, Narrative, words) if words else None,
        with_name=command.with_name,
        code=command.code,
        by=command.by,
    )
    return (made(asked, known, _have_it(state)),)


def hand_over_after_call(command: HandOverAfterCall, state: Handovers) -> Sequence[Fact]:
    """The same as the caller was told; where it cannot be, a person sees to it, since the caller relies on it."""
    known = _gathered(command.known)
    if command.handover_id in state.by_id or not isinstance(known.standing, Assessed):
        return ()
    to = taker(known.directory, command.route, command.landlord, known.today)
    asked = Asked(
        handover_id=command.handover_id,
        route=command.route,
        to=to or "",
        consent=command.consent,
        basis=command.basis,
        why=command.why,
        words=command.words,
        with_name=True,
        code=command.code,
        by=_ON_THE_TELEPHONE,
    )
    try:
        return (made(asked, known, _have_it(state)),)
    except AlreadyWithThem:
        return ()
    except Refusal as refusal:
        reference, because = known.standing.referral.reference, refusal.code if to else "destination_not_known"
        return (_left_open(command.referral_id, reference, command.handover_id, command.route, because),)


def note_receipt(command: NoteReceipt, state: Handovers) -> Sequence[Fact]:
    """They have it; said twice it is known already."""
    one = _one(state, command.handover_id)
    if one.stands in _OVER:
        return ()
    if one.stands == LEFT_OPEN:
        raise NoSuchHandover
    return (
        HandoverReceived(
            referral_id=command.referral_id,
            reference=one.reference,
            handover_id=command.handover_id,
            how=command.how,
        ),
    )


def note_not_sent(command: NoteNotSent, state: Handovers) -> Sequence[Fact]:
    """It did not go, and a person has to see to it."""
    one = state.by_id.get(command.handover_id)
    if one is None or one.stands != WAITING:
        return ()
    return (_left_open(command.referral_id, one.reference, command.handover_id, None, "not_sent"),)


def note_late_receipt(command: NoteLateReceipt, state: Handovers) -> Sequence[Fact]:
    """It was due; nothing to note where they have it."""
    one = state.by_id.get(command.handover_id)
    if one is None or one.stands != WAITING:
        return ()
    return (
        ReceiptMissed(
            referral_id=command.referral_id,
            reference=one.reference,
            handover_id=command.handover_id,
            due_at=command.due_at,
        ),
    )


def settle_handover(command: SettleHandover, state: Handovers) -> Sequence[Fact]:
    """A person saw to it."""
    one = _one(state, command.handover_id)
    if one.stands in _OVER:
        raise HandoverIsOver
    return (
        HandoverSettled(
            referral_id=command.referral_id,
            reference=one.reference,
            handover_id=command.handover_id,
            how=command.how,
        ),
    )


def _have_it(state: Handovers) -> set[str]:
    return {each.to for each in state.by_id.values() if each.to and each.stands in (WAITING, LATE, RECEIVED)}


def _gathered(known: Known | None) -> Known:
    assert known is not None, "the handler gathers what is known"
    return known


def _left_open(referral_id: str, reference: str, handover_id: str, route: str | None, because: str) -> Fact:
    return HandoverLeftOpen(
        referral_id=referral_id, reference=reference, handover_id=handover_id, route=route, because=because
    )


def _one(state: Handovers, handover_id: str) -> OneHandover:
    one = state.by_id.get(handover_id)
    if one is None:
        raise NoSuchHandover
    return one


def _standing(state: Handovers, handover_id: str, stands: str) -> Handovers:
    return _changed(state, handover_id, stands=stands)


def _changed(state: Handovers, handover_id: str, **changed: object) -> Handovers:
    one = state.by_id.get(handover_id)
    return state if one is None else _with(state, handover_id, msgspec.structs.replace(one, **changed))


def _with(state: Handovers, handover_id: str, one: OneHandover) -> Handovers:
    return msgspec.structs.replace(state, by_id={**state.by_id, handover_id: one})
