"""What follows from a decision without waiting for anybody: cases, panels and clocks that protect people."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from services.triage.domain.decision import Also, Decision, Primary
from services.triage.domain.events import (
    AnswerValue,
    CaseOpened,
    MarkedForPanel,
    ReferralFacts,
    ReferralSignposted,
    SupportRequested,
)
from services.triage.domain.judging import Judge
from services.triage.domain.routes import is_ours
from services.triage.domain.state import Assessed
from shared.kernel.messages import Fact

# An adviser reaches a victim within a day of the referral, whatever the meeting's date (Bury's practice, dated).
SUPPORT_WITHIN = timedelta(hours=24)

# The panel that an area hands a case on to in another.
MARAC = "marac"

# What a panel must see before anything else, from the answers that are yes.
_FLAGS = (
    "strangulation",
    "threats_to_kill",
    "stalking",
    "honour_based",
    "suicidal",
    "weapon_ever",
    "weapon_present_now",
    "pregnancy_or_new_baby",
    "separation_last_year",
    "hate_motive",
)

# Which answer of a panel's reason stands for which of its criteria, in the words of the panel's practice.
_CRITERIA = {
    "dash_yes_count": "visible_high_risk",
    "judgement_high_risk": "professional_judgement",
    "incidents_in_12_months": "potential_escalation",
    "last_marac_referral_on": "repeat",
    "complex_needs": "complex_needs",
}


def consequences(standing: Assessed, decision: Decision, judge: Judge) -> Sequence[Fact]:
    """What the decision sets in motion at once, timed from receipt. An imported referral sets nothing in motion."""
    referral = standing.referral
    if referral.origin == "import":
        return ()
    facts: list[Fact] = []
    routes: tuple[Primary | Also, ...] = (decision.primary, *decision.also)
    ours = [route for route in routes if is_ours(route.route)]
    opens = decision.outcome == "open_case" or (decision.outcome == "emergency" and (ours or decision.panels))
    if opens and not standing.case_open:
        route, since = (ours or routes)[0], referral.received_at
        facts.append(case_for(referral, route, decision.priority, since, judge.due(route, referral, since)))
    facts += [
        marked_for(standing, standing.answers, panel, decision)
        for panel in decision.panels
        if panel not in standing.panels
    ]
    if any(route.route == "domestic_abuse" for route in routes) and not standing.support_requested:
        due_at = referral.received_at + SUPPORT_WITHIN
        facts.append(SupportRequested(referral_id=referral.referral_id, reference=referral.reference, due_at=due_at))
    return facts


def case_for(
    referral: ReferralFacts, route: Primary | Also, priority: str, opened_at: datetime, due_at: datetime | None
) -> CaseOpened:
    """The case a referral becomes; it keeps the referral's reference, so that people have one number to quote."""
    return CaseOpened(
        referral_id=referral.referral_id,
        reference=referral.reference,
        case_reference=referral.reference,
        route=route.route,
        priority=priority,
        opened_at=opened_at,
        due_at=due_at,
    )


def signpost_for(referral: ReferralFacts, route: Primary, give: tuple[str, ...]) -> ReferralSignposted:
    """The closing of a referral by showing a door, with what was shown."""
    return ReferralSignposted(
        referral_id=referral.referral_id,
        reference=referral.reference,
        route=route.route,
        destination=route.destination,
        done_by=route.done_by,
        give=give,
    )


def marked_for(standing: Assessed, answers: dict[str, AnswerValue], panel: str, decision: Decision) -> MarkedForPanel:
    """What a panel needs to list the case: why, who, how urgent, whence, and what it must see first."""
    referral = standing.referral
    read = {fact for reason in decision.reasons if reason.rule == panel for fact in reason.facts}
    criteria = tuple(criterion for fact, criterion in _CRITERIA.items() if fact in read)
    children = sum("child" in person.roles for person in referral.people)
    last = answers.get("last_marac_referral_on")
    return MarkedForPanel(
        referral_id=referral.referral_id,
        reference=referral.reference,
        panel=panel,
        received_at=referral.received_at,
        criteria=criteria,
        flags=tuple(flag for flag in _FLAGS if answers.get(flag) == "yes"),
        priority=decision.priority,
        victim_id=referral.victim_id,
        people=referral.people,
        children=children or (0 if answers.get("children_in_household") == "no" else None),
        is_repeat="repeat" in criteria,
        last_referral_on=date.fromisoformat(last) if isinstance(last, str) else None,
        agency=referral.agency,
        answers=answers,
        transferred_from=standing.came_from if panel == MARAC and standing.came_from else msgspec.UNSET,
    )
