"""The assessment of one referral: judged by the rules, confirmed or overridden by a person, followed to its end."""

from collections.abc import Sequence
from typing import assert_never

from services.triage.domain.commands import (
    AddAnswers,
    CloseCase,
    ConfirmDecision,
    ConfirmSignpost,
    NoteContactDetails,
    NoteLateResponse,
    NoteSafeContact,
    OpenAssessment,
    RecordSupportOffer,
)
from services.triage.domain.consequences import consequences, signpost_for
from services.triage.domain.desk.events import (
    OverrideDeclined,
    OverrideProposed,
    ReceiptRecorded,
    ReferralGiven,
    ReferralHandedOver,
    SilenceAnswered,
    SilenceNoted,
)
from services.triage.domain.desk.silence import kinds_of
from services.triage.domain.events import (
    AnswersAdded,
    AnswerValue,
    AssessmentOpened,
    CaseClosed,
    CaseOpened,
    ContactDetailsNoted,
    DecisionConfirmed,
    DecisionOverridden,
    MarkedForPanel,
    ReferralPutBack,
    ReferralSignposted,
    ReferralTaken,
    ReferralTriaged,
    ResponseMissed,
    SafeContactNoted,
    SupportOffered,
    SupportRequested,
    Words,
)
from services.triage.domain.judging import Judge
from services.triage.domain.learning import about
from services.triage.domain.linked_children import with_linked_children
from services.triage.domain.refusals import (
    AlreadyConfirmed,
    NoCaseOpen,
    NotAVictim,
    NotYetTriaged,
    ReceiptAwaited,
    ReferralAlreadyClosed,
    SecondReaderAwaited,
    StillAsking,
    SupportNotOffered,
)
from services.triage.domain.state import Assessed, Closed, Standing, Unassessed
from services.triage.domain.vawg.events import TransferRequested
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private


def evolve(state: Standing, fact: Fact) -> Standing:
    """Where a referral stands in triage after one more fact."""
    if isinstance(state, Unassessed):
        return _opened(fact) if isinstance(fact, AssessmentOpened) else state
    if kinds_of(fact):
        state = state.with_(acts=state.acts + 1)
    match fact:
        case AnswersAdded():
            return state.with_(referral=about(state.referral, fact))
        case ReferralTriaged():
            judged = {"decision": fact.decision, "answers": fact.answers, "round": fact.round}
            return state.with_(**judged, settled=False, pending=None)
        case DecisionConfirmed() | DecisionOverridden():
            chosen = fact.route if isinstance(fact, DecisionOverridden) else None
            return state.with_(settled=True, pending=None, chosen=chosen)
        case OverrideProposed() | OverrideDeclined():
            return state.with_(pending=fact if isinstance(fact, OverrideProposed) else None)
        case SilenceNoted():
            return state.with_(silences=(*state.silences, (fact.rule, fact.awaits)))
        case SilenceAnswered():
            return state.with_(silences=tuple(each for each in state.silences if each[0] != fact.rule))
        case ReferralTaken() | ReferralGiven() | ReferralHandedOver():
            return state.with_(taken_by=fact.taken_by)
        case ReferralPutBack():
            return state.with_(taken_by=None)
        case CaseOpened():
            return state.with_(case_open=True)
        case MarkedForPanel():
            return state.with_(panels=(*state.panels, fact.panel))
        case SupportRequested():
            return state.with_(support_requested=True)
        case SupportOffered():
            to = state.victims() if fact.person_id is None else [fact.person_id]
            return state.with_(support_offered=True, offered_to=tuple(dict.fromkeys((*state.offered_to, *to))))
        case ReceiptRecorded():
            return state.with_(received=True)
        case TransferRequested() if fact.direction == "in":
            return state.with_(came_from=fact.area_name)
        case ReferralSignposted() | CaseClosed():
            return Closed(**state.members())
    return state


# Open until whoever protects them has said that they have it (triage policy, 4).
OPEN_UNTIL_RECEIPT = frozenset({"modern_slavery", "children_mash", "adult_safeguarding", "vawg_specialist"})

DECIDER: Decider[Standing] = Decider(Unassessed(), evolve)


def open_assessment(command: OpenAssessment, state: Standing, judge: Judge) -> Sequence[Fact]:
    """Judge a referral for the first time; what protects somebody follows at once."""
    if not isinstance(state, Unassessed):
        return ()
    opened = AssessmentOpened(referral=command.referral)
    fresh = _opened(opened)
    return (opened, *triaged(fresh, command.referral.answers, judge))


def note_safe_contact(command: NoteSafeContact, state: Standing) -> Sequence[Fact]:
    """Kept whatever has become of the referral: somebody may still have to be reached."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    referral = state.referral
    return [
        SafeContactNoted(
            referral_id=referral.referral_id,
            reference=referral.reference,
            person_id=person_id,
            safe_contact=contact,
        )
        for person_id, contact in command.contacts.items()
    ]


def note_contact_details(command: NoteContactDetails, state: Standing) -> Sequence[Fact]:
    """Kept whatever has become of the referral, so that nobody reaches for an old number."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    return [
        ContactDetailsNoted(
            referral_id=state.referral.referral_id,
            reference=state.referral.reference,
            person_id=command.person_id,
            changed=command.changed,
            **command.details,
        )
    ]


