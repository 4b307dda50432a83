"""When a case may be closed for silence: contact was tried as practice says, and nothing speaks of danger (K23)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from services.triage.domain import assessment, events
from services.triage.domain.asb import events as asb
from services.triage.domain.asb.days import day_of
from services.triage.domain.asb.file import sees_abuse
from services.triage.domain.asb.law import Dated
from services.triage.domain.commands import CloseCase
from services.triage.domain.desk.events import ContactTried
from services.triage.domain.events import SafeContact
from services.triage.domain.safeguarding.events import SafeguardingWorked
from services.triage.domain.state import Assessed, Standing, Unassessed
from services.triage.domain.support.events import (
    AdviserTried,
    SafetyActionAgreed,
    SafetyPlanReviewed,
    UnsafeAreaNamed,
    UnsafeAreasAsked,
)
from services.triage.domain.vawg.events import AbuseWorked
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import Refusal
from shared.kernel.working_days import WorkingDays

SILENCE = "silence"
_POST, _YES = "post", "yes"
_SPOKE = ("reached", "not_safe_then")
_NOBODY_THERE = "could_not_be_reached"
_INTERVIEW, _SPOKEN = "interview", "spoken"


class SilencePractice(Dated, frozen=True, kw_only=True):
    """How often contact is tried before a letter, how long they then have, and how many weeks are quiet."""

    attempts: int
    working_days: int
    quiet_weeks: int


class SilenceMayBeDanger(Refusal):
    """Whoever is in danger may be silent for that very reason."""

    says = (
        "This case is urgent or before a panel, so silence may be a sign of danger and closes nothing. Have somebody "
        "make sure that they are safe, and close it for what you then know."
    )


class NotSilentYet(Refusal):
    """Contact was not tried as practice says; what it says depends on how far it was."""


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """One try that reached nobody; `at` is None where only that it was made is known."""

    way: str
    at: datetime | None


class Silence(State, frozen=True, kw_only=True):
    """A case as closing sees it. `tries` came after the last sign of whoever it is about, `seen_at` is when it was
    opened or the last incident became known; abuse once seen stays seen."""

    standing: Standing = Unassessed()
    tries: tuple[Try, ...] = ()
    contacts: dict[str, SafeContact] = msgspec.field(default_factory=dict)
    seen_at: datetime | None = None
    told_at: datetime | None = None
    abuse_seen: bool = False


def evolve(state: Silence, fact: Fact) -> Silence:
    """After one more fact."""
    change = msgspec.structs.replace
    standing = assessment.evolve(state.standing, fact)
    state = change(state, standing=standing, abuse_seen=state.abuse_seen or sees_abuse(standing))
    if _heard(fact):
        state = change(state, tries=())
    match fact:
        case ContactTried() | AdviserTried() if fact.outcome not in _SPOKE:
            return change(state, tries=(*state.tries, Try(way=fact.way, at=fact.tried_at)))
        case events.SafeContactNoted():
            return change(state, contacts={**state.contacts, fact.person_id: fact.safe_contact})
        case events.CaseOpened():
            return change(state, seen_at=fact.opened_at)
        case asb.IncidentLogged():
            known = max(fact.occurred_at, fact.received_at)
            return change(state, seen_at=max(known, state.seen_at or known))
        case asb.ReporterTold():
            return change(state, told_at=fact.told_at)
    return state


CLOSING: Decider[Silence] = Decider(Silence(), evolve)


def close_case(
    command: CloseCase, state: Silence, practice: SilencePractice | None, calendar: WorkingDays
) -> Sequence[Fact]:
    """End the work on a case; for silence only where nothing stands in the way of that."""
    facts = assessment.close_case(command, state.standing)
    if command.reason == SILENCE and (refusal := in_the_way(state, practice, calendar, command.at)) is not None:
        raise refusal
    return facts


def in_the_way(state: Silence, practice: SilencePractice | None, calendar: WorkingDays, at: datetime) -> Refusal | None:
    """What keeps an open case from being closed for silence at a moment; None where nothing does."""
    standing = state.standing
    if not isinstance(standing, Assessed) or practice is None:
        return NotSilentYet("Nothing is known of how contact is tried before a case is closed for silence.")
    if standing.panels or standing.decision.panels or standing.decision.priority == "urgent":
        return SilenceMayBeDanger()
    if _quiet_for_weeks(state, practice, at):
        return None
    return _contact_lacks(state, practice, calendar, day_of(at))


def _contact_lacks(state: Silence, practice: SilencePractice, calendar: WorkingDays, today: date) -> Refusal | None:
    safe = _safe_ways(state)
    tries = [each for each in state.tries if not state.abuse_seen or each.way in safe]
    if len(tries) < practice.attempts:
        return NotSilentYet(_too_few(state, practice, len(tries)))
    last = next(
        (each.at for each in tries[practice.attempts :] if each.at and (each.way == _POST or _POST not in safe)), None
    )
    if last is None:
        return NotSilentYet(_no_last_word(_POST in safe, practice))
    until = calendar.after(day_of(last), practice.working_days)
    if today <= until:
        return NotSilentYet(
            f"They have until {until.day} {until:%B %Y} to answer. From the day after, this case may be closed for "
            "silence."
        )
    return None


def _too_few(state: Silence, practice: SilencePractice, tried: int) -> str:
    safe_only = " Here only tries by a way that is known to be safe count." if state.abuse_seen else ""
    return (
        f"A case is closed for silence only once contact was tried {practice.attempts} times, then by letter, and "
        f"nothing came for {practice.working_days} working days. Tried since they were last heard of: {tried}."
        f"{safe_only} Try, and record it on this page."
    )


def _no_last_word(by_post: bool, practice: SilencePractice) -> str:
    what = (
        "Post is safe for them: send a letter now"
        if by_post
        else "Send a letter if that is safe; as that is not known, try once more by another way"
    )
    return f"{what}, and record it on this page. They then have {practice.working_days} working days to answer."


def _quiet_for_weeks(state: Silence, practice: SilencePractice, at: datetime) -> bool:
    """No anti-social behaviour became known for weeks, and whoever reported it was told since the last of it."""
    if state.abuse_seen or state.seen_at is None or state.told_at is None or state.told_at < state.seen_at:
        return False
    return at >= state.seen_at + timedelta(weeks=practice.quiet_weeks)


def _safe_ways(state: Silence) -> frozenset[str]:
    """By which ways whoever it is about may be reached; only a yes is safe."""
    assert isinstance(state.standing, Assessed)
    said = state.contacts.get(state.standing.subject())
    return frozenset(way for way in _WAYS if said is not None and getattr(said, way).safe == _YES)


_WAYS = ("phone", "sms", "email", "post", "in_person")


def _heard(fact: Fact) -> bool:
    """Whether somebody was reached by it, or something new was learnt: then nobody is silent."""
    match fact:
        case ContactTried() | AdviserTried():
            return fact.outcome in _SPOKE
        case events.SupportOffered():
            return fact.outcome != _NOBODY_THERE
        case asb.PromiseKept():
            return fact.promise == _INTERVIEW
        case asb.ReporterTold():
            return fact.how == _SPOKEN
    return isinstance(fact, _NEWS)


# Of abuse and of safeguarding whatever is written down is news: it is better to wait once too often.
_NEWS = (
    AbuseWorked,
    SafeguardingWorked,
    events.AnswersAdded,
    asb.IncidentLogged,
    asb.OwnWordsWritten,
    asb.MediationAnswered,
    asb.SatisfactionHeard,
    SafetyActionAgreed,
    SafetyPlanReviewed,
    UnsafeAreasAsked,
    UnsafeAreaNamed,
)
