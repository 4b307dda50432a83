"""The clocks of safeguarding: who must be referred, who must say that they have it and answer, what the NRM awaits."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from services.triage.domain.disclosure.events import ThresholdConsidered
from services.triage.domain.events import (
    AnswersAdded,
    AssessmentOpened,
    DecisionConfirmed,
    DecisionOverridden,
    ReferralTriaged,
)
from services.triage.domain.handover.events import HandoverLeftOpen, HandoverReceived, HandoverSettled
from services.triage.domain.safeguarding.events import (
    NOTHING_SEEN,
    ExploitationConsidered,
    NoticeWithoutDetailsSent,
    NrmDecided,
    NrmReferred,
)
from services.triage.domain.safeguarding.referral_events import SafeguardingAnswered, SafeguardingReferred
from shared.kernel.messages import Fact

CHILDREN, ADULTS, EXPLOITED = "children_mash", "adult_safeguarding", "modern_slavery"
REFERRAL, RECEIPT, ANSWER = "referral", "receipt", "answer"
# What is awaited among the hand-overs, by its code: of whom, and what.
OF_THOSE_WHO_PROTECT: Mapping[str, tuple[str, str]] = {
    "childrens_referral": (CHILDREN, REFERRAL),
    "childrens_receipt": (CHILDREN, RECEIPT),
    "childrens_answer": (CHILDREN, ANSWER),
    "adults_referral": (ADULTS, REFERRAL),
    "adults_receipt": (ADULTS, RECEIPT),
    "adults_answer": (ADULTS, ANSWER),
}
NRM_CONSIDERED, NRM_SENT, NRM_DECIDED = "nrm_considered", "nrm_sent", "nrm_decided"
AWAITED = (*OF_THOSE_WHO_PROTECT, NRM_CONSIDERED, NRM_SENT, NRM_DECIDED)
# The threshold in law of each, and the answer that says there is a risk: where there is, no threshold ends what is due.
_LAWS = {CHILDREN: ("children_act", "child_at_risk"), ADULTS: ("care_act", "adult_at_risk")}
_WATCHED = frozenset({CHILDREN, ADULTS, EXPLOITED})
_RISKS = frozenset(answer for _, answer in _LAWS.values())
_NOON, _LONDON = time(12), ZoneInfo("Europe/London")


class Sent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One referral to those who protect somebody, since when; `gone` where it could not be sent."""

    route: str
    since: datetime
    gone: bool = False
    received: bool = False
    answered: bool = False


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was found last of one person, and what was sent and decided since."""

    considered_id: str
    way: str
    since: datetime
    sent_on: date | None = None
    decided: bool = False


class Clocks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of one referral: since when the rules call for whom, what weighs against it, what was sent and found.

    `chosen` is the route by which a person decided otherwise: it calls for somebody as the rules do.
    """

    called_for: Mapping[str, datetime] = {}
    risks: Mapping[str, str] = {}
    thresholds: Mapping[str, str] = {}
    sent: Mapping[str, Sent] = {}
    found: Mapping[str, Found] = {}
    chosen: str = ""


def begun(fact: AssessmentOpened) -> Clocks:
    """Before anything was decided."""
    return Clocks(risks=_risks(fact.referral.answers))


def after(clocks: Clocks, fact: Fact, at: datetime) -> Clocks:
    """The same after one more fact, which happened at that moment."""
    move = _MOVES.get(type(fact))
    return clocks if move is None else move(clocks, fact, at)


def since(clocks: Clocks, awaits: str) -> datetime | None:
    """Since when something is awaited; None where it is not."""
    if awaits in OF_THOSE_WHO_PROTECT:
        return _since_of(clocks, *OF_THOSE_WHO_PROTECT[awaits])
    found = [each for each in clocks.found.values() if each.way != NOTHING_SEEN]
    if awaits == NRM_CONSIDERED:
        return None if clocks.found else clocks.called_for.get(EXPLOITED)
    if awaits == NRM_SENT:
        return _first(each.since for each in found if each.sent_on is None)
    # Only what went as a referral is decided on; a notice names nobody.
    waiting = (each.sent_on for each in found if each.sent_on and each.way == "nrm" and not each.decided)
    return _first(datetime.combine(day, _NOON, _LONDON) for day in waiting)


def _since_of(clocks: Clocks, route: str, stage: str) -> datetime | None:
    theirs = [each for each in clocks.sent.values() if each.route == route and not each.gone]
    if stage == RECEIPT:
        return _first(each.since for each in theirs if not each.received)
    if stage == ANSWER:
        return _first(each.since for each in theirs if not each.answered)
    threshold, risk = _LAWS[route]
    discharged = clocks.thresholds.get(threshold) == "not_met" and clocks.risks.get(risk) != "yes"
    return None if theirs or discharged else clocks.called_for.get(route)


