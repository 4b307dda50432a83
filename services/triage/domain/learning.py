"""What was learnt about a referral since it came in, and what it is about after that."""

from typing import Any

from msgspec.structs import replace

from services.triage.domain.commands import NoteAnswers
from services.triage.domain.events import AnswersAdded, AnswerValue, ReferralFacts, together

_ABOUT = ("kind", "category", "strands", "ward")


def learnt(command: NoteAnswers, referral: ReferralFacts, answers: dict[str, AnswerValue]) -> AnswersAdded | None:
    """What is new in it; None where nothing is."""
    changed = {name: value for name, value in command.answers.items() if answers.get(name) != value}
    said = {name: getattr(command, name) for name in _ABOUT}
    new = {name: value for name, value in said.items() if value is not None and value != getattr(referral, name)}
    if not changed and not new and not command.people:
        return None
    return AnswersAdded(referral_id=referral.referral_id, answers=changed, people=command.people, **new)


def about(referral: ReferralFacts, fact: AnswersAdded) -> ReferralFacts:
    """The referral after that."""
    people = together(referral.people, fact.people)
    victims = [each.person_id for each in people if "victim" in each.roles]
    victim_id = referral.victim_id or next(iter(victims), None)
    return replace(referral, people=people, victim_id=victim_id, **said_to_be(fact))


def said_to_be(fact: AnswersAdded) -> dict[str, Any]:
    """What it is said to be about since, by the name of the member."""
    return {name: value for name in _ABOUT if (value := getattr(fact, name)) is not None}
