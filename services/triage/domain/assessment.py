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
    OverrideDecision,
    PutBack,
    RecordSupportOffer,
    TakeOn,
)
from services.triage.domain.consequences import case_for, consequences, signpost_for
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
from services.triage.domain.refusals import (
    AlreadyConfirmed,
    DomesticAbuseStaysOpen,
    HarmNotRuledOut,
    NoCaseOpen,
    NotYetTriaged,
    ReferralAlreadyClosed,
    SafeguardingStands,
    StaysWithUs,
    StillAsking,
    SupportNotOffered,
)
from services.triage.domain.routes import CLOSING_AND_LATER, EMERGENCY, PROTECTING, is_ours
from services.triage.domain.state import Assessed, Closed, Standing, Unassessed
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private


def evolve(state: Standing, fact: Fact) -> Standing:
    """Where a referral stands in triage after one more fact."""
    if isinstance(state, Unassessed):
        return _opened(fact) if isinstance(fact, AssessmentOpened) else state
    match fact:
        case AnswersAdded():
            return state.with_(referral=about(state.referral, fact))
        case ReferralTriaged():
            return state.with_(decision=fact.decision, answers=fact.answers, round=fact.round, settled=False)
        case DecisionConfirmed() | DecisionOverridden():
            return state.with_(settled=True)
        case ReferralTaken():
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
            return state.with_(support_offered=True)
        case ReferralSignposted() | CaseClosed():
            return Closed(**state.members())
        case _:
            return state


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
    if isinstance(state, Closed) or state.settled or state.case_open or not recommended:
        return ()
    return confirm_decision(ConfirmDecision(at=command.at, referral_id=command.referral_id), state)


def override_decision(command: OverrideDecision, state: Standing, judge: Judge) -> Sequence[Fact]:
    """A person decides otherwise. Nobody may override away what protects somebody."""
    standing = _standing(state)
    if standing.settled:
        raise AlreadyConfirmed
    decision, referral = standing.decision, standing.referral
    _refuse_unsafe(command.route, standing, judge)
    overridden = DecisionOverridden(
        referral_id=referral.referral_id,
        reference=referral.reference,
        round=standing.round,
        recommended=decision.primary.route,
        route=command.route,
        code=command.code,
        text=private(standing.subject(), Narrative, command.text),
    )
    if standing.case_open:
        return (overridden,)
    route = judge.route(command.route, referral, standing.answers)
    if _opens_case(command.route):
        due_at = judge.due(route, referral, command.at)
        return (overridden, case_for(referral, route, decision.priority, command.at, due_at))
    return (overridden, signpost_for(referral, route, decision.give))


def take_on(command: TakeOn, state: Standing) -> Sequence[Fact]:
    """An officer has it in hand, so that two do not ring the same person."""
    standing = _standing(state)
    if standing.taken_by == command.taken_by:
        return ()
    referral = standing.referral
    taken = ReferralTaken(referral_id=referral.referral_id, reference=referral.reference, taken_by=command.taken_by)
    return (taken,)


def put_back(command: PutBack, state: Standing) -> Sequence[Fact]:
    """Anybody may take it on again."""
    standing = _standing(state)
    if standing.taken_by is None:
        return ()
    return (ReferralPutBack(referral_id=standing.referral.referral_id, reference=standing.referral.reference),)


def record_support_offer(command: RecordSupportOffer, state: Standing) -> Sequence[Fact]:
    """Support was offered; each offer is kept, since a refusal today may be an acceptance next month."""
    standing = _standing(state)
    referral = standing.referral
    return (SupportOffered(referral_id=referral.referral_id, reference=referral.reference, outcome=command.outcome),)


def close_case(command: CloseCase, state: Standing) -> Sequence[Fact]:
    """End the work on a case; once domestic abuse was seen in it, only with a recorded offer of support.

    What is answered later takes nothing back: whoever abuses may be the one who says it was not so.
    """
    standing = _standing(state)
    if not standing.case_open:
        raise NoCaseOpen
    owed = standing.support_requested or "offer_of_support" in standing.decision.give
    if owed and not standing.support_offered:
        raise SupportNotOffered
    referral = standing.referral
    return (CaseClosed(referral_id=referral.referral_id, reference=referral.reference, reason=command.reason),)


def note_late_response(command: NoteLateResponse, state: Standing) -> Sequence[Fact]:
    """The deadline has passed; nothing to note where somebody has confirmed in time, or it is closed."""
    if not isinstance(state, Assessed) or isinstance(state, Closed) or state.settled:
        return ()
    referral = state.referral
    return (ResponseMissed(referral_id=referral.referral_id, reference=referral.reference, due_at=command.due_at),)


def triaged(standing: Assessed, answers: dict[str, AnswerValue], judge: Judge) -> Sequence[Fact]:
    """The rules' decision on these answers, with what protects somebody at once."""
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


def _opens_case(route: str) -> bool:
    """Whoever says that it is an emergency leaves somebody in danger, so it is followed as a case."""
    return is_ours(route) or route == EMERGENCY


def _refuse_unsafe(route: str, standing: Assessed, judge: Judge) -> None:
    """Domestic abuse, once seen, counts whatever was answered later; nothing that protects is exchanged for less."""
    decision = standing.decision
    abuse = standing.support_requested or "domestic_abuse" in {
        decision.primary.route,
        *(also.route for also in decision.also),
    }
    if abuse and route in CLOSING_AND_LATER:
        raise DomesticAbuseStaysOpen
    if decision.primary.route in PROTECTING and route not in PROTECTING:
        raise SafeguardingStands
    if judge.ends_too_early(route, standing.referral, standing.answers):
        raise HarmNotRuledOut
    stays = decision.priority == "urgent" or decision.panels or standing.panels
    if stays and not standing.case_open and not _opens_case(route):
        raise StaysWithUs


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