def _first(moments: Iterable[datetime]) -> datetime | None:
    return min(moments, default=None)


def _risks(answers: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name in sorted(_RISKS) if isinstance(value := answers.get(name), str)}


def _judged(clocks: Clocks, fact: ReferralTriaged, at: datetime) -> Clocks:
    """What is called for since an earlier decision goes on; what is called for no more has no clock."""
    routes = {fact.decision.primary.route, *(also.route for also in fact.decision.also), clocks.chosen}
    watched = sorted(routes & _WATCHED)
    return msgspec.structs.replace(clocks, called_for={each: clocks.called_for.get(each, at) for each in watched})


def _overridden(clocks: Clocks, fact: DecisionOverridden, at: datetime) -> Clocks:
    """A person who sends it there calls for them from then on, whatever the rules say to later answers."""
    called_for = clocks.called_for
    if fact.route in _WATCHED:
        called_for = {each: called_for.get(each, at) for each in sorted({*called_for, fact.route})}
    return msgspec.structs.replace(clocks, called_for=called_for, chosen=fact.route)


def _answers(clocks: Clocks, fact: AnswersAdded, at: datetime) -> Clocks:
    return msgspec.structs.replace(clocks, risks={**clocks.risks, **_risks(fact.answers)})


def _threshold(clocks: Clocks, fact: ThresholdConsidered, at: datetime) -> Clocks:
    return msgspec.structs.replace(clocks, thresholds={**clocks.thresholds, fact.threshold: fact.result})


def _referred(clocks: Clocks, fact: SafeguardingReferred, at: datetime) -> Clocks:
    return msgspec.structs.replace(clocks, sent={**clocks.sent, fact.handover_id: Sent(route=fact.route, since=at)})


def _sent(clocks: Clocks, handover_id: str, **changed: Any) -> Clocks:
    """Other hand-overs protect nobody and have clocks of their own."""
    one = clocks.sent.get(handover_id)
    if one is None:
        return clocks
    return msgspec.structs.replace(clocks, sent={**clocks.sent, handover_id: msgspec.structs.replace(one, **changed)})


def _considered(clocks: Clocks, fact: ExploitationConsidered, at: datetime) -> Clocks:
    one = Found(considered_id=fact.considered_id, way=fact.way, since=at)
    return msgspec.structs.replace(clocks, found={**clocks.found, fact.person_id: one})


def _found(clocks: Clocks, considered_id: str, **changed: Any) -> Clocks:
    found = {
        person: msgspec.structs.replace(one, **changed) if one.considered_id == considered_id else one
        for person, one in clocks.found.items()
    }
    return msgspec.structs.replace(clocks, found=found)


_MOVES: Mapping[type[Fact], Callable[[Clocks, Any, datetime], Clocks]] = {
    ReferralTriaged: _judged,
    DecisionConfirmed: lambda clocks, fact, at: msgspec.structs.replace(clocks, chosen=""),
    DecisionOverridden: _overridden,
    AnswersAdded: _answers,
    ThresholdConsidered: _threshold,
    SafeguardingReferred: _referred,
    SafeguardingAnswered: lambda clocks, fact, at: _sent(clocks, fact.handover_id, answered=True),
    HandoverLeftOpen: lambda clocks, fact, at: _sent(clocks, fact.handover_id, gone=True),
    HandoverReceived: lambda clocks, fact, at: _sent(clocks, fact.handover_id, received=True),
    # Whoever saw to one that had not gone has told them.
    HandoverSettled: lambda clocks, fact, at: _sent(clocks, fact.handover_id, gone=False, received=True),
    ExploitationConsidered: _considered,
    NrmReferred: lambda clocks, fact, at: _found(clocks, fact.considered_id, sent_on=fact.sent_on),
    NoticeWithoutDetailsSent: lambda clocks, fact, at: _found(clocks, fact.considered_id, sent_on=fact.sent_on),
    NrmDecided: lambda clocks, fact, at: _found(clocks, fact.considered_id, decided=True),
}
AMONG_HANDOVERS: tuple[type[Fact], ...] = (
    SafeguardingReferred,
    SafeguardingAnswered,
    HandoverLeftOpen,
    HandoverReceived,
    HandoverSettled,
)
"""What changes these clocks and stands in the stream of the hand-overs."""
