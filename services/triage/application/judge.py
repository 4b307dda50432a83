"""Judges referrals by the rule set in force on the day they were received, in London."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.triage.domain.decision import Also, Decision, Primary
from services.triage.domain.destinations import Destinations
from services.triage.domain.events import AnswerValue, ReferralFacts
from services.triage.domain.reading import read_case
from services.triage.domain.rule_sets.plan import PlannedRoute
from services.triage.domain.rules import RulesByDay, RuleSet
from services.triage.domain.values import CaseFacts
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.working_days import WorkingDays

LONDON = ZoneInfo("Europe/London")
_DURATION = re.compile(r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<seconds>\d+)S)?)?")
_END_OF_DAY = time(23, 59)


class RulesJudge:
    """The rules as decisions need them."""

    def __init__(self, rules: RulesByDay, working_days: WorkingDays) -> None:
        self._rules = rules
        self._working_days = working_days

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

    def ends_too_early(self, route: str, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> bool:
        """Whether a route chosen by a person would end the matter while harm is not ruled out."""
        rules, case = self._of(referral, answers)
        return rules.ends_too_early(route, case)

    def due(self, route: Primary | Also, referral: ReferralFacts, since: datetime) -> datetime | None:
        """When the time a route is given, counted from `since`, is over; None where there is none, or for an import.

        Days end with the day, in London; hours run on.
        """
        if referral.origin == "import" or route.time_frame is None:
            return None
        frame = _DURATION.fullmatch(route.time_frame)
        assert frame is not None, "a published time frame is in days, hours or seconds"
        if frame["days"] is None:
            return since + timedelta(hours=int(frame["hours"] or 0), seconds=int(frame["seconds"] or 0))
        day, days = since.astimezone(LONDON).date(), int(frame["days"])
        if self._rules.on(received_on(referral)).clock_of(route.route) == "working_days":
            day = self._working_days.after(day, days)
        else:
            day += timedelta(days=days)
        return datetime.combine(day, _END_OF_DAY, LONDON).astimezone(UTC)

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
