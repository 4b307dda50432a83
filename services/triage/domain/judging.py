"""What decisions need of the rules: judge a referral on its answers, and name a route's destination."""

from datetime import datetime
from typing import Protocol

from services.triage.domain.decision import Also, Decision, Primary
from services.triage.domain.events import AnswerValue, ReferralFacts


class Judge(Protocol):
    """The rules in force on the day a referral was received."""

    def decide(self, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> Decision: ...

    def route(self, route: str, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> Primary: ...

    def due(self, route: Primary | Also, referral: ReferralFacts, since: datetime) -> datetime | None: ...

    def ends_too_early(self, route: str, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> bool: ...
