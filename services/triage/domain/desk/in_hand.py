"""In whose hands a referral is: taken on, put back, given, handed over; never in two people's."""

from collections.abc import Sequence

from services.triage.domain.desk.commands import GiveTo, HandOver, PutBack, RecordContact, RecordReceipt, TakeOn
from services.triage.domain.desk.events import ContactTried, ReceiptRecorded, ReferralGiven, ReferralHandedOver
from services.triage.domain.events import ReferralPutBack, ReferralTaken
from services.triage.domain.refusals import NotYetTriaged, ReferralAlreadyClosed, TakenMeanwhile
from services.triage.domain.state import Assessed, Closed, Standing
from shared.kernel.messages import Fact


def take_on(command: TakeOn, state: Standing) -> Sequence[Fact]:
    """An officer has it in hand, so that two do not ring the same person; from a colleague only knowingly."""
    standing = open_one(state)
    if standing.taken_by == command.taken_by:
        return ()
    _refuse_if_moved(standing, command.seen)
    referral = standing.referral
    return (ReferralTaken(referral_id=referral.referral_id, reference=referral.reference, taken_by=command.taken_by),)


def put_back(command: PutBack, state: Standing) -> Sequence[Fact]:
    """Anybody may take it on again."""
    standing = open_one(state)
    if standing.taken_by is None:
        return ()
    return (ReferralPutBack(referral_id=standing.referral.referral_id, reference=standing.referral.reference),)


def give_to(command: GiveTo, state: Standing) -> Sequence[Fact]:
    """It goes from hand to hand: whoever had it has it no longer."""
    standing = open_one(state)
    if standing.taken_by == command.given_to:
        return ()
    _refuse_if_moved(standing, command.seen)
    return (
        ReferralGiven(
            referral_id=standing.referral.referral_id,
            reference=standing.referral.reference,
            taken_by=command.given_to,
            given_by=command.given_by,
        ),
    )


def hand_over(command: HandOver, state: Standing) -> Sequence[Fact]:
    """Only if it still is in those hands: somebody else may have been quicker."""
    if not isinstance(state, Assessed) or isinstance(state, Closed) or state.taken_by != command.handed_from:
        return ()
    return (
        ReferralHandedOver(
            referral_id=state.referral.referral_id,
            reference=state.referral.reference,
            handed_from_id=command.handed_from,
            taken_by=command.given_to,
            because=command.because,
        ),
    )


def record_contact(command: RecordContact, state: Standing) -> Sequence[Fact]:
    """Each try is kept, also of a referral that is no case yet."""
    referral = open_one(state).referral
    return (
        ContactTried(
            referral_id=referral.referral_id,
            reference=referral.reference,
            way=command.way,
            outcome=command.outcome,
            tried_at=command.at,
        ),
    )


def record_receipt(command: RecordReceipt, state: Standing) -> Sequence[Fact]:
    """That a service has it; told twice it is recorded twice, since two services may have it."""
    referral = open_one(state).referral
    return (ReceiptRecorded(referral_id=referral.referral_id, reference=referral.reference),)


def open_one(state: Standing) -> Assessed:
    """The referral as it stands, judged and open. Raises what stands in the way."""
    if isinstance(state, Closed):
        raise ReferralAlreadyClosed
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    return state


def _refuse_if_moved(standing: Assessed, seen: str | None) -> None:
    if standing.taken_by not in (None, seen):
        raise TakenMeanwhile
