"""What did not happen: which acts answer which silence, what is awaited of a referral, and since when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from services.triage.domain import events
from services.triage.domain.asb.events import ASB_FACTS, CaseWorked, PromiseKept, ReporterTold, SatisfactionHeard
from services.triage.domain.consequences import SUPPORT_WITHIN
from services.triage.domain.desk.commands import NoteSilence
from services.triage.domain.desk.events import ContactTried, ReceiptRecorded, SilenceAnswered, SilenceNoted
from services.triage.domain.desk.rules import DeskRuleBook, SilenceRule, Term
from services.triage.domain.disclosure.events import DisclosureRecorded, PanelInformed, ThresholdConsidered
from services.triage.domain.risk.events import RiskAnswersKept, RiskAssessed
from services.triage.domain.safeguarding import clocks
from services.triage.domain.safeguarding.clocks import NRM_CONSIDERED, NRM_DECIDED, NRM_SENT, Clocks
from services.triage.domain.safeguarding.events import (
    SAFEGUARDING_FACTS,
    ExploitationConsidered,
    NoticeWithoutDetailsSent,
    NrmDecided,
    NrmReferred,
    SafeguardingWorked,
)
from services.triage.domain.state import Assessed, Closed, Standing
from services.triage.domain.support.events import SUPPORT_FACTS, AdviserGiven, AdviserTried, SupportWorked
from services.triage.domain.support.settling import settles_contact
from services.triage.domain.vawg.events import VAWG_FACTS, AbuseWorked
from shared.kernel.messages import Fact

CONTACT, RECEIPT, ASSESSMENT, ACT, BASIS, ADVISER = "contact", "receipt", "assessment", "act", "basis", "adviser"

# Everything by which a referral is less quiet than before, or which changes what is awaited of it.
MOVES: tuple[type[Fact], ...] = (
    events.ReferralTriaged,
    events.AnswersAdded,
    events.DecisionConfirmed,
    events.DecisionOverridden,
    events.CaseOpened,
    events.SupportRequested,
    events.SupportOffered,
    events.MarkedForPanel,
    PanelInformed,
    ContactTried,
    ReceiptRecorded,
    RiskAssessed,
    RiskAnswersKept,
    DisclosureRecorded,
    ThresholdConsidered,
    events.ReferralSignposted,
    events.CaseClosed,
    SilenceNoted,
    SilenceAnswered,
    *(kind.shape for kind in ASB_FACTS),
    *(kind.shape for kind in SUPPORT_FACTS),
    *(kind.shape for kind in SAFEGUARDING_FACTS),
    *(kind.shape for kind in VAWG_FACTS),
    *(kind for kind in clocks.AMONG_HANDOVERS),
)

DueAfter = Callable[[datetime, str], datetime]
"""The moment a span such as "PT24H" or "P2W" (working days) after another is over."""


def kinds_of(fact: Fact) -> frozenset[str]:
    """What of which somebody may have been waiting a fact is; empty for what nobody did, such as a new judgement.

    Passing a referral from hand to hand is no act: it is as quiet as before.
    """
    match fact:
        case ContactTried():
            return frozenset({CONTACT, ACT})
        case events.SupportOffered() | AdviserTried():
            return frozenset({CONTACT, ACT, ADVISER} if settles_contact(fact) else {CONTACT, ACT})
        case ReceiptRecorded():
            return frozenset({RECEIPT, ACT})
        case events.AnswersAdded() | RiskAssessed():
            return frozenset({ASSESSMENT, ACT})
        case PromiseKept() | ReporterTold() | SatisfactionHeard():
            return frozenset({CONTACT, ACT})
        case PanelInformed() if fact.basis is not None:
            return frozenset({BASIS})
        case AdviserGiven():
            return frozenset()
        case ExploitationConsidered():  # what was found before of this person waits for nothing any more
            return frozenset({NRM_CONSIDERED, NRM_SENT, ACT})
        case NrmReferred() | NoticeWithoutDetailsSent():
            return frozenset({NRM_SENT, ACT})
        case NrmDecided():
            return frozenset({NRM_DECIDED, ACT})
        case (
            CaseWorked()
            | SupportWorked()
            | SafeguardingWorked()
            | AbuseWorked()
            | RiskAnswersKept()
            | DisclosureRecorded()
            | ThresholdConsidered()
        ):
            return frozenset({ACT})
        case events.DecisionConfirmed() | events.DecisionOverridden():
            return frozenset({ACT})
    return frozenset()


class Watched(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one referral's quiet; `last` is when each kind of act happened last, `noted` since when each
    silence that was noted and not answered is counted; `marked` are the panels that list it without a lawful basis,
    each since when; `support_from` is when the adviser's clock began, if it did; `protecting` are the clocks of
    safeguarding. `chosen` is the route by which a person decided otherwise, and since when."""

    referral_id: str
    reference: str
    received_at: datetime
    priority: str = "standard"
    routes: tuple[str, ...] = ()
    opened_at: datetime | None = None
    support_from: datetime | None = None
    closed: bool = False
    acts: int = 0
    last: Mapping[str, datetime] = {}
    noted: Mapping[str, datetime] = {}
    marked: Mapping[str, datetime] = {}
    protecting: Clocks = Clocks()
    chosen: tuple[str, datetime] | None = None