def add_answers(command: AddAnswers, state: Standing, judge: Judge) -> Sequence[Fact]:
    """Triage again with what has been learnt. Nothing that changes nothing is recorded."""
    standing = _standing(state)
    changed = {name: value for name, value in command.answers.items() if standing.answers.get(name) != value}
    if not changed and not command.words:
        return ()
    words = tuple(
        Words(name=name, text=private(standing.subject(), Narrative, text)) for name, text in command.words.items()
    )
    added = AnswersAdded(referral_id=standing.referral.referral_id, answers=changed, words=words)
    return (added, *triaged(standing, standing.answers | changed, judge))


def confirm_decision(command: ConfirmDecision, state: Standing) -> Sequence[Fact]:
    """A person agrees; only now may a referral be closed by signposting. A case already open is closed as a case."""
    standing = _standing(state)
    if standing.settled:
        raise AlreadyConfirmed
    if standing.pending is not None:
        raise SecondReaderAwaited
    decision = standing.decision
    if decision.outcome == "ask":
        raise StillAsking
    referral = standing.referral
    confirmed = DecisionConfirmed(referral_id=referral.referral_id, reference=referral.reference, round=standing.round)
    if decision.outcome == "signpost" and not standing.case_open:
        return (confirmed, signpost_for(referral, decision.primary, decision.give))
    return (confirmed,)


def confirm_signpost(command: ConfirmSignpost, state: Standing) -> Sequence[Fact]:
    """Where the rules recommend the very door a caller was shown, that is a person's agreement; else a person looks."""
    if not isinstance(state, Assessed):
        raise NotYetTriaged
    decision = state.decision
    recommended = decision.outcome == "signpost" and decision.primary.route == command.route
    if isinstance(state, Closed) or state.settled or state.pending or state.case_open or not recommended:
        return ()
    return confirm_decision(ConfirmDecision(at=command.at, referral_id=command.referral_id), state)


def record_support_offer(command: RecordSupportOffer, state: Standing) -> Sequence[Fact]:
    """Support was offered; each offer is kept, since a refusal today may be an acceptance next month."""
    standing = _standing(state)
    referral, victims = standing.referral, standing.victims()
    if command.person_id is not None and command.person_id not in victims:
        raise NotAVictim
    offered = SupportOffered(
        referral_id=referral.referral_id,
        reference=referral.reference,
        outcome=command.outcome,
        person_id=command.person_id or (referral.victim_id if len(victims) > 1 else None),
        by_adviser=command.by_adviser,
    )
    return (offered,)


def close_case(command: CloseCase, state: Standing) -> Sequence[Fact]:
    """End the work on a case; once domestic abuse was seen in it, only with a recorded offer of support, and where
    somebody else must protect whoever is at risk (triage policy, 4), only once they said that they have it.

    What is answered later takes nothing back: whoever abuses may be the one who says it was not so.
    """
    standing = _standing(state)
    if not standing.case_open:
        raise NoCaseOpen
    owed = standing.support_requested or "offer_of_support" in standing.decision.give
    if owed:
        _refuse_without_offer(standing)
    referral = standing.referral
    if awaits_receipt(standing) and not standing.received:
        raise ReceiptAwaited
    return (CaseClosed(referral_id=referral.referral_id, reference=referral.reference, reason=command.reason),)


def note_late_response(command: NoteLateResponse, state: Standing) -> Sequence[Fact]:
    """The deadline has passed; nothing to note where somebody has confirmed in time, or it is closed."""
    if not isinstance(state, Assessed) or isinstance(state, Closed) or state.settled:
        return ()
    referral = state.referral
    return (ResponseMissed(referral_id=referral.referral_id, reference=referral.reference, due_at=command.due_at),)


def triaged(standing: Assessed, answers: dict[str, AnswerValue], judge: Judge) -> Sequence[Fact]:
    """The rules' decision on these answers, with what protects somebody at once."""
    answers = with_linked_children(standing.referral, answers)
    referral = standing.referral
    decision = judge.decide(referral, answers)
    triaged = ReferralTriaged(
        referral_id=referral.referral_id,
        reference=referral.reference,
        round=standing.round + 1,
        answers=answers,
        decision=decision,
    )
    return (triaged, *consequences(standing.with_(answers=answers), decision, judge))


def _refuse_without_offer(standing: Assessed) -> None:
    """Each victim for herself: what her daughter said to an offer says nothing of her."""
    left = [victim for victim in standing.victims() if victim not in standing.offered_to]
    if not standing.support_offered:
        raise SupportNotOffered
    if left:
        raise SupportNotOffered(f"Record the offer of support to each victim first. It is missing for {len(left)}.")


def awaits_receipt(standing: Assessed) -> bool:
    """Whether it stays open until somebody else has it, whoever sent it there."""
    return not OPEN_UNTIL_RECEIPT.isdisjoint(standing.routes())


def _standing(state: Standing) -> Assessed:
    match state:
        case Closed():
            raise ReferralAlreadyClosed
        case Assessed():
            return state
        case Unassessed():
            raise NotYetTriaged
        case _:
            assert_never(state)


def _opened(fact: AssessmentOpened) -> Assessed:
    return Assessed(referral=fact.referral, answers=fact.referral.answers)
