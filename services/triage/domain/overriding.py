"""Deciding otherwise than the rules: never against what protects, and above a level only with a second reader."""

from collections.abc import Sequence
from datetime import datetime

from services.triage.domain.commands import OverrideDecision
from services.triage.domain.consequences import SUPPORT_WITHIN, case_for, signpost_for
from services.triage.domain.desk.commands import AgreeOverride
from services.triage.domain.desk.events import OverrideProposed
from services.triage.domain.desk.in_hand import open_one
from services.triage.domain.desk.second_reader import needs_second_reader, proposed
from services.triage.domain.events import DecisionOverridden, SupportRequested
from services.triage.domain.judging import Judge
from services.triage.domain.refusals import (
    AlreadyConfirmed,
    DomesticAbuseStaysOpen,
    HarmNotRuledOut,
    SafeguardingStands,
    SecondReaderAwaited,
    StaysWithUs,
)
from services.triage.domain.routes import CLOSING_AND_LATER, PROTECTING, opens_case
from services.triage.domain.state import Assessed, Standing
from shared.kernel.messages import Fact
from shared.kernel.personal import Narrative, private


def override_decision(command: OverrideDecision, state: Standing, judge: Judge) -> Sequence[Fact]:
    """A person decides otherwise. Nobody may override away what protects somebody."""
    standing = open_one(state)
    if standing.settled:
        raise AlreadyConfirmed
    if standing.pending is not None:
        raise SecondReaderAwaited
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
    if needs_second_reader(decision, command.route):
        return (_proposed(overridden, command.overridden_by),)
    return (overridden, *_of_override(command.route, standing, command.at, judge))


def _proposed(overridden: DecisionOverridden, by: str) -> OverrideProposed:
    return OverrideProposed(
        referral_id=overridden.referral_id,
        reference=overridden.reference,
        round=overridden.round,
        recommended=overridden.recommended,
        route=overridden.route,
        code=overridden.code,
        text=overridden.text,
        proposed_by=by,
    )


def agree_override(command: AgreeOverride, state: Standing, judge: Judge) -> Sequence[Fact]:
    """A second person has read it: only now it is decided otherwise."""
    pending, standing = proposed(state, command.agreed_by), open_one(state)
    _refuse_unsafe(pending.route, standing, judge)
    overridden = DecisionOverridden(
        referral_id=pending.referral_id,
        reference=pending.reference,
        round=pending.round,
        recommended=pending.recommended,
        route=pending.route,
        code=pending.code,
        text=pending.text,
        proposed_by=pending.proposed_by,
    )
    return (overridden, *_of_override(pending.route, standing, command.at, judge))


def _of_override(chosen: str, standing: Assessed, at: datetime, judge: Judge) -> Sequence[Fact]:
    """What a route chosen by a person brings; a case that is open stays the same case."""
    support = _support_for(chosen, standing, at)
    if standing.case_open:
        return support
    decision, referral = standing.decision, standing.referral
    route = judge.route(chosen, referral, standing.answers)
    if opens_case(chosen):
        return (case_for(referral, route, decision.priority, at, judge.due(route, referral, at)), *support)
    return (signpost_for(referral, route, decision.give),)


def _support_for(chosen: str, standing: Assessed, at: datetime) -> Sequence[Fact]:
    """Whoever sees domestic abuse where the rules saw none asks for an adviser by it; her clock begins then."""
    referral = standing.referral
    if chosen != "domestic_abuse" or standing.support_requested or referral.origin == "import":
        return ()
    due_at = at + SUPPORT_WITHIN
    return (SupportRequested(referral_id=referral.referral_id, reference=referral.reference, due_at=due_at),)


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
    if stays and not standing.case_open and not opens_case(route):
        raise StaysWithUs