class Overdue(msgspec.Struct, frozen=True):
    """What one rule awaits of a referral: since when, by when, and of which version of the set it is."""

    rule: SilenceRule
    since_at: datetime
    due_at: datetime
    version: str


def begun(fact: events.AssessmentOpened) -> Watched | None:
    """A referral is watched from its receipt; one out of another system's records is past and is not."""
    referral = fact.referral
    if referral.origin == "import":
        return None
    return Watched(
        referral_id=referral.referral_id,
        reference=referral.reference,
        received_at=referral.received_at,
        protecting=clocks.begun(fact),
    )


def after(watched: Watched, fact: Fact, at: datetime) -> Watched:
    """The same after one more fact, which happened at that moment."""
    changed = msgspec.structs.replace
    if kinds := kinds_of(fact):
        # In one order everywhere: what is kept of this is text, compared with what the history gives.
        last = {**watched.last, **{kind: max(at, watched.last.get(kind, at)) for kind in sorted(kinds)}}
        watched = changed(watched, acts=watched.acts + 1, last=last)
    if (protecting := clocks.after(watched.protecting, fact, at)) is not watched.protecting:
        watched = changed(watched, protecting=protecting)
    match fact:
        case events.ReferralTriaged():
            decision = fact.decision
            routes = (decision.primary.route, *(also.route for also in decision.also))
            return changed(watched, priority=decision.priority, routes=routes)
        case events.DecisionConfirmed():
            return changed(watched, chosen=None)
        case events.DecisionOverridden():
            return changed(watched, chosen=(fact.route, at))
        case events.CaseOpened():
            return changed(watched, opened_at=fact.opened_at)
        case events.SupportRequested():
            return changed(watched, support_from=fact.due_at - SUPPORT_WITHIN)
        case events.ReferralSignposted() | events.CaseClosed():
            return changed(watched, closed=True)
        case events.MarkedForPanel():
            return changed(watched, marked={fact.panel: at, **watched.marked})
        case PanelInformed() if fact.basis is not None:
            left = {panel: since for panel, since in watched.marked.items() if panel != fact.panel}
            return changed(watched, marked=left)
        case SilenceNoted():
            return changed(watched, noted={**watched.noted, fact.rule: fact.since_at})
        case SilenceAnswered():
            return changed(watched, noted={rule: at for rule, at in watched.noted.items() if rule != fact.rule})
    return watched


def awaited(watched: Watched, book: DeskRuleBook, due_after: DueAfter) -> list[Overdue]:
    """What is awaited and was not yet noted as missing, the earliest due first.

    A set acts in its own term: what by it would have been due before is due when it begins, what would be due after it
    is left to the next. So the same facts give the same moments whenever anybody looks.
    """
    if watched.closed:
        return []
    found = dict[str, Overdue]()
    for term in book.terms:
        for rule in term.rules.silences:
            each = _awaits(watched, rule, term, due_after)
            if each is not None and rule.id not in found:
                found[rule.id] = each
    return sorted(found.values(), key=lambda each: (each.due_at, each.rule.id))


