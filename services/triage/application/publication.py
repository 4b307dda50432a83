"""Which of triage's facts others may know, and in what words."""

from collections.abc import Callable
from typing import cast

import msgspec

from services.triage.application.handover.publication import PUBLISH as HANDOVER_PUBLISH
from services.triage.domain import events
from services.triage.domain.asb.events import ReporterTold, SubjectNamed
from services.triage.domain.decision import Also, Primary
from services.triage.domain.desk.events import EmergencyReviewMissed, EmergencyViewOpened, SilenceNoted
from services.triage.domain.disclosure.events import Basis, PanelInformed
from services.triage.domain.programme.events import ProgrammeReferred, SafetySignalled
from services.triage.domain.support.heard_events import SafeWaysHeard
from shared.contracts import triage as contracts
from shared.contracts.intake import InvolvedPerson
from shared.contracts.model import Contract, SealedText
from shared.kernel.messages import Fact, Recorded


def _triaged(recorded: Recorded) -> Contract:
    fact = cast("events.ReferralTriaged", recorded.fact)
    decision = fact.decision
    return contracts.ReferralTriaged(
        referral_id=fact.referral_id,
        reference=fact.reference,
        outcome=decision.outcome,
        primary=_route(decision.primary),
        also=tuple(_route(also) for also in decision.also),
        panels=decision.panels,
        priority=decision.priority,
        give=decision.give,
        rules_id=decision.rules.id,
        rules_version=decision.rules.version,
        confirmed=False,
    )


def _route(route: Primary | Also) -> contracts.Route:
    return contracts.Route.model_validate(msgspec.structs.asdict(route))


def _case_opened(recorded: Recorded) -> Contract:
    return contracts.CaseOpened.model_validate(msgspec.structs.asdict(recorded.fact))


def _confirmed(recorded: Recorded) -> Contract:
    fact = cast("events.DecisionConfirmed", recorded.fact)
    return contracts.DecisionSettled(referral_id=fact.referral_id, reference=fact.reference, route=None)


def _overridden(recorded: Recorded) -> Contract:
    fact = cast("events.DecisionOverridden", recorded.fact)
    return contracts.DecisionSettled(referral_id=fact.referral_id, reference=fact.reference, route=fact.route)


def _case_closed(recorded: Recorded) -> Contract:
    fact = cast("events.CaseClosed", recorded.fact)
    return contracts.CaseClosed(referral_id=fact.referral_id, reference=fact.reference, case_reference=fact.reference)


def _signposted(recorded: Recorded) -> Contract:
    told = msgspec.structs.asdict(recorded.fact)
    return contracts.ReferralSignposted.model_validate({name: told[name] for name in told if name != "shown"})


def _marked(recorded: Recorded) -> Contract:
    return _told_of(cast("events.MarkedForPanel", recorded.fact), recorded, None)


def _informed(recorded: Recorded) -> Contract:
    """A panel hears of a case in one form, the first time and whenever more is known of it."""
    fact = cast("PanelInformed", recorded.fact)
    return _told_of(fact.marked, recorded, fact.basis)


def _told_of(fact: events.MarkedForPanel, recorded: Recorded, basis: Basis | None) -> Contract:
    return contracts.MarkedForPanel(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_reference=fact.reference,
        panel=fact.panel,
        received_at=fact.received_at,
        marked_at=recorded.recorded_at,
        criteria=fact.criteria,
        flags=fact.flags,
        priority=fact.priority,
        victim_id=fact.victim_id,
        people=tuple(_without_address(person) for person in fact.people),
        children=fact.children,
        is_repeat=fact.is_repeat,
        last_referral_on=fact.last_referral_on,
        referring_agency=fact.agency,
        answers=fact.answers,
        transferred_from=None if fact.transferred_from is msgspec.UNSET else fact.transferred_from,
        disclosure=None if basis is None else contracts.Disclosure.model_validate(msgspec.structs.asdict(basis)),
    )


def _without_address(person: events.Person) -> InvolvedPerson:
    """No panel needs to know where somebody lives, and what was not sent need not be hidden there."""
    return InvolvedPerson.model_validate(msgspec.to_builtins(person) | {"address": None})


def _support_requested(recorded: Recorded) -> Contract:
    fact = cast("events.SupportRequested", recorded.fact)
    return contracts.SupportRequested(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_reference=fact.reference,
        due_at=fact.due_at,
    )


def _silence(recorded: Recorded) -> Contract | None:
    """Only what is dangerous calls anybody; all of it stands on the pages."""
    fact = cast("SilenceNoted", recorded.fact)
    if fact.priority == "standard":
        return None
    return contracts.SilenceNoted(
        referral_id=fact.referral_id,
        reference=fact.reference,
        rule=fact.rule,
        priority=fact.priority,
        due_at=fact.due_at,
    )


def _opened_in_emergency(recorded: Recorded) -> Contract:
    fact = cast("EmergencyViewOpened", recorded.fact)
    return contracts.EmergencyViewOpened(
        referral_id=fact.referral_id, reference=fact.reference, due_at=fact.review_due_at
    )


def _review_missed(recorded: Recorded) -> Contract:
    fact = cast("EmergencyReviewMissed", recorded.fact)
    return contracts.EmergencyReviewMissed(referral_id=fact.referral_id, reference=fact.reference, due_at=fact.due_at)


def _case_update(recorded: Recorded) -> Contract | None:
    """What was said to somebody needs no notice."""
    fact = cast("ReporterTold", recorded.fact)
    if fact.how != "notice":
        return None
    return contracts.CaseUpdateGiven(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_reference=fact.reference,
        next_by=fact.next_by,
    )


def _safety_signalled(recorded: Recorded) -> Contract:
    """That there is something to look at, and nothing of the programme: not even why."""
    fact = cast("SafetySignalled", recorded.fact)
    return contracts.SafetySignalled(
        referral_id=fact.referral_id,
        reference=fact.reference,
        case_reference=fact.reference,
        signalled_at=fact.signalled_at,
    )


def _named(recorded: Recorded) -> Contract:
    """Intake alone knows whom members of staff are tied to; of an order or a programme it learns nothing."""
    fact = cast("SubjectNamed | ProgrammeReferred", recorded.fact)
    return contracts.PersonNamed(
        referral_id=fact.referral_id,
        reference=fact.reference,
        called=SealedText(p=fact.called.p, c=fact.called.c),
    )


def _safe_ways(recorded: Recorded) -> Contract:
    """Intake keeps how people may be reached, and tells everybody."""
    fact = cast("SafeWaysHeard", recorded.fact)
    told = ("referral_id", "reference", "person_id", "safe_contact", "instead_of")
    return contracts.SafeWaysHeard.model_validate({name: msgspec.to_builtins(getattr(fact, name)) for name in told})


PUBLISH: dict[type[Fact], Callable[[Recorded], Contract | None]] = {
    events.ReferralTriaged: _triaged,
    events.DecisionConfirmed: _confirmed,
    events.DecisionOverridden: _overridden,
    events.CaseOpened: _case_opened,
    events.CaseClosed: _case_closed,
    events.ReferralSignposted: _signposted,
    events.MarkedForPanel: _marked,
    PanelInformed: _informed,
    events.SupportRequested: _support_requested,
    **HANDOVER_PUBLISH,
    SilenceNoted: _silence,
    EmergencyViewOpened: _opened_in_emergency,
    EmergencyReviewMissed: _review_missed,
    ReporterTold: _case_update,
    SafetySignalled: _safety_signalled,
    SubjectNamed: _named,
    ProgrammeReferred: _named,
    SafeWaysHeard: _safe_ways,
}
