"""How what was worked out of a referral is read: only where nobody said it."""

from services.intake.domain.events.completion import AnswersGiven
from services.intake.domain.events.referral import AnswerValue, ReferralSubmitted

# The answers that open data may give where nobody did.
DERIVED_ANSWERS = frozenset({"in_borough"})


def ward_of(fact: ReferralSubmitted | AnswersGiven) -> str | None:
    """The ward as somebody said it, else as it was worked out when the place was told."""
    return (fact.location.ward if fact.location is not None else None) or _derived(fact).get("ward")


def answers_of(fact: ReferralSubmitted | AnswersGiven) -> dict[str, AnswerValue]:
    """The answers that were given, and those that were worked out where nobody gave one; never over what was said."""
    found = {name: value for name, value in _derived(fact).items() if name in DERIVED_ANSWERS}
    return {**found, **fact.answers}


def _derived(fact: ReferralSubmitted | AnswersGiven) -> dict[str, str]:
    return {each.name: each.value for each in fact.derived}