def protection_awaited(watched: Watched, book: DeskRuleBook, due_after: DueAfter) -> list[Overdue]:
    """What safeguarding awaits, noted as missing or not, the earliest due first.

    These clocks are those of the practice, which is older than any set that watches them: they run whatever the term.
    """
    rules = book.terms[-1].rules
    found = [_of_protection(watched, rule, rules.version, due_after) for rule in rules.silences]
    return sorted((each for each in found if each is not None), key=lambda each: (each.due_at, each.rule.id))


def note_silence(command: NoteSilence, state: Standing) -> Sequence[Fact]:
    """Noted once, and only if nothing has been done since it was found."""
    if not isinstance(state, Assessed) or isinstance(state, Closed) or state.acts != command.acts:
        return ()
    if any(rule == command.rule for rule, _ in state.silences):
        return ()
    return (
        SilenceNoted(
            referral_id=state.referral.referral_id,
            reference=state.referral.reference,
            rule=command.rule,
            awaits=command.awaits,
            priority=command.priority,
            since_at=command.since_at,
            due_at=command.due_at,
            rules_version=command.rules_version,
        ),
    )


def answered(state: Standing, facts: Sequence[Fact]) -> Sequence[Fact]:
    """Which silences these facts answer."""
    if not isinstance(state, Assessed) or not state.silences:
        return ()
    done = frozenset[str]().union(*(kinds_of(fact) for fact in facts))
    return [
        SilenceAnswered(referral_id=state.referral.referral_id, reference=state.referral.reference, rule=rule)
        for rule, awaits in state.silences
        if awaits in done
    ]


def _awaits(watched: Watched, rule: SilenceRule, term: Term, due_after: DueAfter) -> Overdue | None:
    since, span = _since(watched, rule), rule.within.get(watched.priority)
    if since is None or span is None:
        return None
    due_at = max(due_after(since, span), term.begins_at)
    if term.ends_at is not None and due_at >= term.ends_at:
        return None
    return Overdue(rule, since, due_at, term.rules.version)


def _of_protection(watched: Watched, rule: SilenceRule, version: str, due_after: DueAfter) -> Overdue | None:
    since, span = _since_of_protection(watched, rule.awaits), rule.within.get(watched.priority)
    return None if since is None or span is None else Overdue(rule, since, due_after(since, span), version)


def _since_of_protection(watched: Watched, awaits: str) -> datetime | None:
    """Of an open case alone, and from no earlier than it was opened: until then its first answer is what is due."""
    since = clocks.since(watched.protecting, awaits) if awaits in clocks.AWAITED else None
    if since is None or watched.opened_at is None or watched.closed:
        return None
    return max(since, watched.opened_at)


def _since(watched: Watched, rule: SilenceRule) -> datetime | None:
    """Since when a rule awaits something of a referral; None where it awaits nothing, or what is missing is noted."""
    if rule.awaits in clocks.AWAITED:  # noted once for each beginning: what is called for anew is awaited anew
        since = _since_of_protection(watched, rule.awaits)
        return since if watched.noted.get(rule.id) != since else None
    begins = _begins(watched, rule)
    if begins is None or rule.id in watched.noted:
        return None
    if rule.awaits == BASIS:  # of each panel by itself: what one was told answers for no other
        return begins
    if rule.routes and rule.routes.isdisjoint(watched.routes):
        route, chosen_at = watched.chosen or ("", begins)
        if route not in rule.routes:
            return None
        begins = max(begins, chosen_at)  # a case that was open before is sent there from then on
    happened = watched.last.get(rule.awaits)
    if happened is not None and not rule.again:
        return None
    return begins if happened is None else max(happened, begins)


def _begins(watched: Watched, rule: SilenceRule) -> datetime | None:
    """From when on a rule awaits something of a referral; None while it does not."""
    if rule.awaits == BASIS:
        return min(watched.marked.values(), default=None)
    if rule.awaits == ADVISER:
        return watched.support_from
    return watched.opened_at if rule.of_cases else watched.received_at
