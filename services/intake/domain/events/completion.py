"""What was learnt about a referral after it came in."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import fields, replace

from services.intake.domain.events.referral import (
    AnswerValue,
    Derived,
    Involved,
    Location,
    Occurrence,
    ReferralSubmitted,
    Sharing,
)
from shared.kernel.messages import Fact, FactType
from shared.kernel.personal import Narrative, Personal

_ROLES = ("reporter", "victim", "perpetrator", "child", "witness", "other")
_MEMBERS = ("kind", "category", "strands", "occurred", "location", "language", "interpreter", "interviewer_preference",
            "sharing")  # fmt: skip


class AnswersGiven(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An officer answered questions about a referral from what it says itself, or from what was said since.

    Only what is given counts: what is None stays as it was. `people` are those who were not known to be in it, and of
    those who were, what was not known of them. `derived` was worked out from the place that is given.
    """

    referral_id: str
    reference: str
    kind: str | None
    category: str | None
    strands: tuple[str, ...] | None
    answers: dict[str, AnswerValue]
    people: tuple[Involved, ...] = ()
    occurred: Occurrence | None = None
    location: Location | None = None
    derived: tuple[Derived, ...] = ()
    language: str | None = None
    interpreter: Personal[Narrative] | None = None
    interviewer_preference: Personal[Narrative] | None = None
    sharing: Sharing | None = None


def completed(submitted: ReferralSubmitted, given: AnswersGiven) -> ReferralSubmitted:
    """A referral with what was learnt since: the newest answer to each question, and what it is now said to be."""
    said: dict[str, Any] = {name: value for name in _MEMBERS if (value := getattr(given, name)) is not None}
    if given.location is not None:
        said["derived"] = given.derived
    if given.people:
        people = together(submitted.people, given.people)
        reporter = any(each.person_id == submitted.account_of for each in people)
        victims = [each.person_id for each in people if "victim" in each.roles]
        said |= {
            "people": people,
            "reporter_id": submitted.account_of if reporter else submitted.reporter_id,
            "victim_id": submitted.victim_id or next(iter(victims), None),
        }
    return replace(submitted, answers=submitted.answers | given.answers, **said)


def together(before: Sequence[Involved], since: Sequence[Involved]) -> tuple[Involved, ...]:
    """The people of a referral with those who were named since; of each person the newest that was said."""
    found = {each.person_id: each for each in before}
    for each in since:
        found[each.person_id] = _joined(found[each.person_id], each) if each.person_id in found else each
    return tuple(found.values())


def _joined(before: Involved, since: Involved) -> Involved:
    said = {each.name: value for each in fields(since) if (value := getattr(since, each.name)) is not None}
    roles = tuple(role for role in _ROLES if role in before.roles or role in since.roles)
    return replace(before, **{**said, "roles": roles})


FACTS: tuple[FactType, ...] = (
    FactType("intake.answers_given", 1, AnswersGiven, "Questions about it were answered by an officer."),
)
