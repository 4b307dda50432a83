"""Judges referrals by the rule set in force on the day they were received, in London."""

from datetime import date
from zoneinfo import ZoneInfo

from services.triage.domain.decision import Decision, Primary
from services.triage.domain.destinations import Destinations
from services.triage.domain.events import AnswerValue, ReferralFacts
from services.triage.domain.plan import PlannedRoute
from services.triage.domain.reading import read_case
from services.triage.domain.rules import RuleSet, RuleSets
from services.triage.domain.values import CaseFacts
from shared.contracts.vocabulary import VOCABULARY

LONDON = ZoneInfo("Europe/London")


class RulesJudge:
    """The rules as decisions need them."""

    def __init__(self, rules: RuleSets) -> None:
        self._rules = rules

    def decide(self, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> Decision:
        """The decision on these answers. Raises InvalidInput for an answer the rules do not know."""
        rules, case = self._of(referral, answers)
        return rules.decide(case)

    def route(self, route: str, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> Primary:
        """Where a route chosen by a person leads for this referral."""
        rules, case = self._of(referral, answers)
        chosen = PlannedRoute(route, None, None, None)
        priority = rules.decide_without_missing(case).priority
        return Destinations(rules.document).primary(chosen, priority, case.values)

    def working_days(self, route: str, referral: ReferralFacts) -> bool:
        """Whether the time a route is given runs in working days."""
        return self._rules.on(received_on(referral)).clock_of(route) == "working_days"

    def _of(self, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> tuple[RuleSet, CaseFacts]:
        document = {
            "kind": referral.kind,
            "category": referral.category,
            "strands": referral.strands,
            "received_on": received_on(referral),
            "facts": answers,
        }
        case = read_case(document, VOCABULARY)
        return self._rules.for_case(case), case


def received_on(referral: ReferralFacts) -> date:
    """The day a referral was received, by the clock on the wall in London."""
    return referral.received_at.astimezone(LONDON).date()
