"""What was learnt about a referral after it came in."""

from msgspec.structs import replace

from services.intake.domain.events.referral import AnswerValue, ReferralSubmitted
from shared.kernel.messages import Fact, FactType


class AnswersGiven(Fact, frozen=True, kw_only=True):
    """An officer answered questions about a referral from what it says itself, or from what was said since.

    Only what is given counts; `kind`, `category` and `strands` are None where they stay as they were.
    """

    referral_id: str
    reference: str
    kind: str | None
    category: str | None
    strands: tuple[str, ...] | None
    answers: dict[str, AnswerValue]


def completed(submitted: ReferralSubmitted, given: AnswersGiven) -> ReferralSubmitted:
    """A referral with what was learnt since: the newest answer to each question, and what it is now said to be."""
    said = {name: value for name in ("kind", "category", "strands") if (value := getattr(given, name)) is not None}
    return replace(submitted, answers=submitted.answers | given.answers, **said)


FACTS: tuple[FactType, ...] = (
    FactType("intake.answers_given", 1, AnswersGiven, "Questions about it were answered by an officer."),
)
