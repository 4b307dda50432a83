"""The Referral: received once, its safe contacts kept current, its outcome noted; one decision for each command."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from services.intake.domain.alarm import danger_facts
from services.intake.domain.call import call_facts
from services.intake.domain.commands import (
    ChangeSafeContact,
    JoinMessage,
    NoteCallBack,
    NoteOutcome,
    RecordMinutes,
    SubmitReferral,
)
from services.intake.domain.events import (
    AnswersGiven,
    CallBackTried,
    ContactDetailsChanged,
    MessageJoined,
    MinutesSpent,
    OutcomeNoted,
    ReferralSubmitted,
    SafeContact,
    SafeContactChanged,
)
from services.intake.domain.events.sameness import PersonSplitOff
from services.intake.domain.people import involved, reporters_contact, victim_of
from services.intake.domain.placing import derived
from services.intake.domain.record_commands import NoteCaseClosed, NoteSettled, SplitPersonOff, TightenSafeContact
from services.intake.domain.refusals import PersonNotInvolved, ReferenceTaken
from services.intake.domain.residents import facts_besides
from services.intake.domain.stricter import stricter
from services.intake.domain.under_keys import (
    askings,
    came_as_mail,
    kept,
    location,
    occurrence,
    safe_contact,
    sharing,
    words,
)
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.personal import Narrative
from shared.kernel.refusals import NotFound

# ISO 639's word for a language nobody has named; a file or caller that is silent has not said English.
_LANGUAGE_UNKNOWN = "und"
_OPEN, _CLOSED = "case_open", "case_closed"


class NotReceived(State, frozen=True, kw_only=True):
    """There is no such referral."""


class Received(State, frozen=True, kw_only=True):
    """A referral that was received, and how each of its people may be reached; nothing is known from triage."""

    referral_id: str
    reference: str
    contacts: dict[str, SafeContact]
    joined: frozenset[str] = frozenset()


class Judged(State, frozen=True, kw_only=True):
    """A referral of which triage has published an outcome, the newest one noted."""

    received: Received
    noted: OutcomeNoted


Referral = NotReceived | Received | Judged


def evolve(state: Referral, fact: Fact) -> Referral:
    """Each fact moves the referral on; those that change nothing here leave it as it was."""
    match fact:
        case ReferralSubmitted():
            contacts = {person.person_id: person.safe_contact or SafeContact() for person in fact.people}
            contacts[fact.account_of] = fact.safe_contact
            return Received(referral_id=fact.referral_id, reference=fact.reference, contacts=contacts)
        case SafeContactChanged() | ContactDetailsChanged():
            contacts = {**received_of(state).contacts, fact.person_id: fact.safe_contact}
            return _with(state, replace(received_of(state), contacts=contacts))
        case AnswersGiven():
            named = {each.person_id: each.safe_contact or SafeContact() for each in fact.people}
            return _with(state, replace(received_of(state), contacts=named | received_of(state).contacts))
        case MessageJoined():
            return _with(state, replace(received_of(state), joined=received_of(state).joined | {fact.message_id}))
        case OutcomeNoted():
            return Judged(received=received_of(state), noted=fact)
    return state


def submit_referral(command: SubmitReferral, state: Referral) -> Sequence[Fact]:
    """Take in a referral; the same one again is already done, another under its reference is refused."""
    if not isinstance(state, NotReceived):
        if received_of(state).referral_id == command.referral_id:
            return ()
        raise ReferenceTaken
    return (
        _submitted(command),
        *call_facts(command),
        *danger_facts(command.mail, command.referral_id, command.reference),
        *facts_besides(command),
    )


def _submitted(command: SubmitReferral) -> ReferralSubmitted:
    given, owner = command.given, command.reporter_id
    people = involved(given, owner, command.person_ids)
    return ReferralSubmitted(
        referral_id=command.referral_id,
        reference=command.reference,
        kind=given.kind,
        channel=given.channel,
        category=given.category,
        strands=tuple(dict.fromkeys(given.strands or ())),
        received_at=command.at,
        occurred=occurrence(given.occurred, owner),
        location=location(given.location, owner),
        description=kept(owner, Narrative, given.description),
        answers=command.answers,
        words=words(command.words, owner),
        asked=askings(given.asked),
        account_of=owner,
        anonymous=given.reporter is not None and given.reporter.anonymous,
        reporter_id=owner if any(person.person_id == owner for person in people) else None,
        reporter_is_victim=given.reporter.is_victim if given.reporter else None,
        victim_id=victim_of(people),
        people=people,
        safe_contact=reporters_contact(command),
        language=given.language or _LANGUAGE_UNKNOWN,
        interpreter=kept(owner, Narrative, given.interpreter),
        interviewer_preference=kept(owner, Narrative, given.interviewer_preference),
        agency=command.agency or given.agency,
        sharing=sharing(given.sharing, owner),
        derived=derived(command.placed),
        mail=came_as_mail(command.mail, owner),
    )


def join_message(command: JoinMessage, state: Referral) -> Sequence[Fact]:
    """Whatever has become of the referral: what somebody writes again is never too late."""
    received = received_of(state)
    if command.mail.message_id in received.joined:
        return ()
    joined = MessageJoined(
        referral_id=received.referral_id, reference=received.reference, message_id=command.mail.message_id
    )
    return (joined, *danger_facts(command.mail, received.referral_id, received.reference))


def change_safe_contact(command: ChangeSafeContact, state: Referral) -> Sequence[Fact]:
    """Always possible, whatever has become of the referral: an answer about safety is never too late."""
    return reached_as(
        command.person_id, state, lambda before: safe_contact(command.safe_contact, command.person_id, before)
    )


def tighten_safe_contact(command: TightenSafeContact, state: Referral) -> Sequence[Fact]:
    """Nothing where it is as strict already; never less strict than it was."""
    return reached_as(command.person_id, state, lambda before: stricter(before, command.others))


def reached_as(person_id: str, state: Referral, now: Callable[[SafeContact], SafeContact]) -> Sequence[Fact]:
    """How somebody in the referral may be reached from now on; nothing where that changes nothing."""
    received = received_of(state)
    before = received.contacts.get(person_id)
    if before is None:
        raise PersonNotInvolved
    contact = now(before)
    if contact == before:
        return ()
    return (
        SafeContactChanged(
            referral_id=received.referral_id,
            reference=received.reference,
            person_id=person_id,
            safe_contact=contact,
        ),
    )


def split_person_off(command: SplitPersonOff, state: Referral) -> Sequence[Fact]:
    """In this referral she goes by an id of her own; how to reach her here stays as it was said here."""
    received = received_of(state)
    if command.person_id not in received.contacts:
        raise PersonNotInvolved
    return (
        PersonSplitOff(
            referral_id=received.referral_id,
            reference=received.reference,
            person_id=command.person_id,
            split_id=command.split_id,
            because=command.because,
            words=kept(command.split_id, Narrative, command.words),
        ),
    )


def record_minutes(command: RecordMinutes, state: Referral) -> Sequence[Fact]:
    """Every stretch of time counts, whenever it was spent."""
    received = received_of(state)
    return (
        MinutesSpent(
            referral_id=received.referral_id,
            reference=received.reference,
            minutes=command.minutes,
            activity=command.activity,
        ),
    )


def note_call_back(command: NoteCallBack, state: Referral) -> Sequence[Fact]:
    """Each try counts: whoever tries next must know of it."""
    received = received_of(state)
    return (
        CallBackTried(
            referral_id=received.referral_id,
            reference=received.reference,
            outcome=command.outcome,
        ),
    )


def note_outcome(command: NoteOutcome, state: Referral) -> Sequence[Fact]:
    """The newest outcome stands, but a referral that has become a case stays one while triage judges it again."""
    received = received_of(state)
    before = state.noted if isinstance(state, Judged) else None
    stays_open = before is not None and before.status == _OPEN and command.status != "signposted"
    noted = OutcomeNoted(
        referral_id=received.referral_id,
        reference=received.reference,
        status=_OPEN if stays_open else command.status,
        outcome=command.outcome,
        route=command.route,
        priority=command.priority or (before.priority if before else None),
        case_reference=command.case_reference or (before.case_reference if before else None),
        confirmed=(before is not None and before.confirmed) if command.confirmed is None else command.confirmed,
    )
    return () if noted == before else (noted,)


def note_settled(command: NoteSettled, state: Referral) -> Sequence[Fact]:
    """What a person settled stands until triage judges it again."""
    return _noted_anew(state, confirmed=True, route=command.route)


def note_case_closed(command: NoteCaseClosed, state: Referral) -> Sequence[Fact]:
    """A case that was opened is open no more."""
    return _noted_anew(state, status=_CLOSED)


def _noted_anew(
    state: Referral, status: str | None = None, route: str | None = None, *, confirmed: bool = False
) -> Sequence[Fact]:
    """The newest outcome with what has become of it; nothing where triage has published none."""
    if not isinstance(state, Judged):
        return ()
    before = state.noted
    noted = replace(
        before, status=status or before.status, route=route or before.route, confirmed=confirmed or before.confirmed
    )
    return () if noted == before else (noted,)


def id_of(state: Referral) -> str:
    """The id of a referral that was received."""
    return received_of(state).referral_id


def _with(state: Referral, received: Received) -> Referral:
    return Judged(received=received, noted=state.noted) if isinstance(state, Judged) else received


def received_of(state: Referral) -> Received:
    """The referral, if there is one; else NotFound."""
    if isinstance(state, Judged):
        return state.received
    if isinstance(state, Received):
        return state
    raise NotFound


DECIDER: Decider[Referral] = Decider(NotReceived(), evolve)
